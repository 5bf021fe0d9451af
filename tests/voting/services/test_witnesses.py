"""Cosignatures are taken from known witnesses, for checkpoints of this log, and nothing else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, SignedCheckpoint, parse_checkpoint, sign_checkpoint
from audit.cosignature import make_cosignature, verify_cosignature
from audit.note import KeyType, VerificationKey, add_signatures, parse_verification_key
from audit.policy import parse_policy
from audit.proof import parse_proof
from audit.quorum import evaluate_policy
from audit.receipt_verdict import Verdict, judge_receipt
from tests.voting.people import Organizer
from voting.models import Cosignature
from voting.plan.witnesses import Witness
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence, witnesses


class Watcher:
    """A witness with a key of its own."""

    def __init__(self, name: str) -> None:
        self.secret = Ed25519PrivateKey.generate()
        self.key = VerificationKey(name, self.secret.public_key(), KeyType.COSIGNATURE)

    def cosigns(self, note: str, time: int = 1_795_302_900) -> str:
        text = parse_checkpoint(note).note.text
        line = make_cosignature(
            text,
            time=time,
            key_name=self.key.name,
            public_key=self.key.public_key,
            sign=self.secret.sign,
        )
        others = [one for one in note.splitlines(keepends=True) if f" {self.key.name} " not in one]
        return add_signatures("".join(others), [line])


UNION, PRESS, STRANGER = Watcher("union.example"), Watcher("press.example"), Watcher("x.example")
NAMED = (Witness("Công đoàn", str(UNION.key)), Witness("Báo", str(PRESS.key)))


@pytest.fixture
def watched(organizer: Organizer) -> Organizer:
    organizer.is_open(witnesses=NAMED, witness_quorum=2)
    return organizer


def newest(organizer: Organizer) -> str:
    return evidence.read_checkpoint(organizer.instance, organizer.uuid)


def sends(organizer: Organizer, text: str) -> int:
    return witnesses.accept_cosignatures(organizer.instance, organizer.uuid, text)


def refusal(organizer: Organizer, text: str) -> Refusal:
    with pytest.raises(VotingRefused) as refused:
        sends(organizer, text)
    return refused.value.refusal


def test_a_cosignature_stands_under_its_checkpoint(watched: Organizer) -> None:
    assert sends(watched, UNION.cosigns(newest(watched))) == 1
    assert "union.example" in newest(watched)
    seen = witnesses.list_witnesses(watched.instance, watched.uuid)
    assert [(one.name, one.size, one.time, one.is_named) for one in seen] == [
        ("Công đoàn", 5, 1_795_302_900, True),
        ("Báo", None, None, True),
    ]


def test_a_receipt_gets_the_cosignatures_that_the_policy_asks_for(watched: Organizer) -> None:
    cast = watched.delegate(watched.cards[0]).casts()
    watched.delegate(watched.cards[1]).casts()
    policy = parse_policy(evidence.read_policy(watched.instance, watched.uuid).encode())

    def is_reached() -> bool:
        text = evidence.read_receipt(watched.instance, watched.uuid, cast.index)
        return evaluate_policy(policy, parse_proof(text).signed).is_reached

    sends(watched, UNION.cosigns(newest(watched)))
    assert not is_reached()
    sends(watched, PRESS.cosigns(newest(watched)))
    assert is_reached()
    assert str(evidence.read_cosigned(watched.instance, watched.uuid)) == newest(watched)
    watched.delegate(watched.cards[2]).casts()
    assert is_reached()
    assert evidence.read_cosigned(watched.instance, watched.uuid) != newest(watched)


def test_a_receipt_shows_since_when_too_few_have_confirmed(watched: Organizer) -> None:
    policy = parse_policy(evidence.read_policy(watched.instance, watched.uuid).encode())

    def held(index: int) -> tuple[int, int] | None:
        text = evidence.read_receipt(watched.instance, watched.uuid, index)
        found = judge_receipt(text, policy.logs[0].key, policy)
        assert found.verdict is Verdict.TOO_FEW_WITNESSES
        return found.held

    first = watched.delegate(watched.cards[0]).casts()
    assert held(first.index) is None
    note = newest(watched)
    for witness, time in ((UNION, 1_795_302_900), (PRESS, 1_795_302_907)):
        sends(watched, witness.cosigns(note, time))
    size = parse_checkpoint(note).checkpoint.size
    second = watched.delegate(watched.cards[1]).casts()
    sends(watched, UNION.cosigns(newest(watched)))
    watched.delegate(watched.cards[2]).casts()
    assert held(second.index) == (size, 1_795_302_907)
    assert "\n" not in parse_proof(first.receipt).extra.decode()


def test_the_newest_signature_of_a_witness_replaces_its_last(watched: Organizer) -> None:
    for time in (1_795_302_900, 1_795_302_999):
        sends(watched, UNION.cosigns(newest(watched), time))
    assert newest(watched).count("union.example") == 1
    assert witnesses.list_witnesses(watched.instance, watched.uuid)[0].time == 1_795_302_999


def test_a_stranger_joins_and_counts_for_no_policy(watched: Organizer) -> None:
    assert refusal(watched, STRANGER.cosigns(newest(watched))) is Refusal.UNKNOWN_WITNESS
    witnesses.join(watched.instance, watched.uuid, str(STRANGER.key))
    witnesses.join(watched.instance, watched.uuid, str(STRANGER.key))
    assert sends(watched, STRANGER.cosigns(newest(watched))) == 1
    seen = witnesses.list_witnesses(watched.instance, watched.uuid)
    assert [(one.name, one.is_named) for one in seen][2:] == [("x.example", False)]
    with pytest.raises(VotingRefused):
        evidence.read_cosigned(watched.instance, watched.uuid)


def test_a_witness_of_the_plan_does_not_join_twice(watched: Organizer) -> None:
    witnesses.join(watched.instance, watched.uuid, str(UNION.key))
    assert len(witnesses.list_witnesses(watched.instance, watched.uuid)) == 2


class Twin(VerificationKey):
    """A key whose name somebody searched for until its four bytes were those of the union."""

    @property
    def key_id(self) -> bytes:
        return UNION.key.key_id


def test_nobody_joins_in_the_place_or_under_the_name_of_another(
    watched: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sends(watched, UNION.cosigns(newest(watched)))
    before = newest(watched)
    twin = Twin("y.example", STRANGER.secret.public_key(), KeyType.COSIGNATURE)

    def parse(text: str, kind: KeyType) -> VerificationKey:
        return twin if text == "twin" else parse_verification_key(text, kind)

    monkeypatch.setattr(witnesses, "parse_verification_key", parse)
    for text in ("twin", str(Watcher("union.example").key)):
        with pytest.raises(VotingRefused) as refused:
            witnesses.join(watched.instance, watched.uuid, text)
        assert refused.value.refusal is Refusal.COSIGNATURE_REFUSED
        assert refused.value.detail == "key name"
    assert newest(watched) == before


def test_an_older_line_of_a_witness_changes_nothing(watched: Organizer) -> None:
    old, new = (UNION.cosigns(newest(watched), time) for time in (1_795_302_900, 1_795_302_999))
    sends(watched, new)
    sends(watched, old)
    assert witnesses.list_witnesses(watched.instance, watched.uuid)[0].time == 1_795_302_999


def test_two_lines_of_one_key_are_refused_unread(watched: Organizer) -> None:
    note = UNION.cosigns(newest(watched))
    line = note.splitlines()[-1]
    assert refusal(watched, f"{note}{line}\n") is Refusal.COSIGNATURE_REFUSED


def test_of_a_volunteer_only_the_last_sight_is_kept_and_no_checkpoint_carries_it(
    watched: Organizer,
) -> None:
    witnesses.join(watched.instance, watched.uuid, str(STRANGER.key))
    for card in watched.cards[:2]:
        sends(watched, STRANGER.cosigns(newest(watched)))
        watched.delegate(card).casts()
    sends(watched, STRANGER.cosigns(newest(watched)))
    assert "x.example" not in newest(watched)
    with watched.instance.database.reading() as session:
        assert session.query(Cosignature).count() == 1


def test_a_witness_finds_what_it_cosigned_last(watched: Organizer) -> None:
    witnesses.join(watched.instance, watched.uuid, str(STRANGER.key))
    for one in (UNION, STRANGER):
        sends(watched, one.cosigns(newest(watched)))
    seen = newest(watched)
    watched.delegate(watched.cards[0]).casts()
    sends(watched, PRESS.cosigns(newest(watched)))
    for one in (UNION, STRANGER):
        key_id = one.key.key_id.hex()
        text = evidence.read_cosigned_by(watched.instance, watched.uuid, key_id)
        signed = parse_checkpoint(text)
        assert signed.checkpoint == parse_checkpoint(seen).checkpoint
        assert verify_cosignature(signed, one.key) == 1_795_302_900
        assert len(signed.note.signatures) == 2
    for unknown in ("00000000", "", "x" * 99):
        with pytest.raises(VotingRefused) as refused:
            evidence.read_cosigned_by(watched.instance, watched.uuid, unknown)
        assert refused.value.refusal is Refusal.NO_SUCH_ENTRY


def test_a_receipt_that_is_asked_for_again_tells_no_time(watched: Organizer) -> None:
    delegate = watched.delegate(watched.cards[0])
    ballot = delegate.encrypts()
    first = delegate.sends(ballot).receipt
    sends(watched, UNION.cosigns(newest(watched)))
    watched.delegate(watched.cards[1]).casts()
    assert delegate.sends(ballot).receipt == first
    assert "union.example" not in first


def test_the_quorum_is_not_hidden_behind_lines_of_others(organizer: Organizer) -> None:
    """Neither volunteers at newer sizes nor one witness of two at many push it out of sight."""
    hall = {"cards": 14, "present": 14, "convened": 14}
    delegates = organizer.is_open(witnesses=NAMED, witness_quorum=2, **hall)
    cast = delegates[0].casts()
    for named in (UNION, PRESS):
        sends(organizer, named.cosigns(newest(organizer)))
    whole = newest(organizer)
    assert evidence.read_cosigned(organizer.instance, organizer.uuid) == whole
    for number, delegate in enumerate(delegates[1:]):
        delegate.casts()
        volunteer = Watcher(f"v{number}.example")
        witnesses.join(organizer.instance, organizer.uuid, str(volunteer.key))
        sends(organizer, volunteer.cosigns(newest(organizer)))
        sends(organizer, UNION.cosigns(newest(organizer)))
    assert len(delegates) > evidence._SIZES_LOOKED_AT + 1
    assert evidence.read_cosigned(organizer.instance, organizer.uuid) == whole
    receipt = evidence.read_receipt(organizer.instance, organizer.uuid, cast.index)
    policy = parse_policy(evidence.read_policy(organizer.instance, organizer.uuid).encode())
    assert evaluate_policy(policy, parse_proof(receipt).signed).is_reached


def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the signatures of witnesses that are verified, by name."""
    names: list[str] = []

    def counting(signed: SignedCheckpoint, key: VerificationKey) -> int:
        names.append(key.name)
        return verify_cosignature(signed, key)

    monkeypatch.setattr(witnesses, "verify_cosignature", counting)
    return names


