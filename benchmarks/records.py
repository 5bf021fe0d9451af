"""Make whole sound records of any size without a server, for measuring the verifier."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from audit.record import (
    ARCHIVE_END,
    HEADER_NAME,
    EventType,
    archive_member,
    event_bytes,
    header_bytes,
    name_of_data,
    name_of_event,
    setup_bytes,
)
from ballots.ballot import make_ballot, parse_ballot
from ballots.canonical import encode
from ballots.credentials import make_credential, make_public_credentials, public_credential
from ballots.election import Election, make_election, make_uuid, parse_election
from ballots.group import Group, group_named
from ballots.hashing import sha256_hex
from ballots.questions import Question
from ballots.tally import (
    Owned,
    TallySum,
    combine,
    make_partial_decryption,
    make_result,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.trustees import make_single, make_trustees

LEVELS = ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")


def make_test_election(group: Group, people: int, public_key: bytes | None = None) -> Election:
    """Make an election of `people` persons with three levels, under a key or a fresh one."""
    key = group.power_g(group.random_scalar()) if public_key is None else public_key
    questions = [
        Question(answers=LEVELS, min=0, max=1, question=f"Đồng chí thứ {number}")
        for number in range(1, people + 1)
    ]
    return make_election(
        uuid=make_uuid(),
        name="Đo tốc độ",
        description="",
        group=group,
        public_key=type(group.generator)(key),
        questions=questions,
    )


def random_choices(people: int) -> list[list[int]]:
    """Draw a ballot: each row one of the levels or unmarked."""
    rows = ([1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0])
    return [secrets.choice(rows) for _ in range(people)]


def _ballot(job: tuple[bytes, str]) -> bytes:
    election = parse_election(job[0])
    return make_ballot(election, job[1], random_choices(len(election.questions)))


class _Writer:
    """Write an archive, remembering the chain of events."""

    def __init__(self, path: Path, timestamp: int) -> None:
        self._file = path.open("wb")
        self._timestamp = timestamp
        self._parent: str | None = None
        self._height = 0
        self._member(HEADER_NAME, header_bytes(timestamp))

    def data(self, content: bytes) -> str:
        self._member(name_of_data(content), content)
        return sha256_hex(content)

    def event(self, kind: EventType, payload: str | None = None) -> None:
        content = event_bytes(parent=self._parent, height=self._height, type=kind, payload=payload)
        self._member(name_of_event(content), content)
        self._parent, self._height = sha256_hex(content), self._height + 1

    def close(self) -> None:
        self._file.write(ARCHIVE_END)
        self._file.close()

    def _member(self, name: str, content: bytes) -> None:
        self._file.write(archive_member(name, content, self._timestamp))


def write_record(path: Path, *, group_name: str, people: int, ballots: int, jobs: int) -> Path:
    """Write a finished record of `ballots` ballots of `people` persons, one server key."""
    group = group_named(group_name)
    secret, key = make_single(group)
    trustees = make_trustees([key], group)
    election = make_test_election(group, people, trustees.public_key)
    cards = [make_credential() for _ in range(ballots)]
    public = [public_credential(card, uuid=election.uuid, group=group) for card in cards]
    credentials = make_public_credentials(sorted(public), group)
    writer = _Writer(path, int(time.time()))
    setup = setup_bytes(
        election=writer.data(election.bytes),
        trustees=writer.data(trustees.bytes),
        credentials=writer.data(credentials.bytes),
    )
    writer.event(EventType.SETUP, writer.data(setup))
    tally = TallySum(election)
    for ballot in _ballots(election, cards, jobs):
        writer.event(EventType.BALLOT, writer.data(ballot))
        tally.add(parse_ballot(ballot, election))
    writer.event(EventType.END_BALLOTS)
    encrypted = tally.encrypted_tally()
    writer.data(encrypted)
    writer.event(EventType.ENCRYPTED_TALLY, writer.data(tally.sized()))
    parsed = parse_encrypted_tally(encrypted, election)
    decryption = make_partial_decryption(parsed, secret, election)
    owned = encode(Owned(owner=1, payload=writer.data(decryption)))
    writer.event(EventType.PARTIAL_DECRYPTION, writer.data(owned))
    factors = verify_partial_decryption(decryption, parsed, trustees.key_of(1), election)
    counts = combine(trustees, {1: factors}, parsed, group=group, total_weight=ballots)
    writer.event(EventType.RESULT, writer.data(make_result(counts)))
    writer.close()
    return path


def _ballots(election: Election, cards: list[str], jobs: int) -> Iterator[bytes]:
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_ballot, ((election.bytes, card) for card in cards), chunksize=4)
