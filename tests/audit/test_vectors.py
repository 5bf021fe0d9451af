"""The records of another implementation: the sound ones verify, the forged ones do not."""

import json

import pytest

from audit.findings import Check, State
from audit.verifier import Stage, verify_record
from tests.audit.conftest import failed, states
from tests.audit.forge import FORGED, SOUND, VECTORS

FOUND = {
    "ballot-of-unlisted-credential": Check.BALLOT_CREDENTIAL,
    "ballot-removed-after-tally": Check.TALLY,
    "chain-parent-broken": Check.CHAIN,
    "duplicate-public-credential": Check.CREDENTIALS,
    "encrypted-tally-changed": Check.TALLY,
    "individual-proof-response-changed-resigned": Check.BALLOT_PROOFS,
    "individual-proof-response-changed": Check.BALLOT_SIGNATURE,
    "point-of-small-order-resigned": Check.BALLOT_FORM,
    "result-moves-a-vote": Check.RESULT,
    "scalar-not-reduced-resigned": Check.BALLOT_FORM,
}
# What else must fail then: the tally counts the unlisted ballot, or lacks the removed one.
ALSO = {
    "ballot-of-unlisted-credential": {Check.TALLY_SIZE, Check.TALLY},
    "ballot-removed-after-tally": {Check.TALLY_SIZE},
    "encrypted-tally-changed": {Check.DECRYPTION_PROOFS},
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_record_verifies_with_the_expected_result(name: str) -> None:
    verdict = verify_record(VECTORS / f"{name}.bel")
    assert verdict.sound
    assert failed(verdict) == set()
    expected = VECTORS / f"{name}.expected.json"
    if not expected.exists():
        assert verdict.summary.stage is Stage.OPEN
        assert verdict.summary.result is None
        assert states(verdict)[Check.RESULT] is State.NOT_REACHED
        return
    assert verdict.summary.stage is Stage.RESULT
    assert verdict.summary.result == json.loads(expected.read_text())["result"]
    assert set(states(verdict).values()) == {State.PASSED}


def test_every_forged_record_has_its_check() -> None:
    assert FORGED == sorted(FOUND)


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_record_is_refused_for_the_reason_in_its_name(name: str) -> None:
    verdict = verify_record(VECTORS / "forged" / f"{name}.bel")
    assert not verdict.sound
    assert failed(verdict) == {FOUND[name]} | ALSO.get(name, set())
