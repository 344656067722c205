"""No page takes a file: what is sent as one is refused before any of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

FORMS = ("account_login", "account_return", "lessons:marks", "classrooms:enter_code")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("enforced", [True, False])
@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_refused_and_not_kept(name: str, enforced: bool, settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")  # nothing can be written there
    form = {"login": "maya", "file": SimpleUploadedFile("a.bin", bytes(3 * 1024 * 1024))}
    answer = Client(enforce_csrf_checks=enforced).post(reverse(name), form)
    assert answer.status_code in (400, 403)  # 403 where a form from nowhere is not even read


def test_a_form_in_parts_without_a_file_is_read() -> None:
    answer = Client().post(reverse("account_return"), {"code": "BCDF"})  # multipart, as the client sends
    assert answer.status_code == 404
