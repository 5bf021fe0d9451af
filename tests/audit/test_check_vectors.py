"""What is stored in tests/vectors, sound and forged, is judged as findings.json says, for ever."""

import hashlib
import re
from collections import Counter
from typing import Any

import pytest

from audit.findings import Check
from tests.audit.check_vectors import FOLDER, expected, read_catalogue, reported
from tests.audit.forge import VECTORS
from tests.audit.make_check_vectors import CASES, found, made

CATALOGUE = read_catalogue()
FILES = ("name", "record", "earlier", "log", "policy", "kept")
DOCS = VECTORS.parent.parent / "docs"
# Codes of the table that no file can be made for, and why.
NOT_STORED = {
    (24, "too_large"),  # a longer entry makes the file unreadable: entry_too_long
    (31, "card_used_twice"),  # stored: verified/31-card-used-twice, a sound record by itself
    (32, "wrong_shape"),  # checks 18 and 20 have read tally and decryption before
    (32, "not_in_group"),
}


def stem(case: Any) -> str:
    return str(case["name"]).rpartition("/")[2]


@pytest.mark.parametrize("case", CATALOGUE, ids=lambda case: case["name"])
def test_what_is_stored_is_judged_as_the_catalogue_says(case: dict[str, Any]) -> None:
    kept = {key: value for key, value in case.items() if key not in FILES}
    assert expected(reported(case)) == kept


def test_every_check_has_a_forgery_that_fails_it_and_no_other() -> None:
    alone = {
        int(number)
        for case in CATALOGUE
        for number in case.get("failed", {})
        if len(case["failed"]) == 1
    }
    assert alone == {check.value for check in Check}


def test_a_forgery_fails_only_the_check_in_its_name() -> None:
    numbered = [case for case in CATALOGUE if re.match(r"\d\d-", stem(case))]
    assert len(numbered) > 100
    for case in numbered:
        assert list(case["failed"]) == [str(int(stem(case)[:2]))], case["name"]


def test_a_file_that_cannot_be_read_is_named_by_its_code() -> None:
    unreadable = [case for case in CATALOGUE if case["outcome"] == "unreadable"]
    assert [case["code"] for case in unreadable] == [case["name"] for case in unreadable]
    codes = set(re.findall(r"^\| (`.+`) \|", _section("## 2."), re.MULTILINE))
    named = {code for row in codes for code in re.findall(r"`(\w+)`", row)}
    missing = named - {case["code"] for case in unreadable}
    assert missing == {
        *("no_file", "changed_while_read", "worker_lost"),  # not of the bytes of a file
        *("too_many_members", "log_too_large"),  # over 256 MB
    }


def test_every_code_of_the_table_of_checks_is_stored() -> None:
    stored = {
        (int(number), finding["code"])
        for case in CATALOGUE
        for number, findings in case.get("failed", {}).items()
        for finding in findings
    }
    wanted = set()
    rows = re.findall(r"^\| (\d+) \| `\w+` \|.*\|(.*)\|$", _section("## 3."), re.MULTILINE)
    assert [int(number) for number, _ in rows] == [check.value for check in Check]
    for number, codes in rows:
        wanted |= {(int(number), code) for code in re.findall(r"`(\w+)`", codes)}
    assert wanted - stored <= NOT_STORED


def _section(title: str) -> str:
    text = (DOCS / "record.md").read_text(encoding="utf-8")
    return text[text.index(f"\n{title}") :].split("\n## ")[1]


def test_the_catalogue_holds_everything_that_is_stored() -> None:
    assert [case["name"] for case in CATALOGUE] == [*CASES, *(case["name"] for case in found())]
    named = Counter(
        name
        for case in CATALOGUE
        for name in (case["record"], case["earlier"], case["log"], case["policy"], *case["kept"])
        if name is not None
    )
    stored = {path.relative_to(VECTORS).as_posix() for path in FOLDER.iterdir()}
    stored |= {path.relative_to(VECTORS).as_posix() for path in VECTORS.rglob("*.bel")}
    stored -= {"member/record.bel"}  # a sound record with its log: tests/client/make_member_log.py
    assert stored - set(named) == set()


def test_the_stored_forgeries_are_made_again_byte_for_byte() -> None:
    contents, cases = made()
    assert contents == {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert cases == [{key: case[key] for key in FILES} for case in CATALOGUE[: len(CASES)]]


def test_the_stored_forgeries_are_those_of_their_release() -> None:
    """A later release may add files, and then changes this number; it changes no file."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.iterdir(), key=lambda path: path.name):
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    assert total.hexdigest() == ("1134859fff4a62adbc9567bd7b5be3db8c32a6b6eb36e479dc0ddfcaac827fb2")
