"""The structures of a record, each read once: a value, a refusal, or nothing to read.

A check that needs a structure asks for it with `get`; if it could not be read, `get` says which
other check reports that, so that one fault is reported once and everything else still runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from audit.findings import Blocked, Check, NotReached
from audit.record import Entry, EventType, Record, SetupData
from ballots.canonical import decode
from ballots.credentials import PublicCredentials, parse_public_credentials
from ballots.election import Election, parse_election
from ballots.errors import BallotsError
from ballots.tally import (
    EncryptedTally,
    Owned,
    SizedEncryptedTally,
    parse_encrypted_tally,
    parse_result,
)
from ballots.trustees import Trustees, parse_trustees

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """What reading one structure gave.

    blame: the check that reports why there is no value (None: the record does not go so far).
    """

    blame: Check | None
    value: T_co | None = None
    error: BallotsError | None = None
    entry: int | None = None

    def get(self) -> T_co:
        """Return the value. Raises Blocked or NotReached if there is none."""
        if self.value is not None:
            return self.value
        if self.blame is None:
            raise NotReached
        raise Blocked(self.blame)

    def tried(self) -> BallotsError | None:
        """Return why the structure was refused, None if it was read. Raises as `get`."""
        if self.error is None:
            self.get()
        return self.error


@dataclass(frozen=True, slots=True)
class OwnedDecryption:
    """A partial decryption's event, its owner, and the hash of what the owner computed."""

    entry: Entry
    owned: Reading[Owned]


@dataclass(frozen=True, slots=True)
class Structures:
    """Every structure of a record except its ballots."""

    setup: Reading[SetupData]
    election: Reading[Election]
    trustees: Reading[Trustees]
    credentials: Reading[PublicCredentials]
    sized: Reading[SizedEncryptedTally]
    tally: Reading[EncryptedTally]
    decryptions: tuple[OwnedDecryption, ...]
    result: Reading[list[list[int]]]


class Setup(NamedTuple):
    """The structures that the setup names."""

    setup: Reading[SetupData]
    election: Reading[Election]
    trustees: Reading[Trustees]
    credentials: Reading[PublicCredentials]


def read_setup(record: Record) -> Setup:
    """Read what the setup names. Raises RecordUnreadable if the file changed meanwhile.

    Of a record that is still being read: a value is the one that the whole record will give.
    """
    read = _Reader(record)
    setup = read.payload(EventType.SETUP, Check.SETUP, lambda data: decode(data, SetupData))
    parts = setup.value or SetupData("", "", "")
    election = read.part(setup, parts.election, Check.ELECTION, parse_election)
    trustees = read.with_election(
        election, setup, parts.trustees, Check.TRUSTEES, lambda d, e: parse_trustees(d, e.group)
    )
    credentials = read.with_election(
        election,
        setup,
        parts.credentials,
        Check.CREDENTIALS,
        lambda data, known: parse_public_credentials(data, known.group),
    )
    return Setup(setup, election, trustees, credentials)


def read_structures(record: Record) -> Structures:
    """Read every structure once. Raises RecordUnreadable if the file changed meanwhile."""
    read = _Reader(record)
    setup, election, trustees, credentials = read_setup(record)
    sized = read.payload(
        EventType.ENCRYPTED_TALLY, Check.TALLY_SIZE, lambda d: decode(d, SizedEncryptedTally)
    )
    digest = sized.value.encrypted_tally if sized.value else ""
    tally = read.with_election(election, sized, digest, Check.TALLY, parse_encrypted_tally)
    decryptions = tuple(
        OwnedDecryption(entry, read.of_entry(entry, Check.DECRYPTION_OWNERS, _read_owned))
        for entry in record.of_type(EventType.PARTIAL_DECRYPTION)
    )
    result = read.payload(EventType.RESULT, Check.RESULT, parse_result)
    return Structures(setup, election, trustees, credentials, sized, tally, decryptions, result)


def _read_owned(data: bytes) -> Owned:
    return decode(data, Owned)


@dataclass(frozen=True, slots=True)
class _Reader:
    record: Record

    def payload(self, kind: EventType, blame: Check, parse: Callable[[bytes], T]) -> Reading[T]:
        """Read the payload of the first event of a type."""
        entries = self.record.of_type(kind)
        if not entries:
            return Reading(Check.ORDER if kind is EventType.SETUP else None)
        return self.of_entry(entries[0], blame, parse)

    def of_entry(self, entry: Entry, blame: Check, parse: Callable[[bytes], T]) -> Reading[T]:
        """Read the payload of an event."""
        digest = entry.event.payload if entry.event else None
        return self._read(digest, blame, parse, entry.index)

    def part(
        self, whole: Reading[object], digest: str, blame: Check, parse: Callable[[bytes], T]
    ) -> Reading[T]:
        """Read a structure that another structure names by its hash."""
        if whole.value is None:
            return Reading(whole.blame)
        return self._read(digest, blame, parse, whole.entry)

    def with_election(
        self,
        election: Reading[Election],
        whole: Reading[object],
        digest: str,
        blame: Check,
        parse: Callable[[bytes, Election], T],
    ) -> Reading[T]:
        """Read a structure whose meaning depends on the election."""
        known = election.value
        if whole.value is None or known is None:
            return Reading(whole.blame if whole.value is None else election.blame)
        return self.part(whole, digest, blame, lambda data: parse(data, known))

    def _read(
        self, digest: str | None, blame: Check, parse: Callable[[bytes], T], entry: int | None
    ) -> Reading[T]:
        member = self.record.data(digest)
        if member is None:
            return Reading(Check.REFERENCES, entry=entry)
        try:
            value = parse(self.record.content(member))
        except BallotsError as error:
            return Reading(blame, error=error, entry=entry)
        return Reading(blame, value, entry=entry)
