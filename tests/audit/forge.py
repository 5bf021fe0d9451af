"""A toolkit to forge records: load or make a sound one, change one thing, make all hashes right.

A `Draft` holds a record's structures as bytes, in their roles; `members` gives the archive's
members with every reference, parent, height and name computed, and `write` the file. So a change
of one structure can be found only by the check that looks at it, never by a hash.
"""

import json
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from audit.archive import archive_member
from audit.record import event_bytes, header_bytes, name_of_data, name_of_event, setup_bytes
from ballots.canonical import encode
from ballots.credentials import (
    public_credential,
    secret_exponent,
)
from ballots.election import parse_election
from ballots.hashing import sha256_b64, sha256_hex
from ballots.proofs import prove_knowledge
from ballots.tally import (
    Owned,
    SizedEncryptedTally,
)

VECTORS = File(__file__).parent.parent / "vectors"
SOUND = sorted(path.stem for path in VECTORS.glob("*.bel"))
FORGED = sorted(path.stem for path in (VECTORS / "forged").glob("*.bel"))

Json = Any  # what json.loads gives
Path = Sequence[str | int]  # of a field in it
MemberBytes = tuple[str, bytes]
Tamper = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Event:
    """One event to write: its type, its payload, and the data that stand before the payload."""

    type: str
    payload: bytes | None = None
    before: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A record as its structures; everything that follows from them is computed when written."""

    timestamp: int
    election: bytes
    trustees: bytes
    credentials: bytes
    ballots: tuple[bytes, ...] = ()
    ended: bool = False
    tally: bytes | None = None
    num_tallied: int = 0
    total_weight: int = 0
    decryptions: tuple[tuple[int, bytes], ...] = ()
    result: bytes | None = None

    def setup(self) -> bytes:
        """Return the setup data."""
        return setup_bytes(
            election=sha256_hex(self.election),
            trustees=sha256_hex(self.trustees),
            credentials=sha256_hex(self.credentials),
        )

    def sized(self) -> bytes:
        """Return the sized encrypted tally."""
        digest = sha256_hex(self.tally or b"")
        return encode(SizedEncryptedTally(self.num_tallied, self.total_weight, digest))

    def events(self) -> list[Event]:
        """Return the events of the record, in order."""
        parts = (self.election, self.trustees, self.credentials)
        found = [Event("Setup", self.setup(), parts)]
        found += [Event("Ballot", ballot) for ballot in self.ballots]
        if self.ended:
            found.append(Event("EndBallots"))
        if self.tally is not None:
            found.append(Event("EncryptedTally", self.sized(), (self.tally,)))
        for owner, decryption in self.decryptions:
            owned = encode(Owned(owner, sha256_hex(decryption)))
            found.append(Event("PartialDecryption", owned, (decryption,)))
        if self.result is not None:
            found.append(Event("Result", self.result))
        return found

    def members(self) -> list[MemberBytes]:
        """Return the members of the archive after the header."""
        return chain(self.events())

    def archive(self) -> bytes:
        """Return the bytes of the record."""
        return archive(self.members(), self.timestamp)


def chain(events: Sequence[Event]) -> list[MemberBytes]:
    """Write events and their data as members; no data twice."""
    members: list[MemberBytes] = []
    parent = None
    for height, event in enumerate(events):
        for content in (*event.before, *((event.payload,) if event.payload is not None else ())):
            if (name_of_data(content), content) not in members:
                members.append((name_of_data(content), content))
        payload = None if event.payload is None else sha256_hex(event.payload)
        content = event_bytes(parent=parent, height=height, type=event.type, payload=payload)
        members.append((name_of_event(content), content))
        parent = sha256_hex(content)
    return members


def archive(members: Sequence[MemberBytes], timestamp: int) -> bytes:
    """Write the header and the members of a record."""
    named = [("BELENIOS", header_bytes(timestamp)), *members]
    return b"".join(archive_member(name, content, timestamp) for name, content in named)


def rechained(members: Sequence[MemberBytes]) -> list[MemberBytes]:
    """Make every name, parent and height right again after events were changed."""
    found: list[MemberBytes] = []
    parent, height = None, 0
    for name, content in members:
        if not name.endswith(".event.json"):
            found.append((name_of_data(content), content))
            continue
        event = json.loads(content)
        content = event_bytes(
            parent=parent, height=height, type=event["type"], payload=event.get("payload")
        )
        found.append((name_of_event(content), content))
        parent, height = sha256_hex(content), height + 1
    return found


def read_members(path: File) -> dict[str, bytes]:
    """Read the members of a record with the standard library."""
    with tarfile.open(path) as opened:
        return {
            member.name: stream.read()
            for member in opened
            if (stream := opened.extractfile(member)) is not None
        }


def load(name: str) -> Draft:
    """Load a record of tests/vectors."""
    members = read_members(VECTORS / f"{name}.bel")
    draft = Draft(int(json.loads(members["BELENIOS"])["timestamp"]), b"", b"", b"")
    for path, content in members.items():
        if path.endswith(".event.json"):
            draft = _take(draft, json.loads(content), members)
    return draft


def _take(draft: Draft, event: Json, members: dict[str, bytes]) -> Draft:
    """Put the payload of one event in its role."""
    payload = members.get(f"{event.get('payload')}.data.json", b"")

    def named(key: str) -> bytes:
        return members[f"{json.loads(payload)[key]}.data.json"]

    match event["type"]:
        case "Setup":
            return replace(
                draft,
                election=named("election"),
                trustees=named("trustees"),
                credentials=named("credentials"),
            )
        case "Ballot":
            return replace(draft, ballots=(*draft.ballots, payload))
        case "EndBallots":
            return replace(draft, ended=True)
        case "EncryptedTally":
            sized = json.loads(payload)
            return replace(
                draft,
                tally=named("encrypted_tally"),
                num_tallied=sized["num_tallied"],
                total_weight=sized["total_weight"],
            )
        case "PartialDecryption":
            one = (json.loads(payload)["owner"], named("payload"))
            return replace(draft, decryptions=(*draft.decryptions, one))
    return replace(draft, result=payload)


def private_credentials(name: str) -> list[str]:
    """Return the private credentials that belong to a record of tests/vectors."""
    text = (VECTORS / f"{name}.credentials.json").read_text(encoding="utf-8")
    return list(json.loads(text)["credentials"])


def dump(value: Json) -> bytes:
    """Write JSON compactly, in the order given."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def changed(data: bytes, path: Path, value: Json) -> bytes:
    """Change one field of a structure; a function is applied to the old value."""
    whole = json.loads(data)
    place = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return dump(whole)


