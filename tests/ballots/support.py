"""What the tests of `ballots` share: the records of the other implementation, small elections.

The archives are read with the standard library, not with `audit`: two readers that agree.
"""

import json
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ballots.ballot import Ballot, make_ballot, parse_ballot, verify_ballot
from ballots.credentials import make_credential, secret_exponent
from ballots.election import Election, make_election, make_uuid, parse_election
from ballots.errors import BallotRefused, BallotsError, Refusal
from ballots.group import Group, ed25519_by, group_named
from ballots.hashing import sha256_b64
from ballots.proofs import prove_knowledge
from ballots.questions import Question
from ballots.trustees import Trustees, make_single, make_trustees

VECTORS = Path(__file__).parent.parent / "vectors"
NAMES = sorted(path.stem for path in VECTORS.glob("*.bel"))
FAST = [name for name in NAMES if "2048" not in name]
TALLIED = [name for name in NAMES if (VECTORS / f"{name}.expected.json").exists()]

ED25519 = group_named("Ed25519")
FIELD = group_named("BELENIOS-2048")
both_groups = pytest.mark.parametrize("group", [ED25519, FIELD], ids=lambda group: group.name)


def _backends() -> list[Group]:
    """Return Ed25519 by every arithmetic that is here; PyNaCl's is the reference."""
    found = [ed25519_by("pynacl"), ed25519_by(None)]
    return found[: len(set(map(type, found)))]


BACKENDS = _backends()
every_backend = pytest.mark.parametrize("group", BACKENDS, ids=lambda group: type(group).__name__)
every_group = pytest.mark.parametrize(
    "group", [*BACKENDS, FIELD], ids=lambda group: type(group).__name__
)

Json = Any  # what json.loads gives


@dataclass
class Record:
    """The parts of one record, as bytes; ballots in the order of their events."""

    election: bytes = b""
    trustees: bytes = b""
    credentials: bytes = b""
    ballots: list[bytes] = field(default_factory=list)
    encrypted_tally: bytes = b""
    sized_encrypted_tally: bytes = b""
    partial_decryptions: dict[int, bytes] = field(default_factory=dict)
    result: bytes = b""


@cache
def record(name: str) -> Record:
    """Read a record of tests/vectors by its name, without the suffix."""
    with tarfile.open(VECTORS / f"{name}.bel") as archive:
        members = {
            member.name: stream.read()
            for member in archive
            if (stream := archive.extractfile(member)) is not None
        }
    found = Record()
    for path, content in members.items():
        if path.endswith(".event.json"):
            event = json.loads(content)
            payload = members.get(f"{event.get('payload')}.data.json", b"")
            _take(found, event["type"], payload, members)
    return found


def _take(found: Record, kind: str, payload: bytes, members: dict[str, bytes]) -> None:
    def referred(name: str) -> bytes:
        return members[f"{json.loads(payload)[name]}.data.json"]

    if kind == "Setup":
        found.election = referred("election")
        found.trustees = referred("trustees")
        found.credentials = referred("credentials")
    elif kind == "Ballot":
        found.ballots.append(payload)
    elif kind == "EncryptedTally":
        found.sized_encrypted_tally = payload
        found.encrypted_tally = referred("encrypted_tally")
    elif kind == "PartialDecryption":
        found.partial_decryptions[json.loads(payload)["owner"]] = referred("payload")
    elif kind == "Result":
        found.result = payload


@cache
def election_of(name: str) -> Election:
    """Read the election of a record."""
    return parse_election(record(name).election)


def private_credentials(name: str) -> list[str]:
    """Read the private credentials that belong to a record."""
    text = (VECTORS / f"{name}.credentials.json").read_text(encoding="utf-8")
    return list(json.loads(text)["credentials"])


def refusal_of(function: Callable[..., object], *arguments: Any, **named: Any) -> Refusal:
    """Call a function that must refuse, and return why it did."""
    with pytest.raises(BallotsError) as caught:
        function(*arguments, **named)
    return caught.value.refusal


def question(
    answers: int = 3, *, low: int = 0, high: int = 1, blank: bool | None = None
) -> Question:
    """Make a question with numbered answers."""
    names = tuple(f"Mức {number}" for number in range(1, answers + 1))
    return Question(answers=names, blank=blank, min=low, max=high, question="Ông Nguyễn Văn A")


Place = tuple[str | int, ...]


def leaves(value: Json, place: Place = ()) -> list[Place]:
    """Return the paths of all texts and numbers of a structure."""
    if not isinstance(value, dict | list):
        return [place]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for key, inner in pairs for leaf in leaves(inner, (*place, key))]


def dotted(place: object) -> str | None:
    """Name a test by the path that it changes."""
    return ".".join(map(str, place)) if isinstance(place, tuple) else None


class Meeting:
    """An election with one trustee whose secret the test knows, and its voters."""

    def __init__(self, *questions: Question, group: str = "Ed25519") -> None:
        self.secret, key = make_single(group_named(group))
        self.trustees: Trustees = make_trustees([key], group_named(group))
        self.election = make_election(
            uuid=make_uuid(),
            name="Lấy phiếu tín nhiệm",
            description="",
            group=group_named(group),
            public_key=self.trustees.public_key,
            questions=questions or (question(),),
        )
        self.credential = make_credential()

    def casts(self, *choices: Sequence[int] | None, credential: str | None = None) -> bytes:
        """Make a ballot, with this meeting's first credential unless another is given."""
        return make_ballot(self.election, credential or self.credential, choices)

    def reads(self, data: bytes) -> Ballot:
        """Parse a ballot of this meeting."""
        return parse_ballot(data, self.election)

    def judges(self, data: bytes) -> Refusal | None:
        """Parse and verify a ballot; None means accepted."""
        try:
            verify_ballot(self.reads(data), self.election)
        except BallotRefused as error:
            return error.refusal
        return None

    def signs(self, data: bytes, credential: str | None = None) -> bytes:
        """Sign a changed ballot again, so that nothing but the change can be wrong."""
        return sign_again(data, self.election, credential or self.credential)


def sign_again(data: bytes, election: Election, credential: str) -> bytes:
    """Recompute hash and signature of a ballot whose other fields were changed."""
    message = json.loads(data)
    del message["signature"]
    digest = sha256_b64(dump(message))
    secret = secret_exponent(credential, uuid=election.uuid, group=election.group)
    proof = prove_knowledge(election.group, secret, "sig", digest)
    message["signature"] = {
        "hash": digest,
        "proof": {"challenge": proof.challenge, "response": proof.response},
    }
    return dump(message)


def dump(message: Json) -> bytes:
    """Write JSON as the specification does, without going through `ballots.canonical`."""
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def changed(data: bytes, path: Sequence[str | int], value: Json) -> bytes:
    """Change one field of a structure, found by its path; a function is applied to the old one."""
    message = json.loads(data)
    place = message
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return dump(message)


def at(data: bytes, path: Sequence[str | int]) -> Json:
    """Return the field of a structure at a path."""
    place = json.loads(data)
    for step in path:
        place = place[step]
    return place


def plus_one(text: str) -> str:
    """Return the number after this one, in base 10 (well below q but with odds of 2^-250)."""
    return str(int(text) + 1)
