"""Credentials: what a person types, what is derived from it, the public list."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import credentials
from ballots.credentials import (
    make_credential,
    make_public_credentials,
    parse_credential,
    parse_public_credentials,
    public_credential,
    secret_exponent,
)
from ballots.election import BASE58
from ballots.errors import BallotsError, CredentialRefused, Refusal
from ballots.group import Group, Scalar
from tests.ballots.support import (
    ED25519,
    FAST,
    FIELD,
    NAMES,
    both_groups,
    dump,
    election_of,
    private_credentials,
    record,
    refusal_of,
)

CARD = "KodCn-t1kX1R-NziiH-gWDDDk"
PLAIN = CARD.replace("-", "")
ONE, TWO, THREE = (ED25519.text(ED25519.power_g(Scalar(n))) for n in (1, 2, 3))


@pytest.mark.parametrize("name", FAST)
def test_private_credentials_give_the_public_ones_of_the_record(name: str) -> None:
    election = election_of(name)
    listed = parse_public_credentials(record(name).credentials, election.group)
    derived = [
        public_credential(card, uuid=election.uuid, group=election.group)
        for card in private_credentials(name)
    ]
    assert sorted(derived) == sorted(listed)


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_every_record_is_read_and_written_to_the_byte(name: str) -> None:
    group = election_of(name).group
    listed = parse_public_credentials(record(name).credentials, group)
    weights = dict(listed) if listed.weighted else None
    assert listed.bytes == record(name).credentials
    assert make_public_credentials(listed, group, weights=weights) == listed
    assert listed.weighted is (name == "weighted")


@both_groups
def test_the_exponent_is_the_512_bit_hash_of_the_specification(group: Group) -> None:
    halves = [
        hashlib.sha256(f"derive_credential|abc|{i}|{CARD}".encode()).hexdigest() for i in (0, 1)
    ]
    wanted = int(halves[0] + halves[1], 16) % group.order
    assert secret_exponent(CARD, uuid="abc", group=group) == wanted
    assert public_credential(CARD, uuid="abc", group=group) == group.text(
        group.power_g(Scalar(wanted))
    )


def test_each_input_changes_the_exponent() -> None:
    seen = {
        secret_exponent(card, uuid=uuid, group=group)
        for card in (CARD, CARD.swapcase())
        for uuid in ("abc", "abd")
        for group in (ED25519, FIELD)
    }
    assert len(seen) == 8


def test_credentials_are_22_base58_characters_and_differ() -> None:
    made = {make_credential() for _ in range(200)}
    assert len(made) == 200
    for card in made:
        assert [len(part) for part in card.split("-")] == [5, 6, 5, 6]
        assert set(card) <= set(BASE58 + "-")
        assert parse_credential(card) == card
    assert {letter for card in made for letter in card} == set(BASE58 + "-")


TYPED = {
    "as printed": CARD,
    "spaces around": f"  {CARD}\n",
    "spaces for dashes": CARD.replace("-", " "),
    "no dashes": PLAIN,
    "en dashes": CARD.replace("-", "–"),
    "em dashes": CARD.replace("-", "—"),
    "minus signs": CARD.replace("-", "−"),
    "non-breaking hyphens": CARD.replace("-", "‑"),
    "full-width dashes": CARD.replace("-", "－"),
    "underscores": CARD.replace("-", "_"),
    "points": CARD.replace("-", "."),
    "grouped otherwise": "-".join(PLAIN[i : i + 2] for i in range(0, 22, 2)),
    "a space between all": " ".join(PLAIN),
    "non-breaking spaces": CARD.replace("-", "\u00a0"),
    "ideographic spaces": CARD.replace("-", "\u3000"),
    "full-width letters": "".join(chr(ord(c) + 0xFEE0) if c != "-" else c for c in CARD),
    "zero-width spaces": "\u200b".join(CARD),
    "byte order mark": f"\ufeff{CARD}",
    "right-to-left mark": f"{CARD}\u200f",
    "tabs": CARD.replace("-", "\t"),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_what_phones_and_people_add_is_forgiven(typed: str) -> None:
    assert parse_credential(typed) == CARD


@pytest.mark.parametrize("place", [1, 5, 6, 12, 22])
@pytest.mark.parametrize(
    "letter", ["0", "O", "I", "l", "!", "é", "ạ", "А", "Ι", "+", "/", "\U0001f642"]
)
@pytest.mark.parametrize("dashes", [True, False])
def test_a_character_that_cannot_be_is_named_by_its_place(
    place: int, letter: str, dashes: bool
) -> None:
    letters = [*PLAIN]
    letters[place - 1] = letter
    typed = "".join(letters)
    with pytest.raises(CredentialRefused) as caught:
        parse_credential(f"{typed[:5]} - {typed[5:]}" if dashes else typed)
    assert caught.value.refusal is Refusal.BAD_CREDENTIAL
    assert caught.value.detail == f"character {place}"


@pytest.mark.parametrize("typed", ["", " ", "-", PLAIN[:-1], PLAIN + "1", CARD + CARD, "1" * 200])
def test_the_number_of_characters_is_named(typed: str) -> None:
    count = len(typed.replace("-", "").strip())
    with pytest.raises(CredentialRefused) as caught:
        parse_credential(typed)
    assert caught.value.refusal is Refusal.BAD_CREDENTIAL
    assert caught.value.detail == f"{count} of 22 characters"


def test_what_is_far_too_long_is_not_looked_at() -> None:
    with pytest.raises(CredentialRefused) as caught:
        parse_credential(" " * 178 + PLAIN + " ")
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BAD_CREDENTIAL, "length")
    assert parse_credential(" " * 178 + PLAIN) == CARD


@given(st.text(max_size=220) | st.text(BASE58 + "-0OIl ", max_size=60))
def test_a_refusal_never_repeats_what_was_typed(typed: str) -> None:
    try:
        assert parse_credential(parse_credential(typed))
    except CredentialRefused as error:
        words = {"character", "characters", "of", "22", "length"}
        assert {word for word in error.detail.split() if not word.isdigit()} <= words
        assert error.__cause__ is None


@given(st.text(BASE58, min_size=22, max_size=22))
def test_any_22_letters_are_a_credential_and_keep_their_case(letters: str) -> None:
    assert parse_credential(letters).replace("-", "") == letters


def listing(*entries: str) -> bytes:
    return dump(list(entries))


def refused(*entries: str) -> tuple[Refusal, str]:
    with pytest.raises(BallotsError) as caught:
        parse_public_credentials(listing(*entries), ED25519)
    return caught.value.refusal, caught.value.detail


def test_the_list_is_a_mapping_to_weights_in_its_order() -> None:
    listed = parse_public_credentials(listing(f"{TWO},7", f"{ONE},1000000"), ED25519)
    assert dict(listed) == {TWO: 7, ONE: 1_000_000}
    assert list(listed) == [TWO, ONE]
    assert len(listed) == 2
    assert THREE not in listed
    assert dict(make_public_credentials([THREE], ED25519)) == {THREE: 1}
    assert len(parse_public_credentials(b"[]", ED25519)) == 0


def test_a_credential_twice_is_refused_whatever_its_weight() -> None:
    assert refused(ONE, TWO, ONE) == (Refusal.DUPLICATE_CREDENTIAL, "entry 3")
    assert refused(f"{ONE},1", f"{ONE},2") == (Refusal.DUPLICATE_CREDENTIAL, "entry 2")
    forged = record("forged/duplicate-public-credential").credentials
    refusal = refusal_of(parse_public_credentials, forged, ED25519)
    assert refusal is Refusal.DUPLICATE_CREDENTIAL


@pytest.mark.parametrize(
    "weight",
    [
        *("", "0", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "1 ", "1,1", "x", "١", "１", "²"),
        *("1000001", "9999999", "10000000", "9" * 5000),
    ],
)
def test_a_weight_is_a_whole_number_from_1_to_a_million(weight: str) -> None:
    assert refused(f"{ONE},1", f"{TWO},{weight}") == (Refusal.BAD_WEIGHT, "entry 2")


def test_either_every_credential_has_a_weight_or_none_has() -> None:
    assert refused(ONE, f"{TWO},1") == (Refusal.BAD_WEIGHT, "entry 1")
    assert refused(f"{ONE},1", TWO) == (Refusal.BAD_WEIGHT, "entry 2")


def test_every_entry_is_an_element_of_the_group() -> None:
    identity, small_order = ED25519.text(ED25519.identity), "0" * 64
    assert refused(ONE, identity) == (Refusal.NOT_IN_GROUP, "entry 2")
    assert refused(ONE, small_order) == (Refusal.NOT_IN_GROUP, "entry 2")
    assert refused(ONE, TWO.upper()) == (Refusal.NOT_CANONICAL, "entry 2")
    assert refused("") == (Refusal.NOT_CANONICAL, "entry 1")
    assert refused(",1") == (Refusal.NOT_CANONICAL, "entry 1")


def test_the_list_has_a_largest_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "MAX_CREDENTIALS", 2)
    assert len(parse_public_credentials(listing(ONE, TWO), ED25519)) == 2
    assert refused(ONE, TWO, THREE) == (Refusal.TOO_LARGE, "3 credentials")


@given(st.binary(max_size=100) | st.lists(st.text(max_size=70)).map(dump))
def test_reading_a_list_raises_nothing_but_its_own_error(data: bytes) -> None:
    try:
        listed = parse_public_credentials(data, ED25519)
    except BallotsError:
        return
    assert listed.bytes == data == b"[]"


def test_making_a_list_refuses_as_reading_one() -> None:
    assert refusal_of(make_public_credentials, [ONE, ONE], ED25519) is Refusal.DUPLICATE_CREDENTIAL
    made = make_public_credentials([ONE, TWO], ED25519, weights={TWO: 3, ONE: 2})
    assert made.bytes == listing(f"{ONE},2", f"{TWO},3")
