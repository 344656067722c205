#!/usr/bin/env python
"""Django's command-line utility for LearnSTS."""

import os
import sys


def main() -> None:
    """Run an administrative command, or say what its settings lack."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnsts.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.SECRET_KEY  # noqa: B018 -- some commands would go on without settings, and fail for another reason
    except ImproperlyConfigured as error:
        sys.exit(f"LearnSTS is not configured: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
