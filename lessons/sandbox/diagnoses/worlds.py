"""The healthy worlds that accounts are broken in: the course's scenarios, with two bystanders. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from lessons.sandbox.diagnoses.questions import Journey, journeys

__all__ = ["ELSEWHERE", "DiagnosisWorld", "daily", "world_of"]

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "content" / "scenarios"
ELSEWHERE = "elsewhere"
BYSTANDERS = frozenset({"ivan", "oscar"})
ASKS_FOR_ANY_ROLE = {
    "policies": {
        "ask-for-any-role": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}],
        }
    }
}
# Of another company: may do anything that other accounts let in, so a door that stands open lets oscar in.
OUTSIDER = {
    "users": {
        "oscar": {
            "policies": {
                "try-everything": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole", "s3:*"], "Resource": "*"}],
                }
            }
        }
    }
}


@dataclass(frozen=True)
class DiagnosisWorld:
    """A healthy world as an author writes it (`lessons.aws.build`). Nobody changes the document."""

    title: str
    document: Mapping[str, Any]

    @cached_property
    def journeys(self) -> tuple[Journey, ...]:
        """What is done in it every day, by others than the bystanders."""
        return journeys(self.document, BYSTANDERS)


def world_of(slug: str, title: str, document: Mapping[str, Any]) -> DiagnosisWorld:
    """The world of a scenario: with what it lacks to be healthy, and with the bystanders.

    ivan, a trainee in each account, may ask for any role; oscar, of another company, may try anything.
    Neither is broken, so whoever trusts too many lets one of them in.
    """
    accounts = deepcopy(dict(document["accounts"]))
    for name, addition in _file()["additions"].get(slug, {}).items():
        accounts[name] = _merged(accounts.get(name, {}), addition)
    trainee = {"users": {"ivan": ASKS_FOR_ANY_ROLE}}
    healthy = {name: _merged(account, trainee) for name, account in accounts.items()}
    return DiagnosisWorld(title, {"accounts": {**healthy, ELSEWHERE: deepcopy(OUTSIDER)}})


@cache
def daily() -> tuple[DiagnosisWorld, ...]:
    """The worlds of the broken account of the day, as the course's files have them."""
    return tuple(map(_of_course, _file()["daily"]))


def _of_course(slug: str) -> DiagnosisWorld:
    scenario = yaml.safe_load((SCENARIOS / f"{slug}.yaml").read_text(encoding="utf-8"))
    return world_of(slug, scenario["title"], scenario)


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "worlds.yaml").read_text(encoding="utf-8"))
    return found


def _merged(below: Any, above: Any) -> Any:
    """Both mappings as one; where both have a text or a list, it is that of `above`."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return deepcopy(above)
    merged = deepcopy(dict(below))
    for key, value in above.items():
        merged[key] = _merged(merged.get(key), value)
    return merged
