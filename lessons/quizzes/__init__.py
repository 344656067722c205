"""Quizzes: questions in every form, attempts, scores, and what to read again."""
