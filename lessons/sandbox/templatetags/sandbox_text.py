"""ARNs, times, calls and answers in templates."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.sandbox import text
from lessons.sandbox.explanations import cli_output, commands
from lessons.sandbox.models import Event
from lessons.version_cache import once_for

register = template.Library()

register.filter("actor", text.actor_of)
register.filter("answer_text", cli_output.as_text)
register.filter("answer_xml", cli_output.as_sent)
register.filter("arn_name", text.arn_name)
register.filter("as_boto3", commands.as_boto3)
register.filter("as_cli", commands.as_cli)
register.filter("duration", text.duration)
register.filter("epoch_ms", text.epoch_ms)
register.filter("seconds_after", text.seconds_after)


def identity(event: Event) -> Hashable:
    """What no other event has; an event is written once and never changed."""
    return event.pk, event.recorded_at


@register.filter
@once_for(identity)
def line(event: Event) -> SafeString:
    """An event as the page lists it."""
    return render_to_string("sandbox/workbench/_event.html", {"event": event})
