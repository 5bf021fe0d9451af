"""`tinnhiem account`, and the link that `tinnhiem serve` prints at the first start."""

import re
import time
from pathlib import Path

import pytest

from tests.voting.clerks import PHRASE
from tests.voting.desk import Desk
from voting.commands.common import installation
from voting.commands.serve import prepare, reached_at
from voting.services import entering

LINK = re.compile(r"http://localhost:8000/desk/first#([\w-]{22})\n")


def test_the_first_start_prints_a_link_and_later_starts_do_not(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare("http://localhost:8000")
    [secret] = LINK.findall(capsys.readouterr().err)
    with installation() as instance:
        entering.start(instance, secret, "Nguyễn Văn An", PHRASE, now=int(time.time()))
    prepare("http://localhost:8000")
    assert capsys.readouterr().err == ""
    assert desk.types("account", "list").stdout == "administrator\tNguyễn Văn An\t\n"
    printed = desk.types("account", "link", "nguyễn văn an").stdout
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/desk/link#[\w-]{22}\n", printed)
    with installation() as instance:
        found = printed.strip().partition("#")[2]
        entering.use_link(instance, found, "mưa rào trên mái ngói", now=int(time.time()))


def test_a_link_for_nobody_is_refused_in_plain_words(desk: Desk, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    assert "There is no such account" in desk.types("account", "link", "Ai Đó", exits=1).output


@pytest.mark.parametrize(
    ("bound", "reached"),
    [
        ("127.0.0.1", "localhost"),
        ("0.0.0.0", "localhost"),  # noqa: S104  compared, never bound
        ("::", "localhost"),
        ("192.168.1.10", "192.168.1.10"),
        ("fe80::1", "[fe80::1]"),
    ],
)
def test_the_link_has_an_address_that_a_browser_on_the_server_reaches(
    bound: str, reached: str
) -> None:
    assert reached_at(bound) == reached
