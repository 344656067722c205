"""The course as rows: lessons with their flow, steps, tracker and key moments, and what readers did."""

from lessons.models.course import Chapter, Lesson, Source, no_longer_than_a_page
from lessons.models.parts import Actor, FlowNode, KeyMoment, LessonPart, Step, TrackerValue
from lessons.models.readers import LevelReached, OfAStep, Prediction, StepSeen, StyleProgress, Vote
from lessons.models.versions import LessonVersion

__all__ = [
    "Actor",
    "Chapter",
    "FlowNode",
    "KeyMoment",
    "Lesson",
    "LessonPart",
    "LessonVersion",
    "LevelReached",
    "OfAStep",
    "Prediction",
    "Source",
    "Step",
    "StepSeen",
    "StyleProgress",
    "TrackerValue",
    "Vote",
    "no_longer_than_a_page",
]
