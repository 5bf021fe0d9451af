"""Golden records with their logs: what was found when they were made is found for ever."""

import hashlib
import json
from typing import Any

import pytest

from audit.findings import Check
from tests.audit.make_verified_logs import FOLDER, findings, judged

EXPECTED: list[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
KEYS = ("failed", "not_run", "not_reached", "answers")


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["name"])
def test_what_was_found_is_found_again(case: dict[str, Any]) -> None:
    assert findings(judged(case)) == {key: case[key] for key in KEYS}


def test_each_case_fails_only_the_check_in_its_name() -> None:
    for case in EXPECTED:
        number = case["name"].partition("-")[0]
        assert list(case["failed"]) == ([] if number == "sound" else [number])


def test_there_is_a_case_for_every_check_of_the_log() -> None:
    failed = {int(number) for case in EXPECTED for number in case["failed"]}
    assert failed == set(range(Check.LOG_FORM, Check.LOG_EARLIER + 1))


def test_every_file_belongs_to_a_case() -> None:
    named = {case[key] for case in EXPECTED for key in ("record", "log", "policy")} - {None}
    named |= {name for case in EXPECTED for name in case["earlier"]} | {"expected.json"}
    assert {path.name for path in FOLDER.iterdir()} == named


def test_the_golden_bytes_are_those_of_their_release() -> None:
    """Made anew they would prove nothing: later verifiers must judge what this release wrote."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.iterdir(), key=lambda path: path.name):
        if path.name != "expected.json":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.name} {digest}\n".encode())
    assert total.hexdigest() == ("d370fd6319577dc53d6629da355b9b97b5a0693aedb302e94e77cdc4b031801a")