def resigned(ballot: bytes, election: bytes, credential: str) -> bytes:
    """Sign a changed ballot again with a private credential."""
    known = parse_election(election)
    message = json.loads(ballot)
    message.pop("signature", None)
    digest = sha256_b64(dump(message))
    secret = secret_exponent(credential, uuid=known.uuid, group=known.group)
    proof = prove_knowledge(known.group, secret, "sig", digest)
    signature = {"challenge": proof.challenge, "response": proof.response}
    message["signature"] = {"hash": digest, "proof": signature}
    return dump(message)


def with_ballot(draft: Draft, index: int, ballot: bytes) -> Draft:
    """Put another ballot in the place of one."""
    ballots = list(draft.ballots)
    ballots[index] = ballot
    return replace(draft, ballots=tuple(ballots))


def credential_of(draft: Draft, index: int, private: Sequence[str]) -> str:
    """Return the private credential of the voter who made a ballot."""
    election = parse_election(draft.election)
    wanted = json.loads(draft.ballots[index])["credential"]
    return next(
        one
        for one in private
        if public_credential(one, uuid=election.uuid, group=election.group) == wanted
    )


def with_field(data: bytes, place: int, field: bytes, member: int = 0) -> bytes:
    """Change a header field of the first member (or at an offset) and mend the checksum."""
    block = bytearray(data[member : member + 512])
    block[place : place + len(field)] = field
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return data[:member] + bytes(block) + data[member + 512 :]
