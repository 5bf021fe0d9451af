"""Every field of a ballot: any other value, any other form of the same value, is refused."""

import hashlib
import json
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.ballot import verify_ballot
from ballots.errors import BallotsError, Refusal
from ballots.group import Element
from tests.ballots.support import (
    ED25519,
    VECTORS,
    Json,
    Meeting,
    Place,
    at,
    changed,
    dotted,
    leaves,
    question,
)

MEETING = Meeting(question(2), question(2), question(2, low=1, blank=True))
BALLOT = MEETING.casts([0, 1], [1, 0], None)
SIGNATURE: list[Place] = [("signature", "proof", "challenge"), ("signature", "proof", "response")]
LEAVES = leaves(json.loads(BALLOT))
ELEMENTS = [place for place in LEAVES if place[-1] in ("alpha", "beta")]
SCALARS = [place for place in LEAVES if place[-1] in ("challenge", "response")]
PROOFS = [place for place in SCALARS if place not in SIGNATURE]


def test_the_ballot_has_all_the_kinds_of_fields() -> None:
    assert MEETING.judges(BALLOT) is None
    assert len(ELEMENTS) == 2 * 7
    assert len(PROOFS) == 2 * (7 * 2 + 2 + 2 + 2 + 2)


def anything_else(place: Place) -> str:
    """Return another value of the same kind, well formed."""
    old = str(at(BALLOT, place))
    if place[-1] in ("challenge", "response"):
        return str((int(old) + 1) % ED25519.order)
    if place[-1] in ("alpha", "beta", "credential"):
        return ED25519.text(ED25519.multiply(ED25519.element(old), ED25519.generator))
    if place[-1] == "election_uuid":
        return old[:-1] + ("1" if old[-1] != "1" else "2")
    return b64encode(hashlib.sha256(old.encode()).digest()).decode().rstrip("=")


@pytest.mark.parametrize("place", LEAVES, ids=dotted)
def test_another_value_in_any_field_is_refused_because_of_the_signature(place: Place) -> None:
    wanted = Refusal.WRONG_ELECTION if place[0] in ("election_uuid", "election_hash") else None
    assert MEETING.judges(changed(BALLOT, place, anything_else(place))) is (
        wanted or Refusal.BAD_SIGNATURE
    )


@pytest.mark.parametrize("place", ELEMENTS + PROOFS, ids=dotted)
def test_another_value_in_any_field_is_refused_even_when_signed(place: Place) -> None:
    data = MEETING.signs(changed(BALLOT, place, anything_else(place)))
    assert MEETING.judges(data) is Refusal.INVALID_PROOF


BAD_SCALARS = ["", "01", "+1", "-1", " 1", "1.0", "1e3", "٣", "３", "²", str(ED25519.order)]


@pytest.mark.parametrize("place", PROOFS, ids=dotted)
def test_every_number_of_a_proof_is_read_in_one_form_only(place: Place) -> None:
    forms = [*BAD_SCALARS, str(int(at(BALLOT, place)) + ED25519.order), "0" + at(BALLOT, place)]
    for form in forms:
        assert MEETING.judges(MEETING.signs(changed(BALLOT, place, form))) is Refusal.NOT_CANONICAL


@pytest.mark.parametrize("place", SIGNATURE, ids=dotted)
def test_every_number_of_the_signature_is_read_in_one_form_only(place: Place) -> None:
    forms = [*BAD_SCALARS, str(int(at(BALLOT, place)) + ED25519.order), "0" + at(BALLOT, place)]
    for form in forms:
        assert MEETING.judges(changed(BALLOT, place, form)) is Refusal.NOT_CANONICAL


EDGES = json.loads((VECTORS / "ed25519-edge-cases.json").read_text(encoding="utf-8"))["elements"]
KINDS = {edge["why"]: edge for edge in EDGES if edge["verdict"] != "member"}


@pytest.mark.parametrize("edge", KINDS.values(), ids=KINDS)
def test_no_ciphertext_is_read_from_an_edge_case(edge: dict[str, str]) -> None:
    wanted = "not_in_group" if edge["verdict"] == "identity" else edge["verdict"]
    for place in (ELEMENTS[0], ELEMENTS[1], ELEMENTS[-2], ELEMENTS[-1]):
        data = MEETING.signs(changed(BALLOT, place, edge["text"]))
        assert MEETING.judges(data) is Refusal(wanted)


@pytest.mark.parametrize("place", ELEMENTS, ids=dotted)
def test_no_ciphertext_may_have_a_torsion_component(place: Place) -> None:
    order_two = bytes.fromhex("ec" + "ff" * 30 + "7f")
    shifted = ED25519.multiply(ED25519.element(at(BALLOT, place)), Element(order_two))
    data = MEETING.signs(changed(BALLOT, place, ED25519.text(shifted)))
    assert MEETING.judges(data) is Refusal.NOT_IN_GROUP


def test_a_credential_outside_the_group_signs_nothing() -> None:
    for edge in KINDS.values():
        wanted = "not_in_group" if edge["verdict"] == "identity" else edge["verdict"]
        data = MEETING.signs(changed(BALLOT, ["credential"], edge["text"]))
        assert MEETING.judges(data) is Refusal(wanted)


def test_the_field_refuses_a_changed_ballot_too() -> None:
    meeting = Meeting(question(2), group="BELENIOS-2048")
    data = meeting.casts([1, 0])
    assert meeting.judges(data) is None
    place = ("answers", 0, "choices", 0, "beta")
    for text, wanted in (("2", Refusal.NOT_IN_GROUP), ("0", Refusal.NOT_CANONICAL)):
        assert meeting.judges(meeting.signs(changed(data, place, text))) is wanted
    other = at(data, ["answers", 0, "choices", 1, "beta"])
    assert meeting.judges(meeting.signs(changed(data, place, other))) is Refusal.INVALID_PROOF


@settings(max_examples=300)
@given(bit=st.integers(0, 8 * len(BALLOT) - 1))
def test_a_flipped_bit_is_never_accepted(bit: int) -> None:
    flipped = bytearray(BALLOT)
    flipped[bit // 8] ^= 1 << bit % 8
    assert MEETING.judges(bytes(flipped)) is not None


@given(data=st.binary(max_size=400))
def test_reading_a_ballot_raises_nothing_but_its_own_error_on_any_bytes(data: bytes) -> None:
    assert MEETING.judges(data) in (Refusal.MALFORMED, Refusal.NOT_CANONICAL)


TEXTS = st.text(max_size=8) | st.sampled_from(["0", "1", "0" * 64, ED25519.text(ED25519.generator)])
VALUES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
)


@settings(max_examples=300)
@given(place=st.sampled_from(LEAVES), depth=st.integers(0, 5), value=VALUES, sign=st.booleans())
def test_anything_put_anywhere_is_refused_in_order(
    place: Place, depth: int, value: Json, sign: bool
) -> None:
    place = place[: max(1, len(place) - depth)]
    data = changed(BALLOT, place, value)
    data = MEETING.signs(data) if sign and "signature" not in place else data
    try:
        verify_ballot(MEETING.reads(data), MEETING.election)
    except BallotsError:
        return
    assert at(data, place) == at(BALLOT, place)
