"""The evidence that everybody may fetch, verified with nothing but `audit`."""

import pytest

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.entries import (
    CardsEntry,
    ClosingEntry,
    DecryptionProofEntry,
    DefinitionEntry,
    EventEntry,
    OpeningEntry,
    PublicationEntry,
    RehearsalEntry,
    parse_entry,
)
from audit.merkle import leaf_hash, root_of, verify_consistency
from audit.note import parse_verification_key
from audit.policy import parse_policy
from audit.proof import parse_proof, verify_proof
from audit.record import EventType
from audit.tile_reader import TileReader
from ballots.hashing import sha256_hex
from tests.voting.people import OPENING, Delegate, Organizer
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence
from voting.services.reading import Part, read_conference, read_part


def log_of(organizer: Organizer) -> list[bytes]:
    """Read the whole log as a stranger would: a signed checkpoint, then tiles that prove it."""
    instance, uuid = organizer.instance, organizer.uuid
    signed = parse_checkpoint(evidence.read_checkpoint(instance, uuid))
    key = parse_verification_key(read_conference(instance, uuid).log_key)
    verify_checkpoint(signed, key)
    head = signed.checkpoint
    reader = TileReader(
        lambda path: evidence.read_tile(instance, uuid, path), size=head.size, root=head.root
    )
    entries = list(reader.entries(0, head.size))
    assert root_of([leaf_hash(entry) for entry in entries]) == head.root
    return entries


def finished(organizer: Organizer) -> list[bytes]:
    for delegate in organizer.is_open()[:3]:
        delegate.casts()
    organizer.closes()
    organizer.decrypts()
    organizer.counts()
    organizer.publishes()
    return log_of(organizer)


def kind(entry: bytes) -> str:
    act = parse_entry(entry)
    return act.event.type.value if isinstance(act, EventEntry) else type(act).__name__


def test_the_log_tells_every_act_in_order(organizer: Organizer) -> None:
    assert [kind(entry) for entry in finished(organizer)] == [
        "DefinitionEntry",
        "RehearsalEntry",
        "CardsEntry",
        "OpeningEntry",
        "Setup",
        *["Ballot"] * 3,
        "EndBallots",
        "ClosingEntry",
        "EncryptedTally",
        "PartialDecryption",
        "DecryptionProofEntry",
        "Result",
        "PublicationEntry",
    ]


def test_each_act_says_what_it_must_and_no_more(organizer: Organizer) -> None:
    acts = [parse_entry(entry) for entry in finished(organizer)]
    first = acts[0]
    assert isinstance(first, DefinitionEntry)
    for said, part in (
        (first.definition, Part.DEFINITION),
        (first.election, Part.ELECTION),
        (first.trustees, Part.TRUSTEES),
    ):
        assert said == sha256_hex(read_part(organizer.instance, organizer.uuid, part))
    assert first.policy == evidence.read_policy(organizer.instance, organizer.uuid)
    parse_policy(first.policy.encode())
    assert acts[1] == RehearsalEntry(trustees=(1,))
    assert acts[2] == CardsEntry(made_by="server", count=5)
    assert acts[3] == OpeningEntry(
        time=int(OPENING.timestamp()), printed=5, issued=5, void=0, convened=6, present=5
    )
    assert ClosingEntry(issued=5, cast=3, not_returned=2) in acts
    assert isinstance(acts[-1], PublicationEntry)
    proof = acts[-3]
    assert isinstance(proof, DecryptionProofEntry)
    assert proof.owner == 1


def test_the_record_is_what_the_events_of_the_log_give(organizer: Organizer) -> None:
    acts = [parse_entry(entry) for entry in finished(organizer)]
    events = [act.event for act in acts if isinstance(act, EventEntry)]
    assert [event.height for event in events] == list(range(len(events)))
    record = organizer.record()
    for entry in log_of(organizer):
        if isinstance(parse_entry(entry), EventEntry):
            event = entry.removeprefix(b'{"act":"event","event":').removesuffix(b"}")
            assert event in record


def test_nothing_of_the_result_is_in_the_log_before_the_publication(organizer: Organizer) -> None:
    for delegate in organizer.is_open()[:3]:
        delegate.casts()
    organizer.closes()
    organizer.decrypts()
    organizer.counts()
    types = {kind(entry) for entry in log_of(organizer)}
    assert not types & {"Result", "DecryptionProofEntry", "PublicationEntry"}
    assert EventType.PARTIAL_DECRYPTION.value in types


def test_every_entry_has_a_proof_and_every_tree_continues_the_earlier(
    organizer: Organizer,
) -> None:
    entries = finished(organizer)
    instance, uuid = organizer.instance, organizer.uuid
    key = parse_verification_key(read_conference(instance, uuid).log_key)
    roots = [root_of([leaf_hash(one) for one in entries[:size]]) for size in range(16)]
    for index, entry in enumerate(entries):
        verify_proof(parse_proof(evidence.read_receipt(instance, uuid, index)), entry, key)
    for new in range(len(entries) + 1):
        for old in range(new + 1):
            path = evidence.consistency_for(instance, uuid, old, new)
            verify_consistency(old, roots[old], new, roots[new], path)


def test_what_is_not_there_is_refused(organizer: Organizer, delegates: list[Delegate]) -> None:
    instance, uuid = organizer.instance, organizer.uuid
    for ask in (
        lambda: evidence.read_receipt(instance, uuid, 5),
        lambda: evidence.read_tile(instance, uuid, "tile/0/000"),
        lambda: evidence.read_tile(instance, uuid, "tile/0/000.p/6"),
        lambda: evidence.read_tile(instance, uuid, "tile/1/000.p/1"),
        lambda: evidence.read_tile(instance, uuid, "../secret"),
        lambda: evidence.consistency_for(instance, uuid, 3, 6),
        lambda: evidence.read_checkpoint(instance, uuid, 6),
        lambda: evidence.read_cosigned(instance, uuid),
    ):
        with pytest.raises(VotingRefused) as refused:
            ask()
        assert refused.value.refusal is Refusal.NO_SUCH_ENTRY


def test_the_log_as_one_file_holds_every_entry_and_the_checkpoint(organizer: Organizer) -> None:
    entries = finished(organizer)
    instance, uuid = organizer.instance, organizer.uuid
    whole = b"".join(evidence.read_log_file(instance, uuid))
    head, _, note = whole.partition(b"\n\n")
    assert head.split(b"\n") == [b"tinnhiem/log/v1", *entries]
    assert note.decode() == evidence.read_checkpoint(instance, uuid)
