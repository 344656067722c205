"""Quizzes as a Django app, and what they add to loading the course and to the accounts."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """Quizzes: questions, attempts and scores."""

    name = "lessons.quizzes"
    label = "quizzes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part in loading the course and in merging a guest into an account; say whose work is kept."""
        from lessons.accounts.guests.clearing import register_claim
        from lessons.accounts.signals import guest_merged
        from lessons.levels import Challenge, register_challenge
        from lessons.loading import register_part
        from lessons.quizzes.cards.sources import note_miss, note_prediction
        from lessons.quizzes.loading import load_quiz, quiz_values, remove_quiz
        from lessons.quizzes.merging import move_attempts, move_cards, move_places
        from lessons.quizzes.misses import misses_of_quiz
        from lessons.quizzes.models import PASSED, Attempt, Card, Question, QuizLearner
        from lessons.reading.misses import register_misses
        from lessons.reading.reading_time import register_work
        from lessons.signals import step_missed, step_predicted

        register_part("quiz.yaml", load_quiz, quiz_values, remove_quiz)
        guest_merged.connect(move_attempts, dispatch_uid="quizzes.move_attempts")
        guest_merged.connect(move_cards, dispatch_uid="quizzes.move_cards")
        step_predicted.connect(note_prediction, dispatch_uid="quizzes.note_prediction")
        step_missed.connect(note_miss, dispatch_uid="quizzes.note_miss")
        guest_merged.connect(move_places, dispatch_uid="quizzes.move_places")
        register_misses(misses_of_quiz)
        register_work("quiz", Question.objects.seconds_by_lesson)
        register_challenge(Challenge("quiz", "quiz", work="quiz", passed=PASSED))
        register_claim("with an attempt at a quiz", Attempt.objects.values("user"))
        register_claim("with cards to review", Card.objects.values("user"))
        register_claim("with a quiz to take", QuizLearner.objects.values("user"))
