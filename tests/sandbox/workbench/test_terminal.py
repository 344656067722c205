"""What a learner pastes into a terminal."""

from __future__ import annotations

import pytest

from tests.sandbox.bench import HTMX, Bench

FIRST_LINES = {
    "bash": "export AWS_ENDPOINT_URL=http://testserver/aws",
    "fish": "set -gx AWS_ENDPOINT_URL http://testserver/aws",
    "powershell": "$Env:AWS_ENDPOINT_URL = 'http://testserver/aws'",
}


def shown(bench: Bench, query: str = "") -> str:
    """The part that HTMX asks for."""
    answer = bench.client.get(bench.url("terminal") + query, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("shell", "line"), FIRST_LINES.items())
def test_the_lines_are_in_the_words_of_the_shell(shell: str, line: str, bench: Bench) -> None:
    assert line.replace("'", "&#x27;") in shown(bench, f"?shell={shell}")


@pytest.mark.parametrize("query", ["", "?shell=", "?shell=csh", "?shell=%00"])
def test_bash_is_meant_where_nobody_says_otherwise(query: str, bench: Bench) -> None:
    assert FIRST_LINES["bash"] in shown(bench, query)


def test_both_variables_name_the_region(bench: Bench) -> None:
    part = shown(bench)
    assert "export AWS_REGION=us-east-1" in part
    assert "export AWS_DEFAULT_REGION=us-east-1" in part


def test_the_version_is_asked_for_before_anything_else(bench: Bench) -> None:
    part = shown(bench)
    assert (
        part.index("aws --version")
        < part.index("unset AWS_SESSION_TOKEN")
        < part.index("get-caller-identity")
    )


def test_the_secret_and_the_shell_stay_while_somebody_else_is_chosen(bench: Bench) -> None:
    part = shown(bench, "?shell=fish&show=")
    assert "•" not in part
    assert "?shell=fish&amp;show=&amp;persona=arn" in part


def test_the_choice_of_a_shell_or_a_user_keeps_its_focus_when_the_part_is_swapped(bench: Bench) -> None:
    """HTMX gives the focus back to what has the same id as before."""
    for query in ("", "?shell=fish"):
        part = shown(bench, query)
        assert all(part.count(f'id="shell-{shell}"') == 1 for shell in FIRST_LINES)
        assert part.count('id="user-1"') == 1


def test_nothing_promises_that_no_client_calls_aws(bench: Bench) -> None:
    assert "never AWS" not in shown(bench)


def test_skipping_time_says_what_clients_do(bench: Bench) -> None:
    page = bench.client.get(bench.url("sandbox")).content.decode()
    assert "~/.aws/cli/cache" in page
