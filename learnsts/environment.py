"""What differs between machines: the environment and `.env` beside manage.py, read in this one place.

A variable of the environment wins over the same one in `.env`, and an empty one means the default.
`.env.example` tells what each is for.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ

__all__ = ["BASE_DIR", "HOST", "PORT", "THREADS", "VAR_DIR", "WORKERS", "env"]

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")


class Environment(environ.Env):
    """django-environ's readers over the variables that are filled in."""

    ENVIRON = {name: value for name, value in os.environ.items() if value}


env = Environment()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
HOST = env.str("HOST", default="127.0.0.1")  # 0.0.0.0 is every address this machine has
PORT = env.int("PORT", default=8000)
WORKERS = env.int("WORKERS", default=2)
THREADS = env.int("THREADS", default=8)
