"""Every generator by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lessons.quizzes.generators import (
    audits,
    doors,
    duration_limits,
    durations,
    endings,
    external_ids,
    identities,
    keys,
    limits,
    mfa,
    requirements,
    resources,
    session_limits,
    session_parts,
    sts_calls,
    web_identities,
)
from lessons.quizzes.generators.generator import Generator

__all__ = ["GENERATORS"]

# In the order in which the course comes to them.
_SUBJECTS = (
    keys,
    durations,
    session_parts,
    identities,
    doors,
    resources,
    external_ids,
    mfa,
    requirements,
    duration_limits,
    session_limits,
    endings,
    sts_calls,
    limits,
    audits,
    web_identities,
)

GENERATORS: Mapping[str, Generator] = MappingProxyType(
    {generator.name: generator for subject in _SUBJECTS for generator in subject.GENERATORS}
)
