"""What the vectors of tests/vectors/twins.json are made of: elections, choices, verdicts."""

import hashlib
from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Any

from ballots.ballot import make_ballot, parse_ballot, verify_ballot
from ballots.election import Election, make_election
from ballots.errors import BallotsError
from ballots.group import Group, Scalar, group_named
from ballots.questions import Question
from tests.client.replay import replaying

GROUP = group_named("Ed25519")
CARD = "KodCn-t1kX1R-NziiH-gWDDDk"
UUIDS = ("JFhMBfmAp5jNJh", "5hCUdA1qt2FAa7iJtCHu")

Json = Any
Choices = Sequence[Sequence[int] | None]


def seed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def scalar(text: str) -> Scalar:
    return GROUP.scalar_from_hash(seed(text))


def judged(work: Callable[[], object]) -> dict[str, Json]:
    """Return the refusal and the detail of something untrusted, both null when it is accepted."""
    try:
        work()
    except BallotsError as error:
        return {"refusal": error.refusal.value, "detail": error.detail}
    return {"refusal": None, "detail": None}


def verify_data(data: bytes, held: Election, listed: Container[str] | None = None) -> None:
    """Parse and verify a ballot."""
    verify_ballot(parse_ballot(data, held), held, listed)


def asked(count: int, low: int, high: int, blank: bool | None = None, name: str = "A") -> Question:
    answers = ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp", *map(str, range(4, 20)))[:count]
    return Question(answers=answers, blank=blank, min=low, max=high, question=f"Đồng chí {name}")


def election(*questions: Question, uuid: str = UUIDS[0], group: Group = GROUP) -> Election:
    return make_election(
        uuid=uuid,
        name='Lấy phiếu "tín nhiệm"',
        description="Kỳ họp thứ sáu\nQuốc hội khoá XIV",
        group=group,
        public_key=group.power_g(scalar("trustee")),
        questions=questions,
        administrator="Ban Tổ chức",
    )


# What each election asks, and the choices of its ballots.
MEETINGS: dict[str, tuple[Election, list[Choices]]] = {
    "confidence": (
        election(asked(3, 0, 1), asked(3, 0, 1, name="B")),
        [([1, 0, 0], [0, 0, 1]), ([0, 1, 0], [0, 0, 0])],
    ),
    "one of each kind": (
        election(
            asked(2, 0, 1),
            asked(3, 1, 1, blank=False),
            asked(4, 2, 3),
            asked(2, 0, 2, blank=True),
            asked(3, 1, 3, blank=True),
            asked(1, 0, 1),
            asked(2, 2, 2),
            uuid=UUIDS[1],
        ),
        [
            ([0, 0], [0, 1, 0], [1, 0, 1, 1], None, [1, 0, 1], [1], [1, 1]),
            ([1, 0], [0, 0, 1], [0, 1, 1, 0], [0, 0], None, [0], [1, 1]),
            ([0, 1], [1, 0, 0], [1, 1, 1, 0], [1, 1], [1, 1, 1], [1], [1, 1]),
        ],
    ),
}


@cache
def made(name: str, number: int) -> bytes:
    """Make a ballot of a meeting with the randomness of its seed."""
    held, cast = MEETINGS[name]
    replayed = replaying(held, seed(f"{name} {number}"))
    return make_ballot(replayed, CARD, cast[number])
