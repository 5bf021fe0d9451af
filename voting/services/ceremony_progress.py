"""How far a key ceremony is: what was sent in the present attempt, what was refused, whose turn.

One snapshot, read in one transaction; `stamp` tells whether it is still true when something is
to be written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.certificates import Committee as CertifiedCommittee
from ballots.certificates import parse_certificates
from ballots.errors import Refusal as BallotRefusal
from ballots.group import Group, group_named
from voting.ceremony_models import Ceremony, CeremonyFault, CeremonyMember, CeremonyMessage, Step
from voting.definition import Committee, Definition, parse_definition
from voting.models import Conference
from voting.refusals import Refusal, VotingRefused
from voting.services.ceremony import CommitteeMember, committee_of, find_ceremony

ROUNDS: Final = (Step.CERTIFICATE, Step.COMMITMENT, Step.POLYNOMIAL, Step.VOUTPUT)
SERVER: Final = 0  # the reporter of a fault that the server saw itself


@dataclass(frozen=True, slots=True)
class Fault:
    """A refused message: of whom, in which step, why, seen by whom (0: the server)."""

    step: Step
    number: int
    refusal: BallotRefusal
    reporter: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A ceremony at one moment. renewals: of members' links, by number."""

    ceremony: Ceremony
    definition: Definition
    committee: Committee
    conference: Conference | None
    sent: dict[tuple[Step, int], bytes]
    faults: tuple[Fault, ...]
    renewals: dict[int, int]

    @property
    def group(self) -> Group:
        """The group of the election."""
        return group_named(self.definition.group)

    @property
    def numbers(self) -> range:
        """The members' numbers."""
        return range(1, self.committee.size + 1)

    @property
    def round(self) -> Step | None:
        """The round that is going on; None when the keys are made."""
        if self.conference is not None:
            return None
        return next((step for step in ROUNDS if not self.is_complete(step)), Step.VOUTPUT)

    @property
    def blames(self) -> tuple[Fault, ...]:
        """What members' devices found; such a find stops the ceremony."""
        return tuple(fault for fault in self.faults if fault.reporter != SERVER)

    @property
    def is_stopped(self) -> bool:
        """Tell whether the ceremony has to begin again."""
        return self.conference is None and bool(self.blames)

    def is_complete(self, step: Step) -> bool:
        """Tell whether every member has sent this."""
        return all((step, number) in self.sent for number in self.numbers)

    def messages(self, step: Step) -> list[bytes]:
        """Return what all members sent, in order. Raises VotingRefused ROUND_NOT_COMPLETE."""
        if not self.is_complete(step):
            raise VotingRefused(Refusal.ROUND_NOT_COMPLETE, step.value)
        return [self.sent[step, number] for number in self.numbers]

    def certified(self) -> CertifiedCommittee:
        """Return the verified certificates of all members."""
        return parse_certificates(self.messages(Step.CERTIFICATE), self.group)

    def who_sent(self, step: Step) -> Sequence[int]:
        """Return the numbers of the members who have sent this."""
        return [number for number in self.numbers if (step, number) in self.sent]

    def fault_of(self, number: int) -> Fault | None:
        """Return what stands against a member: a blame, or a refusal not made good since."""
        for fault in sorted(self.faults, key=lambda fault: fault.reporter == SERVER):
            made_good = fault.reporter == SERVER and (fault.step, number) in self.sent
            if fault.number == number and not made_good:
                return fault
        return None

    @property
    def stamp(self) -> tuple[object, ...]:
        """What must still be the same when something is written that was checked against this."""
        return self.ceremony.attempt, frozenset(self.sent), self.is_stopped, self.round


def member(progress: Progress, number: int) -> CommitteeMember:
    """Return a member by number."""
    named = progress.committee.members[number - 1]
    return CommitteeMember(number, named.name, named.is_head)


def progress_of(session: Session, uuid: str) -> Progress:
    """Read how far a ceremony is. Raises VotingRefused UNKNOWN_CONFERENCE."""
    return _progress(session, find_ceremony(session, uuid))


def _progress(session: Session, ceremony: Ceremony) -> Progress:
    definition = parse_definition(ceremony.definition)
    messages = session.scalars(
        select(CeremonyMessage).where(
            CeremonyMessage.ceremony_id == ceremony.id,
            CeremonyMessage.attempt == ceremony.attempt,
        )
    )
    faults = session.scalars(
        select(CeremonyFault)
        .where(CeremonyFault.ceremony_id == ceremony.id, CeremonyFault.attempt == ceremony.attempt)
        .order_by(CeremonyFault.step, CeremonyFault.number, CeremonyFault.reporter)
    )
    rows = session.scalars(select(CeremonyMember).where(CeremonyMember.ceremony_id == ceremony.id))
    return Progress(
        ceremony=ceremony,
        definition=definition,
        committee=committee_of(definition),
        conference=session.scalar(select(Conference).where(Conference.uuid == ceremony.uuid)),
        sent={(one.step, one.number): one.content for one in messages},
        faults=tuple(
            Fault(one.step, one.number, BallotRefusal(one.refusal), one.reporter) for one in faults
        ),
        renewals={row.number: row.renewals for row in rows},
    )
