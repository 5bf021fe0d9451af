"""The entries of a conference's log: a closed list of acts, each one line of canonical JSON.

    {"act":"definition","version":1,"uuid":"…","definition":"<sha256>","election":"<sha256>",…}
    {"act":"opening","time":1795302820,"printed":500,"issued":490,"void":10}
    {"act":"event","event":{"height":0,"type":"Setup","payload":"<sha256>"}}
    {"act":"note","about":["void"],"text":"Một thẻ in hỏng, đã huỷ trước khi mở"}

The Belenios events are among them, so the record's chain is what the log gives. No entry holds a
person, a card's number, a choice, an address or the time of a ballot. docs/log.md tells what each
means and which rules bind them together (`audit.checks.log`).
"""

from typing import Annotated, Final

from msgspec import Meta

from audit.record import Event
from ballots.canonical import Message, decode, encode
from ballots.proofs import Proof

MAX_ENTRY: Final = (1 << 16) - 1  # an entry bundle gives its length in two bytes (tlog-tiles)
VERSION: Final = 1

Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Number = Annotated[int, Meta(ge=1, le=1_000)]
Quantity = Annotated[str, Meta(pattern=r"\A(printed|issued|void|cast|not_returned)\Z")]
# The role, never the name, of who did it at the desk; absent on the server's command line.
Doer = Annotated[str, Meta(pattern=r"\A(administrator|organizer|checkin|committee|chair)\Z")]
Uuid = Annotated[str, Meta(pattern=r"\A[1-9A-HJ-NP-Za-km-z]{14,64}\Z")]


class DefinitionEntry(Message, frozen=True, tag_field="act", tag="definition"):
    """The frozen definition: hashes of its bytes, of the election and the trustees.

    policy: the witnesses that were named and how many must cosign (C2SP tlog-policy).
    """

    version: Annotated[int, Meta(ge=1, le=1)]
    uuid: Uuid
    definition: Hash
    election: Hash
    trustees: Hash
    policy: Annotated[str, Meta(min_length=1, max_length=32_768)]


class CardsEntry(Message, frozen=True, tag_field="act", tag="cards"):
    """A batch of cards was made, by the server or by the committee on its own machine."""

    made_by: Annotated[str, Meta(pattern=r"\A(server|committee)\Z")]
    count: Annotated[int, Meta(ge=1, le=1_000_000)]
    by: Doer | None = None


class RehearsalEntry(Message, frozen=True, tag_field="act", tag="rehearsal"):
    """These trustees decrypted test ballots before the opening."""

    trustees: Annotated[tuple[Number, ...], Meta(min_length=1, max_length=1_000)]
    by: Doer | None = None


class OpeningEntry(Message, frozen=True, tag_field="act", tag="opening"):
    """Voting opens; the Setup event follows. time: Unix seconds, that of the record.

    printed = issued + void. present, convened: delegates, where the definition says them.
    """

    time: Annotated[int, Meta(ge=0, le=8_589_934_591)]
    printed: Count
    issued: Count
    void: Count
    convened: Count | None = None
    present: Count | None = None
    by: Doer | None = None


class EventEntry(Message, frozen=True, tag_field="act", tag="event"):
    """An event of the record (spec 4.4), byte for byte."""

    event: Event


class ClosingEntry(Message, frozen=True, tag_field="act", tag="closing"):
    """Voting has ended; the EndBallots event stands right before. issued = cast + not returned."""

    issued: Count
    cast: Count
    not_returned: Count
    by: Doer | None = None


class DecryptionProofEntry(Message, frozen=True, tag_field="act", tag="decryption_proof"):
    """The strong proof (`ballots.strong_decryption`) of one trustee's partial decryption.

    decryption: SHA-256 of the partial decryption that it is about.
    """

    owner: Number
    decryption: Hash
    proof: Proof


class PublicationEntry(Message, frozen=True, tag_field="act", tag="publication"):
    """The head of the committee published the result. result: SHA-256 of the result."""

    result: Hash
    by: Doer | None = None


class IncidentEntry(Message, frozen=True, tag_field="act", tag="incident"):
    """Something happened that belongs in the minutes, in words, without names of delegates."""

    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    by: Doer | None = None


class HandCountEntry(Message, frozen=True, tag_field="act", tag="hand_count"):
    """The committee counted the cards by hand after the closing; the last such count holds."""

    printed: Count
    issued: Count
    void: Count
    by: Doer | None = None


class NoteEntry(Message, frozen=True, tag_field="act", tag="note"):
    """The committee explains numbers of cards that do not balance (`audit.books`), in words."""

    about: Annotated[tuple[Quantity, ...], Meta(min_length=1, max_length=5)]
    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    by: Doer | None = None


class AddendumEntry(Message, frozen=True, tag_field="act", tag="addendum"):
    """A file joined the minutes after the publication: the signed scan, or a correction of them.

    file: SHA-256 of its bytes, which are kept elsewhere. Nothing that stands before is changed.
    """

    kind: Annotated[str, Meta(pattern=r"\A(signed_minutes|correction)\Z")]
    file: Hash
    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    by: Doer | None = None


Entry = (
    DefinitionEntry
    | CardsEntry
    | RehearsalEntry
    | OpeningEntry
    | EventEntry
    | ClosingEntry
    | DecryptionProofEntry
    | PublicationEntry
    | IncidentEntry
    | HandCountEntry
    | NoteEntry
    | AddendumEntry
)
ENTRY_TYPES: Final = Entry.__args__

# The acts that somebody does at the desk; each may end with the role of who did it.
Done = (
    CardsEntry
    | RehearsalEntry
    | OpeningEntry
    | ClosingEntry
    | PublicationEntry
    | IncidentEntry
    | HandCountEntry
    | NoteEntry
    | AddendumEntry
)


def entry_bytes(entry: Entry) -> bytes:
    """Write an entry as it stands in the log. Raises BallotsError MALFORMED."""
    return encode(entry)


def parse_entry(data: bytes) -> Entry:
    """Read an entry of the log.

    Raises BallotsError: TOO_LARGE, MALFORMED (also an act that is not on the list), NOT_CANONICAL.
    """
    return decode(data, Entry, limit=MAX_ENTRY)  # type: ignore[arg-type]  # a union is a kind too


def event_entry(event: Event) -> bytes:
    """Write the entry of an event."""
    return entry_bytes(EventEntry(event))
