"""The people of a conference, so that tests speak of what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.ballot import make_ballot
from ballots.credentials import public_credential
from ballots.election import Election, parse_election
from voting.definition import Committee, Definition, make_people
from voting.instance import Instance
from voting.rules.profile import load_profile
from voting.services import casting, closing, decrypting, opening, preparing, reading, results
from voting.services.cards import print_cards
from voting.services.casting import CastBallot
from voting.services.preparing import NO_PHOTOS
from voting.services.results import ConferenceResult

OPENING = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
FIRST = 5  # the first ballot's index: definition, rehearsal, cards, opening, Setup come before
HIGH, MEDIUM, LOW, UNMARKED = [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]
Choices = Sequence[Sequence[int]]


def definition(**changes: Any) -> Definition:
    """Return a small conference: two people, five cards, five present of six."""
    plain = Definition(
        name="Lấy phiếu tín nhiệm",
        body="Hội đồng nhân dân tỉnh",
        date=date(2026, 12, 8),
        profile=load_profile("NQ96-2023"),
        people=make_people([("Nguyễn Văn An", "Chủ tịch"), ("Trần Thị Bình", "Phó Chủ tịch")]),
        convened=6,
        present=5,
        cards=5,
        group="Ed25519",
        committee=None,
        minimum_ballots=2,
    )
    return msgspec.structs.replace(plain, **changes)


@dataclass
class Delegate:
    """Somebody with a card; sends by the service, or by the web if there is a client."""

    instance: Instance
    election: Election
    card: str = field(repr=False)

    @property
    def public(self) -> str:
        """The public credential of the card."""
        return public_credential(self.card, uuid=self.election.uuid, group=self.election.group)

    def encrypts(self, *choices: Sequence[int]) -> bytes:
        """Encrypt a ballot: one mark row a person, by default high for everyone."""
        marks = list(choices) or [HIGH] * len(self.election.questions)
        return make_ballot(self.election, self.card, marks)

    def casts(self, *choices: Sequence[int]) -> CastBallot:
        """Encrypt and cast."""
        return self.sends(self.encrypts(*choices))

    def sends(self, ballot: bytes) -> CastBallot:
        """Cast bytes as they are."""
        return casting.cast_ballot(self.instance, self.election.uuid, ballot)

    def posts(self, client: FlaskClient, ballot: bytes, **more: Any) -> TestResponse:
        """Send bytes over the web."""
        path = f"/api/conferences/{self.election.uuid}/ballots"
        return client.post(path, data=ballot, content_type="application/json", **more)


@dataclass
class Organizer:
    """Who takes a conference through its steps."""

    instance: Instance
    uuid: str = ""
    member_keys: list[bytes] = field(default_factory=list, repr=False)
    cards: list[str] = field(default_factory=list, repr=False)

    def prepares(self, **changes: Any) -> "Organizer":
        """Freeze a definition (with `photos` by their SHA-256, if it names any); make the keys."""
        photos = changes.pop("photos", NO_PHOTOS)
        created = preparing.create_conference(self.instance, definition(**changes), photos)
        self.uuid = created.uuid
        self.member_keys = [member.content for member in created.members]
        return self

    def prepares_with_committee(self, threshold: int, size: int, **changes: Any) -> "Organizer":
        """Freeze a definition whose key is shared by a committee."""
        return self.prepares(committee=Committee(threshold, size), **changes)

    def rehearses(self, *member_keys: bytes) -> tuple[int, ...]:
        """Rehearse the decryption."""
        return preparing.rehearse_decryption(self.instance, self.uuid, member_keys)

    def prints(self, count: int | None = None) -> list["Delegate"]:
        """Print cards and return who will hold them."""
        cards = print_cards(self.instance, self.uuid, count)
        self.cards += cards
        return [self.delegate(card) for card in cards]

    def opens(self, *left_over: "Delegate", now: datetime = OPENING) -> int:
        """Open voting."""
        public = [delegate.public for delegate in left_over]
        return opening.open_voting(self.instance, self.uuid, public, now=now)

    def is_open(self, **changes: Any) -> list["Delegate"]:
        """Do everything up to the opening; return the delegates."""
        self.prepares(**changes)
        self.rehearses(*self.member_keys)
        delegates = self.prints()
        self.opens()
        return delegates

    def closes(self, *, trusts_log: bool = False) -> int:
        """Close voting."""
        return closing.close_voting(self.instance, self.uuid, trusts_log=trusts_log).ballots

    def decrypts(self, *member_keys: bytes) -> tuple[int, ...]:
        """Let the server, and members who brought their keys, decrypt."""
        return decrypting.decrypt(self.instance, self.uuid, member_keys)

    def counts(self) -> ConferenceResult:
        """Compute the result for the chair."""
        return results.compute_result(self.instance, self.uuid)

    def publishes(self) -> ConferenceResult:
        """Publish the result."""
        return results.publish_result(self.instance, self.uuid)

    def finishes(self) -> ConferenceResult:
        """Do everything from the closing to the publication."""
        self.closes()
        self.decrypts(*self.member_keys)
        self.counts()
        return self.publishes()

    def delegate(self, card: str) -> Delegate:
        """Return the holder of a card."""
        return Delegate(self.instance, self.election, card)

    @property
    def election(self) -> Election:
        """The election that delegates encrypt for."""
        return parse_election(reading.read_part(self.instance, self.uuid, reading.Part.ELECTION))

    def record(self) -> bytes:
        """Return the record as far as it is public."""
        place, pieces = reading.read_record(self.instance, self.uuid)
        data = b"".join(pieces)
        assert len(data) == place.size
        return data
