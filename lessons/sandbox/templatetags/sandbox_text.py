"""ARNs, times, calls and answers in templates."""

from django import template

from lessons.sandbox import answers, commands, wording

register = template.Library()

register.filter("actor", wording.actor_of)
register.filter("answer_text", answers.as_text)
register.filter("arn_name", wording.arn_name)
register.filter("as_boto3", commands.as_boto3)
register.filter("as_cli", commands.as_cli)
register.filter("duration", wording.duration)
register.filter("epoch_ms", wording.epoch_ms)
register.filter("seconds_after", wording.seconds_after)
