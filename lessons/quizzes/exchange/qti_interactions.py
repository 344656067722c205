"""What each type of question is in QTI 3: an interaction, and what of it is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from lessons.aws.xml_text import holdable
from lessons.quizzes.exchange.answers import listed_choices
from lessons.quizzes.exchange.moodle_text import as_html
from lessons.quizzes.exchange.numbers import plain
from lessons.quizzes.exchange.weights import WHOLE, shares

__all__ = ["RESPONSE", "TYPES", "Asked", "html"]

RESPONSE = '<qti-variable identifier="RESPONSE"/>'
_CORRECT = '<qti-correct identifier="RESPONSE"/>'

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a type of question is in QTI. ``right`` are values; ``interaction`` is an element, or some."""

    cardinality: str
    base_type: str
    right: Sequence[str]
    interaction: str
    worth: Mapping[str, float] | None = None  # percent, by what is given; else it is right or wrong
    is_right: str = f"<qti-match>{RESPONSE}{_CORRECT}</qti-match>"
    case: bool = True  # whether it counts in what is given
    feedback: Mapping[str, str] | None = None  # by what is given


def html(text: str) -> str:
    """A text as XHTML."""
    return as_html(holdable(text)).replace("<br>", "<br/>")


def _choice(content: Content, prompt: str) -> Asked:
    listed = dict(zip(ascii_uppercase, listed_choices(content), strict=False))
    is_many = isinstance(content["right"], list)
    is_right = [right for _, right in listed.values()]
    worth = shares(is_right) if is_many else [WHOLE * right for right in is_right]
    choices = {key: choice.text for key, (choice, _) in listed.items()}
    settings = f'shuffle="false" max-choices="{0 if is_many else 1}"'
    return Asked(
        cardinality="multiple" if is_many else "single",
        base_type="identifier",
        right=[key for key, (_, right) in listed.items() if right],
        interaction=_interaction("choice", settings, prompt, _listed("simple-choice", choices)),
        worth=dict(zip(listed, worth, strict=True)),
        feedback={key: choice.feedback for key, (choice, _) in listed.items() if choice.feedback},
    )


def _ordering(content: Content, prompt: str) -> Asked:
    items = dict(zip(ascii_uppercase, content["items"], strict=False))
    by_text = dict(sorted(items.items(), key=lambda one: one[1]))  # the order of the file gives nothing away
    interaction = _interaction("order", 'shuffle="true"', prompt, _listed("simple-choice", by_text))
    return Asked("ordered", "identifier", list(items), interaction)


def _matching(content: Content, prompt: str) -> Asked:
    pairs = [(pair["left"], pair["right"]) for pair in content["pairs"]]
    rights = dict.fromkeys(sorted({*(right for _, right in pairs), *content.get("rights", ())}))
    left_keys = {left: f"L{place}" for place, (left, _) in enumerate(pairs, start=1)}
    right_keys = {right: f"R{place}" for place, right in enumerate(rights, start=1)}
    right = [f"{left_keys[left]} {right_keys[right]}" for left, right in pairs]
    sets = "".join(
        f"      <qti-simple-match-set>\n{_listed('simple-associable-choice', choices, most)}"
        "      </qti-simple-match-set>\n"
        for choices, most in (
            ({key: text for text, key in left_keys.items()}, ' match-max="1"'),
            ({key: text for text, key in right_keys.items()}, ' match-max="0"'),
        )
    )
    settings = f'shuffle="true" max-associations="{len(pairs)}"'
    return Asked(
        cardinality="multiple",
        base_type="directedPair",
        right=right,
        interaction=_interaction("match", settings, prompt, sets),
        worth=dict.fromkeys(right, WHOLE / len(pairs)),
    )


def _fill_in(content: Content, prompt: str) -> Asked:
    accepted = content["accepted"]
    return Asked(
        cardinality="single",
        base_type="string",
        right=accepted[:1],
        interaction=_entry(prompt),
        worth=dict.fromkeys(accepted, WHOLE),
        case=bool(content.get("case")),
    )


def _numeric(content: Content, prompt: str) -> Asked:
    away = plain(content.get("tolerance", 0))
    equal = f'<qti-equal tolerance-mode="absolute" tolerance="{away} {away}">{RESPONSE}{_CORRECT}</qti-equal>'
    entry = _entry(prompt, f" {html(content.get('unit', ''))}")
    return Asked("single", "float", [plain(content["value"])], entry, is_right=equal)


def _interaction(kind: str, settings: str, prompt: str, inner: str) -> str:
    return (
        f'    <qti-{kind}-interaction response-identifier="RESPONSE" {settings}>\n'
        f"      <qti-prompt>{prompt}</qti-prompt>\n{inner}    </qti-{kind}-interaction>\n"
    )


def _listed(tag: str, choices: Mapping[str, str], settings: str = "") -> str:
    return "".join(
        f'      <qti-{tag} identifier="{key}"{settings}>{html(text)}</qti-{tag}>\n'
        for key, text in choices.items()
    )


def _entry(prompt: str, unit: str = "") -> str:
    field = '<qti-text-entry-interaction response-identifier="RESPONSE"/>'
    return f"    <p>{prompt}</p>\n    <p>{field}{unit}</p>\n"


# By the names of our types; each makes what is asked of the content, and of the prompt as XHTML.
TYPES: Mapping[str, Callable[[Content, str], Asked]] = {
    "choice": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "fill_in": _fill_in,
    "numeric": _numeric,
}
