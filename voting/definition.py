"""The definition of a conference: what the organizer fixed, frozen before the keys are made.

It is stored as canonical JSON, `{"name":"…","body":"…","date":"2026-12-08","profile":{…},…}`.
The election that delegates encrypt for carries its SHA-256 in the description, so the fingerprint
of the election also fixes the rules, the numbers and the dates.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec

from ballots.canonical import decoder_of, encode
from ballots.errors import Sentence
from ballots.questions import Question
from voting.plan.committee import Member
from voting.plan.people import Person
from voting.plan.witnesses import Witness
from voting.rules.profile import Profile
from voting.rules.totals import Totals

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
MAX_CARDS = 100_000
FEWEST_BALLOTS = 2  # whatever a definition says
REHEARSAL = Sentence("DIỄN TẬP – không tính", "REHEARSAL – does not count")


_PHOTO = re.compile("(?:[0-9a-f]{64})?")


class DefinitionUnreadable(ValueError):
    """A definition cannot be: the text names the field and what it must be."""


class Committee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A counting committee whose members hold key shares: `threshold` of `size` can decrypt.

    server_share: the server's own key is needed too, as it always was in earlier versions.
    members: in the order of their numbers; none where one machine makes the keys of all.
    """

    threshold: Annotated[int, msgspec.Meta(ge=1, le=100)]
    size: Annotated[int, msgspec.Meta(ge=1, le=100)]
    server_share: bool = True
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=100)] = ()


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted. rows: the counts of each person, high to low.

    nobody: the ballots of an election that choose nobody; invalid: those of them that the rules
    call invalid.
    """

    rows: tuple[tuple[int, ...], ...]
    nobody: int = 0
    invalid: int = 0


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the organizer fixed.

    committee: None = the server's key alone decrypts.
    administrator, credential_authority: who stands as such in the election (None: the body, the
    server). address: the web address that the cards point to.
    witnesses, witness_quorum: who is to cosign the log's checkpoints, and how many of them must.
    rehearsal: nothing counts; every page and card says so.
    people: the photo of each is "" or the SHA-256 of the JPEG that is shown.
    chair, place, superior: for the documents: who presides; where; the body above this one.
    seats: in an election (bầu cử), how many are to be elected; the list is longer.
    sites: the names of the places that hand out cards; none in an earlier version.
    cards: how many are to be printed. minimum_ballots: no tally of fewer ballots is decrypted.
    """

    name: Line
    body: str
    date: date
    profile: Profile
    people: Annotated[tuple[Person, ...], msgspec.Meta(min_length=1, max_length=500)]
    total_members: Count | None = None
    convened: Count | None = None
    present: Count | None = None
    cards: Annotated[int, msgspec.Meta(ge=1, le=MAX_CARDS)]
    group: str
    committee: Committee | None = None
    minimum_ballots: Annotated[int, msgspec.Meta(ge=1)]
    chair: Line | None = None
    place: Line | None = None
    superior: Line | None = None
    administrator: str | None = None
    credential_authority: str | None = None
    address: str | None = None
    rehearsal: bool = False
    witnesses: Annotated[tuple[Witness, ...], msgspec.Meta(max_length=32)] = ()
    witness_quorum: Annotated[int, msgspec.Meta(ge=0, le=32)] = 0
    seats: Annotated[int, msgspec.Meta(ge=1, le=500)] | None = None
    sites: Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)] = ()

    @property
    def fewest_ballots(self) -> int:
        """Of how few ballots a tally may be decrypted: that of one is its delegate's choice."""
        return max(FEWEST_BALLOTS, self.minimum_ballots)

    def totals(
        self,
        *,
        issued: int | None = None,
        collected: int | None = None,
        present: int | None = None,
        invalid: int = 0,
    ) -> Totals:
        """Return the totals for the rules, with what is known only during the vote.

        present: as counted at the opening; None = as the plan said.
        """
        return Totals(
            total_members=self.total_members,
            convened=self.convened,
            present=self.present if present is None else present,
            issued=issued,
            collected=collected,
            invalid=invalid,
        )

    def questions(self) -> list[Question]:
        """Return the questions of the election, one a person, in the order of the list."""
        if self.profile.contest is not None:
            return [self._list_question()]
        answers = tuple(self.profile.answers("vi"))
        return [
            Question(answers=answers, min=self.profile.minimum, max=1, question=person.question)
            for person in self.people
        ]

    def _list_question(self) -> Question:
        """Return the question of an election: at most `seats` of the list, or nobody (blank)."""
        answers = tuple(person.question for person in self.people)
        return Question(answers=answers, blank=True, min=1, max=self.seats or 1, question=self.name)

    def read_counts(self, counts: Sequence[Sequence[int]]) -> Counted:
        """Return the counts of each person from those of the record.

        An election has one row: who chose nobody, then the votes of each. Raises ValueError if
        the counts are of another list.
        """
        if self.profile.contest is None:
            rows, nobody = tuple(tuple(row) for row in counts), 0
        else:
            [[nobody, *votes]] = counts
            rows = tuple((vote,) for vote in votes)
        if len(rows) != len(self.people):
            raise ValueError("the counts are of another list")
        is_invalid = self.profile.contest and self.profile.contest.nobody_chosen == "invalid"
        return Counted(rows=rows, nobody=nobody, invalid=nobody if is_invalid else 0)

    def description(self) -> str:
        """Return the description that stands in the election."""
        where = f"{self.body}, " if self.body else ""
        when = f"{self.date.day:02d}/{self.date.month:02d}/{self.date.year}"
        digest = hashlib.sha256(definition_bytes(self)).hexdigest()
        test = f"{REHEARSAL.vi}. " if self.rehearsal else ""
        return f"{test}{where}{when}. {self.profile.title.vi}. SHA-256: {digest}"


def definition_bytes(definition: Definition) -> bytes:
    """Return the exact bytes that are stored and published."""
    return encode(definition)


def is_named(data: bytes, description: str) -> bool:
    """Tell whether an election's description names these bytes as its definition.

    It names them at its end: what stands before, organizers write.
    """
    return description.endswith(f"SHA-256: {hashlib.sha256(data).hexdigest()}")


def parse_definition(data: bytes) -> Definition:
    """Read what `definition_bytes` made, now or in an earlier version.

    An earlier version knew fewer fields; the bytes stay what they were, and their hash is in the
    election. Raises DefinitionUnreadable.
    """
    try:
        definition = decoder_of(Definition).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DefinitionUnreadable(str(error)) from error
    if not all(_PHOTO.fullmatch(person.photo) for person in definition.people):
        raise DefinitionUnreadable("people: a photo is a SHA-256 or nothing")
    if (definition.seats is None) != (definition.profile.contest is None):
        raise DefinitionUnreadable("seats: an election has them, a rating has not")
    if definition.seats is not None and definition.seats >= len(definition.people):
        raise DefinitionUnreadable("seats: fewer than the people of the list")
    return definition


def normal(text: str) -> str:
    """Return a text in NFC, its spaces single and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def make_people(rows: Sequence[tuple[str, str]]) -> tuple[Person, ...]:
    """Make the people from (name, position) pairs, written in their normal form."""
    return tuple(Person(normal(name), normal(position)) for name, position in rows)
