"""Casting: one card, one ballot; the order of refusals; the same ballot, the same receipt."""

import json
from collections.abc import Callable
from dataclasses import replace as with_key

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import parse_checkpoint
from audit.merkle import verify_consistency
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from audit.statement import (
    RefusalCode,
    SignedStatement,
    parse_statement,
    verify_statement,
)
from ballots.ballot import BallotMessage, Signature, UnsignedBallot, max_ballot_size, tracker_of
from ballots.canonical import encode
from ballots.credentials import make_credential, secret_exponent
from ballots.errors import BallotsError
from ballots.hashing import sha256_b64
from ballots.proofs import prove_knowledge
from tests.voting.people import FIRST, HIGH, LOW, Delegate, Organizer
from voting.logkey import LogKey
from voting.refusals import Refusal, VotingRefused
from voting.services.evidence import consistency_for, read_checkpoint
from voting.services.reading import read_conference


def refusal_of(delegate: Delegate, ballot: bytes) -> str:
    with pytest.raises((VotingRefused, BallotsError)) as refused:
        delegate.sends(ballot)
    error = refused.value
    assert isinstance(error, VotingRefused | BallotsError)
    return error.refusal.value


def changed(delegate: Delegate, change: Callable[[BallotMessage], BallotMessage]) -> bytes:
    """Return a ballot with a change under a right signature: only the change is wrong."""
    message = change(msgspec.json.decode(delegate.encrypts(), type=BallotMessage))
    unsigned = UnsignedBallot(
        message.election_uuid, message.election_hash, message.credential, message.answers
    )
    election, digest = delegate.election, sha256_b64(encode(unsigned))
    secret = secret_exponent(delegate.card, uuid=election.uuid, group=election.group)
    proof = prove_knowledge(election.group, secret, "sig", digest)
    return encode(msgspec.structs.replace(message, signature=Signature(digest, proof)))


def with_other_proof(message: BallotMessage) -> BallotMessage:
    """Exchange the overall proofs of two answers."""
    first, second = message.answers
    replace = msgspec.structs.replace
    return replace(
        message,
        answers=(
            replace(first, overall_proof=second.overall_proof),
            replace(second, overall_proof=first.overall_proof),
        ),
    )


def with_point_of_small_order(message: BallotMessage) -> BallotMessage:
    first, second = message.answers
    replace = msgspec.structs.replace
    alpha = f"{'0' * 63}0"  # y = 0, a point of order 4
    choices = (replace(first.choices[0], alpha=alpha), *first.choices[1:])
    return replace(message, answers=(replace(first, choices=choices), second))


