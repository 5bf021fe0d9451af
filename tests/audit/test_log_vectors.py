"""The vectors of the log are what Python says today, and hold both sound and spoilt cases."""

import json
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from audit.errors import LogFault
from tests.audit import log_defects
from tests.audit.logs import LOG_KEY, cosigned, witness_key
from tests.audit.make_log_vectors import FILES, FOLDER, written

DOCUMENT = (FOLDER.parents[2] / "docs" / "log.md").read_text(encoding="utf-8")

# These need more than a text to arise: a reader of tiles, something too long, a policy not met.
ELSEWHERE = {
    *(LogFault.TILE_MISSING, LogFault.TILE_WRONG, LogFault.ENTRY_TOO_LONG, LogFault.ENTRY_WRONG),
    *(LogFault.POLICY_TOO_LARGE, LogFault.NO_QUORUM, LogFault.RESPONSE_MALFORMED),
}


@pytest.mark.parametrize("name", FILES)
def test_vectors_are_what_the_code_says(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(name)


def cases(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every case in a file of vectors."""
    if isinstance(value, dict) and "refusal" in value:
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from cases(part)


def test_vectors_hold_a_case_of_every_refusal() -> None:
    found = [
        case
        for name in FILES
        for case in cases(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
    ]
    assert {case["refusal"] for case in found} == {None, *(set(LogFault) - ELSEWHERE)}


def test_only_what_is_named_sound_or_is_no_defect_is_accepted() -> None:
    for name in ("notes", "checkpoints", "proofs"):
        content = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        accepted = [case["name"] for case in cases(content) if case["refusal"] is None]
        assert set(accepted) <= {
            *("sound", "log", "witness", "example_of_the_specification", "empty_log"),
            *("signature_of_unknown_key", "with_extension", "with_extra", "cosigned"),
        }


EXAMPLES = {
    "note": log_defects.NOTE,
    "keys": f"{LOG_KEY}\n{witness_key(1)}\n",
    "checkpoint": cosigned(log_defects.SOUND, 1),
    "proof": log_defects.PROOF,
    "policy": log_defects.POLICIES["two_of_three"],
    "request": log_defects.GROWN,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_document_is_that_of_the_vectors(name: str) -> None:
    assert f"\n\n{textwrap.indent(EXAMPLES[name], '    ')}\n" in DOCUMENT


def test_the_document_names_every_refusal() -> None:
    assert [code for code in LogFault if f"`{code}`" not in DOCUMENT] == []
