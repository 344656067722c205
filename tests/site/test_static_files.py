"""What collectstatic makes of the stylesheets: one request for a sheet and its neighbours."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from learnsts.static_files import OneRequestStorage

FILES = {
    "css/base.css": '@import url("../vendor/look.css") layer(look);\n@import url("text.css");\nb { top: 0 }',
    "css/text.css": '@import url("fonts.css");\np { color: red }\n',
    "css/fonts.css": '@font-face { src: url("../fonts/plain.woff2") }\n',
    "css/alone.css": '@import url("../vendor/look.css");\n',
    "vendor/look.css": "i { color: blue }\n",
    "fonts/plain.woff2": "a font",
}


def collected(folder: Path, files: dict[str, str]) -> OneRequestStorage:
    """The storage in that folder after collectstatic has found and copied these files."""
    found = InMemoryStorage()
    storage = OneRequestStorage(location=folder, base_url="/static/")
    for name, text in files.items():
        for place in (found, storage):
            place.delete(name)
            place.save(name, ContentFile(text))
    list(storage.post_process({name: (found, name) for name in files}, dry_run=False))
    return storage


def address(storage: OneRequestStorage, name: str) -> str:
    return storage.url(name).removeprefix("/static/")


def served(storage: OneRequestStorage, name: str) -> str:
    """The text of a file at the address that pages name."""
    with storage.open(address(storage, name)) as file:
        return str(file.read().decode())


def test_a_sheet_holds_the_neighbours_that_it_imports(tmp_path: Path) -> None:
    storage = collected(tmp_path, FILES)
    assert served(storage, "css/base.css").split("\n") == [
        f'@import url("../{address(storage, "vendor/look.css")}") layer(look);',
        f'@font-face {{ src: url("../{address(storage, "fonts/plain.woff2")}") }}',
        "p { color: red }",
        "b { top: 0 }",
    ]


def test_a_sheet_of_another_folder_stays_an_import(tmp_path: Path) -> None:
    storage = collected(tmp_path, FILES)
    assert served(storage, "css/alone.css") == f'@import url("../{address(storage, "vendor/look.css")}");\n'


def test_a_changed_neighbour_gives_the_sheet_a_new_address(tmp_path: Path) -> None:
    before = collected(tmp_path, FILES).url("css/base.css")
    storage = collected(tmp_path, FILES | {"css/text.css": "p { color: green }\n"})
    assert storage.url("css/base.css") != before
    assert "p { color: green }" in served(storage, "css/base.css")