def test_a_cast_ballot_is_in_the_record_under_its_index(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    ballot = delegates[0].encrypts(LOW, HIGH)
    recorded = delegates[0].sends(ballot)
    assert recorded.is_new
    assert (recorded.index, recorded.tracker) == (FIRST, tracker_of(ballot))
    assert ballot in organizer.record()
    receipt = parse_receipt(recorded.receipt)
    assert (receipt.uuid, receipt.index, receipt.tracker) == (
        organizer.uuid,
        FIRST,
        recorded.tracker,
    )
    announced = read_conference(organizer.instance, organizer.uuid).log_key
    verify_receipt(receipt, parse_verification_key(announced))


def test_the_same_ballot_again_gets_the_same_receipt_even_after_the_end(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    ballot = delegates[0].encrypts()
    first = delegates[0].sends(ballot)
    delegates[1].casts()
    again = [delegates[0].sends(ballot)]
    organizer.closes()
    again.append(delegates[0].sends(ballot))
    organizer.decrypts()
    organizer.counts()
    organizer.publishes()
    again.append(delegates[0].sends(ballot))
    assert {one.receipt for one in again} == {first.receipt}
    assert not any(one.is_new for one in again)
    assert read_conference(organizer.instance, organizer.uuid).turnout.cast == 2


def test_a_receipt_says_nothing_of_the_choices(delegates: list[Delegate]) -> None:
    lengths = {
        len(one.casts(choice, choice).receipt)
        for one, choice in zip(delegates, (HIGH, LOW), strict=False)
    }
    assert len(lengths) == 1


def test_one_card_casts_one_ballot(organizer: Organizer, delegates: list[Delegate]) -> None:
    delegates[0].casts()
    assert refusal_of(delegates[0], delegates[0].encrypts()) == "credential_used"
    assert read_conference(organizer.instance, organizer.uuid).turnout.cast == 1


def test_a_void_card_is_told_so(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    organizer.opens(delegates[0])
    assert refusal_of(delegates[0], delegates[0].encrypts()) == "card_void"


def test_each_fault_alone_is_refused_by_its_name(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegate = delegates[0]
    good = delegate.encrypts()
    stranger = Delegate(organizer.instance, delegate.election, make_credential())
    other = Organizer(organizer.instance).is_open()[0]
    size = max_ballot_size(delegate.election)
    faults = {
        "too_large": good + b" " * (size + 1 - len(good)),
        "malformed": good[:-1],
        "not_canonical": good + b" ",
        "wrong_election": other.encrypts(),
        "unknown_credential": stranger.encrypts(),
        "bad_signature": good.replace(b'"hash":"', b'"hash":"A'),
        "invalid_proof": changed(delegate, with_other_proof),
        "not_in_group": changed(delegate, with_point_of_small_order),
        "wrong_shape": changed(
            delegate, lambda m: msgspec.structs.replace(m, answers=m.answers[:1])
        ),
    }
    assert {name: refusal_of(delegate, body) for name, body in faults.items()} == {
        name: name for name in faults
    }
    assert delegate.sends(good).is_new


def test_the_cheapest_reason_comes_first(organizer: Organizer, delegates: list[Delegate]) -> None:
    """Each body has every fault of the ones after it, too."""
    elsewhere = Organizer(organizer.instance).is_open()[0]
    unknown = Delegate(organizer.instance, delegates[0].election, make_credential())
    twisted = changed(unknown, with_other_proof)
    forged = twisted.replace(b'"hash":"', b'"hash":"A')
    wrong = changed(elsewhere, with_other_proof).replace(b'"hash":"', b'"hash":"A')
    organizer.closes()
    used = delegates[0].encrypts()
    bodies = {
        "not_canonical": wrong + b" ",
        "wrong_election": wrong,
        "unknown_credential": forged,
        "bad_signature": changed(delegates[0], with_other_proof).replace(b'"hash":"', b'"hash":"A'),
        "invalid_proof": changed(delegates[0], with_other_proof),
        "voting_closed": used,
    }
    assert [refusal_of(delegates[0], body) for body in bodies.values()] == list(bodies)
    lied = organizer.instance.proofs.has_lied
    assert [lied(json.loads(body)["credential"]) for body in (used, delegates[1].encrypts())] == [
        True,
        False,
    ]


def test_a_closed_vote_is_told_before_a_void_or_used_card(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    assert refusal_of(delegates[1], delegates[1].encrypts()) == "voting_not_open"
    organizer.opens(delegates[0])
    delegates[1].casts()
    organizer.closes()
    assert refusal_of(delegates[0], delegates[0].encrypts()) == "voting_closed"
    assert refusal_of(delegates[1], delegates[1].encrypts()) == "voting_closed"


@pytest.mark.parametrize(
    "letters", ["\\u0000", "\\u0000" * 64, "'; DROP TABLE cards; --", "ÿ" * 64]
)
def test_a_credential_of_odd_letters_is_just_unknown(
    letters: str, delegates: list[Delegate]
) -> None:
    good = delegates[0].encrypts()
    public = delegates[0].public
    body = good.replace(f'"{public}"'.encode(), f'"{letters}"'.encode())
    assert refusal_of(delegates[0], body) == "unknown_credential"


@pytest.mark.parametrize("body", [b"", b"\x00", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 2_000])
def test_rubbish_is_malformed(body: bytes, delegates: list[Delegate]) -> None:
    assert refusal_of(delegates[0], body) == "malformed"


def test_a_copied_ballot_under_another_card_is_refused(delegates: list[Delegate]) -> None:
    first, second = delegates[:2]
    copied = first.encrypts().replace(first.public.encode(), second.public.encode())
    assert refusal_of(second, copied) == "bad_signature"


def test_a_server_with_another_log_key_signs_nothing(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    other = LogKey(organizer.instance.log_key.name, Ed25519PrivateKey.generate())
    strange = with_key(organizer.instance, log_key=other)
    delegate = with_key(delegates[0], instance=strange)
    ballot = delegate.encrypts()
    assert refusal_of(delegate, ballot) == Refusal.LOG_KEY_CHANGED.value
    delegates[0].sends(ballot)
    assert refusal_of(delegate, ballot) == Refusal.LOG_KEY_CHANGED.value
    organizer.prepares()
    organizer.rehearses()
    organizer.prints()
    with pytest.raises(VotingRefused) as refused:
        with_key(organizer, instance=strange).opens()
    assert refused.value.refusal is Refusal.LOG_KEY_CHANGED


def statement_of(delegate: Delegate, ballot: bytes) -> SignedStatement:
    with pytest.raises(VotingRefused) as refused:
        delegate.sends(ballot)
    assert refused.value.statement is not None
    return parse_statement(refused.value.statement)


def test_a_sound_ballot_that_is_refused_gets_a_signed_reason(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    log = parse_verification_key(read_conference(organizer.instance, organizer.uuid).log_key)
    delegates[0].casts()
    second, late = delegates[0].encrypts(), delegates[1].encrypts()
    used = statement_of(delegates[0], second)
    organizer.closes()
    closed = statement_of(delegates[1], late)
    for signed, ballot, code, size in (
        (used, second, RefusalCode.CREDENTIAL_USED, FIRST + 1),
        (closed, late, RefusalCode.VOTING_CLOSED, FIRST + 4),
    ):
        verify_statement(signed, log)
        statement = signed.statement
        assert (statement.tracker, statement.code) == (tracker_of(ballot), code)
        assert statement.size == size
        path = consistency_for(organizer.instance, organizer.uuid, size, FIRST + 4)
        newest = parse_checkpoint(read_checkpoint(organizer.instance, organizer.uuid)).checkpoint
        verify_consistency(size, statement.root, newest.size, newest.root, path)


def test_a_ballot_that_is_not_sound_gets_no_statement(delegates: list[Delegate]) -> None:
    with pytest.raises(BallotsError) as refused:
        delegates[0].sends(b"{}")
    assert not hasattr(refused.value, "statement")
