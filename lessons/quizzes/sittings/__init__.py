"""Quizzes with times, graded ones and practice exams: saved as they are answered, handed in at the end."""
