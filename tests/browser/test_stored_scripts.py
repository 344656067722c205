"""What learners store never runs on the site, however a page of the site might come to ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from playwright.sync_api import Browser, Page

from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.calls import endpoint
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.scenarios.opening import open_sandbox

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
WORLD = {
    "accounts": {
        "training": {
            "users": {"carol": {"policies": {"everything": EVERYTHING}}},
            "buckets": {"own-{training}": {}},
        }
    }
}
RUN = "document.documentElement.dataset.ran = 'yes'"
# What an injection might do, had one been found: each loads the stored object as a part of the page.
TAGS = {
    "script": "make('script', {src: url})",
    "module": "make('script', {type: 'module', src: url})",
    "style": "make('link', {rel: 'stylesheet', href: url})",
    "worker": "try { new Worker(url).onmessage = () => { root.dataset.ran = 'yes' } } catch {}",
    "frame": "make('iframe', {src: url})",
    "object": "make('object', {data: url})",
}
MAKE = """url => {
    const root = document.documentElement;
    const make = (tag, fields) => root.append(Object.assign(document.createElement(tag), fields));
    %s
}"""


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page on which breaches of the policy are expected."""
    page = browser.new_page()
    yield page
    page.close()


def links(site: str, student: User) -> dict[str, str]:
    """Presigned URLs of a script, a style and a page in the learner's own bucket."""
    scenario = Scenario.objects.create(slug="own", title="Own", document=WORLD)
    sandbox: Sandbox = open_sandbox(student, scenario)
    carol = aws.World(sandbox.world).users[0]
    s3 = boto3.client(
        "s3",
        endpoint_url=f"{site}/aws",
        region_name="us-east-1",
        aws_access_key_id=carol.credentials.access_key_id,
        aws_secret_access_key=carol.credentials.secret_access_key,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    stored = {
        "x.js": (f"{RUN}; self.postMessage && self.postMessage(1)", "text/javascript"),
        "x.css": ("html { --ran: yes }", "text/css"),
        "x.html": (f"<script>parent.{RUN}</script>", "text/html"),
    }
    for key, (body, kind) in stored.items():
        s3.put_object(Bucket=f"own-{carol.account_id}", Key=key, Body=body.encode(), ContentType=kind)
    place = {"Bucket": f"own-{carol.account_id}"}
    return {key: s3.generate_presigned_url("get_object", place | {"Key": key}) for key in stored}


OF_TAG = {"style": "x.css", "frame": "x.html", "object": "x.html"}


@pytest.mark.parametrize("guard", ["both", "policy"])
def test_nothing_that_is_stored_runs_on_a_page(
    plain: Page, site: str, student: User, guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endpoint refuses, and the site's policy alone would be enough."""
    if guard == "policy":
        monkeypatch.setattr(endpoint, "PARTS_OF_PAGES", frozenset())
    stored = links(site, student)
    plain.goto(f"{site}/")
    for tag, load in TAGS.items():
        plain.evaluate(MAKE % load, stored[OF_TAG.get(tag, "x.js")])
    plain.wait_for_load_state("networkidle")
    assert plain.evaluate("document.documentElement.dataset.ran") is None
    assert plain.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ran')") == ""


def test_a_link_opens_by_itself(plain: Page, site: str, student: User) -> None:
    stored = links(site, student)
    assert plain.goto(stored["x.js"])
    assert RUN in plain.content()
    plain.goto(stored["x.html"])
    assert plain.evaluate("document.documentElement.dataset.ran") is None
