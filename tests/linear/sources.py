"""Every place in the source that reads a text by a regular expression or a parser."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

# What reads texts: every name of a module, or one name; and methods, whoever has them.
READERS = (
    *(
        "re",
        "json",
        "xml",
        "defusedxml",
        "lxml",
        "xmltodict",
        "html.parser",
        "html.unescape",
        "email",
        "yaml",
    ),
    *(
        "markdown_it",
        "nh3",
        "pygments",
        "urllib.parse",
        "base64",
        "binascii",
        "codecs",
        "ipaddress",
        "decimal",
    ),
    *(
        "unicodedata.normalize",
        "tomllib",
        "csv",
        "ast",
        "pickle",
        "shlex.split",
        "difflib",
        "fnmatch",
        "gzip",
    ),
    *("cryptography.hazmat.primitives.serialization.load_pem_private_key", "botocore.utils.parse_timestamp"),
    *("django.core.validators.RegexValidator", "django.utils.dateparse", "django.utils.html.urlize"),
    *("django.utils.html.strip_tags", "django.utils.text"),
)
METHODS = ("fromisoformat", "strptime", "RegexField")
# What of these only writes, and what is a type, a flag or an error.
HARMLESS = {
    *(
        "json.dumps",
        "json.JSONEncoder",
        "urllib.parse.quote",
        "urllib.parse.urlencode",
        "csv.writer",
        "csv.QUOTE_ALL",
    ),
    *(
        "xml.sax.saxutils.quoteattr",
        "xml.parsers.expat.ErrorString",
        "yaml.MappingNode",
        "yaml.ScalarNode",
        "yaml.SequenceNode",
    ),
    *("xml.sax.saxutils.escape", "base64.b64encode", "base64.b32encode", "base64.urlsafe_b64encode"),
    *("re.Pattern", "re.Match", "re.ASCII", "re.IGNORECASE", "re.DOTALL", "re.escape"),
    *("urllib.parse.SplitResult", "decimal.InvalidOperation", "xml.etree.ElementTree.Element"),
    *("pygments.formatters.HtmlFormatter", "pygments.util.ClassNotFound"),
    *("markdown_it.renderer.RendererHTML", "markdown_it.token.Token"),
}


class Site(NamedTuple):
    """Where something is read: in which file, by what, in which function or for which name of the module."""

    file: str
    owner: str
    reader: str

    @property
    def key(self) -> str:
        """Where, and what reads there."""
        return f"{self.module}.{self.owner} {self.reader}"

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return self.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def sites() -> list[Site]:
    """All of them, in `learnsts` and `lessons`, but for what reads the files of the course itself."""
    return list(dict.fromkeys(site for file in _files() for site in _sites_in(file)))


def methods_of(name: str) -> set[str]:
    """The methods that are called on a name, wherever in the source that is."""
    return {
        node.attr
        for file in _files()
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }


def _files() -> list[Path]:
    files = sorted([*ROOT.glob("learnsts/**/*.py"), *ROOT.glob("lessons/**/*.py")])
    return [file for file in files if not {"migrations", "loading"} & set(file.parts)]


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def _sites_in(file: Path) -> Iterator[Site]:
    tree = _tree(file)
    known = dict(_imported(tree))
    for owner, top in _owners(tree):
        for node in ast.walk(top):
            if isinstance(node, ast.Name | ast.Attribute):
                reader = _dotted(node, known)
                if _reads(reader):
                    yield Site(str(file.relative_to(ROOT)), owner, reader)


def _owners(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Each function, and each statement of the module or of a class by what it assigns."""
    for top in tree.body:
        inner = top.body if isinstance(top, ast.ClassDef) else [top]
        for node in inner:
            prefix = f"{top.name}." if isinstance(top, ast.ClassDef) else ""
            yield prefix + _name(node), node


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = [
        part.id for target in targets if target for part in ast.walk(target) if isinstance(part, ast.Name)
    ]
    return ",".join(names)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                yield name, alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _dotted(node: ast.expr, known: dict[str, str]) -> str:
    """The full name of what is referred to, "" for what is not imported."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, known)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _reads(name: str) -> bool:
    known = any(name == reader or name.startswith(f"{reader}.") for reader in READERS)
    harmless = name in HARMLESS or "." not in name or name.endswith("Error")
    return (known or name.endswith(METHODS)) and not harmless