def test_many_lines_in_one_post_cost_no_more_than_there_are_witnesses(
    watched: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = verified(monkeypatch)
    note = newest(watched)
    strangers = [Watcher(f"s{number}.example") for number in range(90)]
    for one in (*strangers, UNION, PRESS):
        note = one.cosigns(note)
    assert sends(watched, note) == 2
    assert sorted(names) == ["press.example", "union.example"]


def test_a_line_too_many_is_refused_before_any_signature_is_verified(
    watched: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = verified(monkeypatch)
    note = UNION.cosigns(newest(watched))
    line = note.splitlines(keepends=True)[-1]
    stranger = STRANGER.cosigns(newest(watched)).splitlines(keepends=True)[-1]
    for lines in (line, 98 * line, 99 * stranger, 500 * stranger):
        assert refusal(watched, note + lines) is Refusal.COSIGNATURE_REFUSED
    assert names == []
    assert sends(watched, note + 98 * stranger) == 1
    assert names == ["union.example"]


@pytest.mark.parametrize("text", ["", "rubbish", "x+00000000+AAAA", "y" * 5000])
def test_what_is_no_key_cannot_join(text: str, watched: Organizer) -> None:
    with pytest.raises(VotingRefused) as refused:
        witnesses.join(watched.instance, watched.uuid, text)
    assert refused.value.refusal is Refusal.COSIGNATURE_REFUSED


def test_no_more_join_than_there_is_room_for(
    watched: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witnesses, "MAX_JOINED", 1)
    witnesses.join(watched.instance, watched.uuid, str(STRANGER.key))
    with pytest.raises(VotingRefused) as refused:
        witnesses.join(watched.instance, watched.uuid, str(Watcher("one.example").key))
    assert refused.value.refusal is Refusal.TOO_MANY_WITNESSES


def test_a_cosignature_that_does_not_hold_is_refused(watched: Organizer) -> None:
    good = UNION.cosigns(newest(watched))
    watched.delegate(watched.cards[0]).casts()
    moved = good.splitlines()[-1]
    assert refusal(watched, f"{newest(watched)}{moved}\n") is Refusal.COSIGNATURE_REFUSED
    assert refusal(watched, "rubbish") is Refusal.COSIGNATURE_REFUSED
    assert sends(watched, good) == 1  # an older tree is a tree of this log all the same


def test_a_checkpoint_that_is_not_of_this_log_is_told(watched: Organizer) -> None:
    key = watched.instance.log_key.of_conference(watched.uuid)

    def signed(origin: str, size: int) -> str:
        head = Checkpoint(origin, size, bytes(32))
        note = sign_checkpoint(head, public_key=key.secret.public_key(), sign=key.secret.sign)
        return UNION.cosigns(note)

    assert refusal(watched, signed("elsewhere/log", 5)) is Refusal.COSIGNATURE_REFUSED
    assert refusal(watched, signed(key.name, 5)) is Refusal.LOG_FORKED
    assert refusal(watched, signed(key.name, 6)) is Refusal.LOG_WENT_BACK
