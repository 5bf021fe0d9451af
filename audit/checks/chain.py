"""Checks 1 to 5: the archive as a chain of events, before any mathematics (spec 4.4)."""

from collections.abc import Iterator

from audit.archive import MemberKind
from audit.checks.subject import Subject
from audit.findings import Check, Fault, Finding, refused
from audit.record import MAX_TIMESTAMP, Entry, EventType
from ballots.errors import BallotsError

_NEXT = {
    None: {EventType.SETUP},
    EventType.SETUP: {EventType.BALLOT, EventType.END_BALLOTS},
    EventType.BALLOT: {EventType.BALLOT, EventType.END_BALLOTS},
    EventType.END_BALLOTS: {EventType.ENCRYPTED_TALLY},
    EventType.ENCRYPTED_TALLY: {EventType.PARTIAL_DECRYPTION, EventType.RESULT},
    EventType.PARTIAL_DECRYPTION: {EventType.PARTIAL_DECRYPTION, EventType.RESULT},
    EventType.RESULT: set(),
}
_RANK = list(_NEXT)


def check_header(subject: Subject) -> list[Finding]:
    """Check 1: the header says version 1 and a time, and every member carries that same time."""
    header = subject.record.header
    if isinstance(header, BallotsError):
        return [refused(Check.HEADER, header)]
    found = []
    if header.version != 1 or int(header.timestamp) > MAX_TIMESTAMP:
        found.append(Finding(check=Check.HEADER, fault=Fault.TIMESTAMP))
    for member in subject.record.members:
        if member.mtime != int(header.timestamp):
            values = {"name": member.name}
            found.append(Finding(check=Check.HEADER, fault=Fault.MEMBER_TIME, values=values))
    return found


def check_names(subject: Subject) -> list[Finding]:
    """Check 2: every member's name is the SHA-256 of its content, and no member is there twice."""
    found, seen = [], set()
    for member in subject.record.members:
        values = {"name": member.name}
        if member.kind is not MemberKind.HEADER and member.claimed_digest != member.digest:
            found.append(Finding(check=Check.NAMES, fault=Fault.NAME, values=values))
        if member.name in seen:
            found.append(Finding(check=Check.NAMES, fault=Fault.REPEATED_MEMBER, values=values))
        seen.add(member.name)
    return found


def check_chain(subject: Subject) -> list[Finding]:
    """Check 3: each event is canonical, has the next height, and names its predecessor's hash."""
    found = []
    parent: str | None = None
    for entry in subject.record.entries:
        if entry.error is not None:
            found.append(refused(Check.CHAIN, entry.error, entry=entry.index))
        if entry.event is not None:
            if entry.event.height != entry.index:
                values = {"height": str(entry.event.height)}
                found.append(_at(entry, Check.CHAIN, Fault.HEIGHT, values))
            if entry.event.parent != parent:
                found.append(_at(entry, Check.CHAIN, Fault.PARENT))
        parent = entry.member.digest
    return found


def check_order(subject: Subject) -> list[Finding]:
    """Check 4: Setup, ballots, EndBallots, EncryptedTally, partial decryptions, Result; no more."""
    entries = subject.record.entries
    if not entries:
        return [Finding(check=Check.ORDER, fault=Fault.NO_SETUP)]
    found = []
    before: EventType | None = None
    for entry in entries:
        kind = entry.type
        if kind is None:
            continue
        if before is EventType.RESULT:
            found.append(_at(entry, Check.ORDER, Fault.AFTER_RESULT, {"type": kind.value}))
        elif kind not in _NEXT[before]:
            found.append(_at(entry, Check.ORDER, Fault.OUT_OF_ORDER, {"type": kind.value}))
        if kind in _RANK and _RANK.index(kind) > _RANK.index(before):
            before = kind
    return found


def check_references(subject: Subject) -> list[Finding]:
    """Check 5: each event has its payload, before it in the record; nothing else lies there."""
    found: list[Finding] = []
    used: set[int] = set()
    start = 1
    unclear: list[range] = []
    for entry in subject.record.entries:
        references, complete = _references(subject, entry)
        found += _check_payload(entry)
        for digest in references:
            position = subject.record.positions.get(digest)
            values = {"name": f"{digest}.data.json"}
            if position is None:
                found.append(_at(entry, Check.REFERENCES, Fault.PAYLOAD_MISSING, values))
                continue
            if position > entry.position:
                found.append(_at(entry, Check.REFERENCES, Fault.PAYLOAD_LATE, values))
            used.add(position)
        if not complete:
            unclear.append(range(start, entry.position))
        start = entry.position + 1
    found += _check_unreferenced(subject, used, unclear)
    return found


def _check_payload(entry: Entry) -> Iterator[Finding]:
    """Tell whether an event has a payload exactly if its type wants one."""
    if entry.event is None:
        return
    wanted = entry.event.type not in (EventType.END_BALLOTS, EventType.END_SHUFFLES)
    if wanted and entry.event.payload is None:
        yield _at(entry, Check.REFERENCES, Fault.PAYLOAD_MISSING, {"name": ""})
    if not wanted and entry.event.payload is not None:
        yield _at(entry, Check.REFERENCES, Fault.PAYLOAD_UNEXPECTED)


def _check_unreferenced(
    subject: Subject, used: set[int], unclear: list[range]
) -> Iterator[Finding]:
    """Find data that no event refers to; not where the event that would is itself unreadable."""
    for position, member in enumerate(subject.record.members):
        if member.kind is not MemberKind.DATA or position in used:
            continue
        if subject.record.positions[member.claimed_digest] != position:
            continue  # a repeated member, check 2
        if not any(position in places for places in unclear):
            values = {"name": member.name}
            yield Finding(check=Check.REFERENCES, fault=Fault.UNREFERENCED, values=values)


def _references(subject: Subject, entry: Entry) -> tuple[list[str], bool]:
    """Return the data that an event refers to, and whether all that it refers to is known."""
    if entry.event is None:
        return [], False
    if entry.event.payload is None:
        return [], True
    structures, payload = subject.structures, entry.event.payload
    match entry.event.type:
        case EventType.SETUP if entry.index == structures.setup.entry:
            parts = structures.setup.value
            nested = [parts.election, parts.trustees, parts.credentials] if parts else None
        case EventType.ENCRYPTED_TALLY if entry.index == structures.sized.entry:
            sized = structures.sized.value
            nested = [sized.encrypted_tally] if sized else None
        case EventType.PARTIAL_DECRYPTION:
            owned = next(d.owned.value for d in structures.decryptions if d.entry is entry)
            nested = [owned.payload] if owned else None
        case _:
            nested = []
    return [payload, *(nested or [])], nested is not None


def _at(entry: Entry, check: Check, fault: Fault, values: dict[str, str] | None = None) -> Finding:
    return Finding(check=check, fault=fault, entry=entry.index, values=values or {})
