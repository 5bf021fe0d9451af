"""Check 23: a record is an earlier copy of itself with more behind (spec 3.5.1)."""

from audit.archive import Member
from audit.checks.ballots import tracker_of_digest
from audit.findings import Check, Fault, Finding
from audit.record import Entry, EventType, Record


def check_earlier(record: Record, earlier: Record) -> list[Finding]:
    """Check 23: nothing of an earlier copy was removed, changed or moved; entries are named."""
    if _same_bytes(record, earlier):
        return []
    if not _same_election(record, earlier):
        return [Finding(check=Check.EARLIER, fault=Fault.OTHER_ELECTION)]
    names = {member.name for member in record.members}
    found = []
    for old in earlier.entries:
        new = record.entries[old.index] if old.index < len(record.entries) else None
        if old.member.name not in names:
            found.append(_finding(Fault.REMOVED, earlier, old))
        elif new is None or new.member.name != old.member.name:
            found.append(_finding(Fault.CHANGED, earlier, old))
    if found:
        return found
    values = {"name": _first_difference(record, earlier).name}
    return [Finding(check=Check.EARLIER, fault=Fault.CHANGED, values=values)]


def _same_bytes(record: Record, earlier: Record) -> bool:
    """Tell whether the earlier copy is the beginning of the record, byte for byte.

    Place, name, size, time and hash of a member determine its bytes.
    """
    return record.members[: len(earlier.members)] == earlier.members


def _same_election(record: Record, earlier: Record) -> bool:
    """Tell whether both have the same setup event."""
    if not record.entries or not earlier.entries:
        return not earlier.entries
    return record.entries[0].member.name == earlier.entries[0].member.name


def _first_difference(record: Record, earlier: Record) -> Member:
    """Return the first member of the earlier copy that is not at its place in the record."""
    now = dict(enumerate(record.members))
    return next(old for place, old in enumerate(earlier.members) if now.get(place) != old)


def _finding(fault: Fault, earlier: Record, entry: Entry) -> Finding:
    """Make a finding of an entry of the earlier copy, with its tracker if it is a ballot."""
    payload = earlier.data(entry.event.payload) if entry.event else None
    is_ballot = entry.type is EventType.BALLOT and payload is not None
    return Finding(
        check=Check.EARLIER,
        fault=fault,
        entry=entry.index,
        tracker=tracker_of_digest(payload.digest) if payload and is_ballot else None,
        values={"name": entry.member.name},
    )
