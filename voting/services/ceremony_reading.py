"""What every member may know of the ceremony and of the committee's work after it."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from ballots.errors import Sentence
from ballots.threshold import ThresholdParameters
from ballots.trustees import Trustees
from voting.ceremony_models import Step
from voting.instance import Instance
from voting.models import Conference, LogEntry, State
from voting.refusals import blaming
from voting.services.ceremony import stage_of
from voting.services.ceremony_progress import ROUNDS, SERVER, Progress, progress_of
from voting.services.common import trustees_of
from voting.services.share_drill import needs_share_drill

_STATES: Final = {
    State.PREPARED: "prepared",
    State.OPEN: "voting",
    State.CLOSING: "voting",
    State.CLOSED: "closed",
    State.COUNTED: "tallied",
    State.PUBLISHED: "published",
}


@dataclass(frozen=True, slots=True)
class FaultView:
    """A refused message: the code, the sentence, the step, who saw it (None: the server)."""

    refusal: str
    sentence: Sentence
    step: str
    by: int | None


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member and how far that member is. renewals: how often the link was given anew."""

    number: int
    name: str
    is_head: bool
    sent: tuple[str, ...]
    fault: FaultView | None
    is_drilled: bool
    has_decrypted: bool
    renewals: int


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """A ceremony as its members see it. needed_to_open: how many must have done the drill.

    needs_share_drill: the server's part of the key is still to be restored from a backup.
    """

    uuid: str
    name: str
    group: str
    size: int
    threshold: int
    server_share: bool
    attempt: int
    round: str
    state: str
    members: tuple[MemberView, ...]
    needed_to_open: int
    is_stopped: bool
    replaced_by: str | None
    needs_share_drill: bool

    @property
    def stage(self) -> str:
        """What `restart_ceremony` compares with what is true by then."""
        return stage_of(self.attempt, is_made=self.state != "keys")

    @property
    def can_decrypt(self) -> int:
        """How many members have shown that they can decrypt with what they saved."""
        return sum(member.is_drilled for member in self.members)


def read_ceremony(instance: Instance, uuid: str) -> CeremonyView:
    """Tell how far a ceremony is. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        seen = progress_of(session, uuid)
        owners: set[int] = set()
        is_to_drill = seen.committee.server_share
        if seen.conference is not None:
            first = first_owner(trustees_of(seen.conference))
            found = session.scalars(
                select(LogEntry.owner).where(
                    LogEntry.conference_id == seen.conference.id, LogEntry.owner.is_not(None)
                )
            )
            is_to_drill = needs_share_drill(session, seen.conference, seen.ceremony)
            owners = {owner - first + 1 for owner in found if owner is not None}
    return CeremonyView(
        uuid=uuid,
        name=seen.definition.name,
        group=seen.definition.group,
        size=seen.committee.size,
        threshold=seen.committee.threshold,
        server_share=seen.committee.server_share,
        attempt=seen.ceremony.attempt,
        round="done" if seen.round is None else seen.round.value,
        state=_state(seen.conference),
        members=tuple(_member(seen, number, owners) for number in seen.numbers),
        needed_to_open=needed_to_open(seen),
        is_stopped=seen.is_stopped,
        replaced_by=seen.ceremony.replaced_by,
        needs_share_drill=is_to_drill,
    )


def needed_to_open(seen: Progress) -> int:
    """Return how many members must have done the drill: one more than are needed to decrypt."""
    return min(seen.committee.threshold + 1, seen.committee.size)


def first_owner(trustees: Trustees) -> int:
    """Return the number, among all trustees, of the committee's first member."""
    return next(
        item.owners.start
        for item in trustees.items
        if isinstance(item.message, ThresholdParameters)
    )


def _state(conference: Conference | None) -> str:
    return "keys" if conference is None else _STATES[conference.state]


def _member(seen: Progress, number: int, decrypted: set[int]) -> MemberView:
    named = seen.committee.members[number - 1]
    return MemberView(
        number=number,
        name=named.name,
        is_head=named.is_head,
        sent=tuple(step.value for step in ROUNDS if (step, number) in seen.sent),
        fault=_fault(seen, number),
        is_drilled=(Step.DRILL, number) in seen.sent,
        has_decrypted=number in decrypted,
        renewals=seen.renewals[number],
    )


def _fault(seen: Progress, number: int) -> FaultView | None:
    fault = seen.fault_of(number)
    if fault is None:
        return None
    sentence = blaming(fault.refusal, number, seen.committee.members[number - 1].name)
    by = None if fault.reporter == SERVER else fault.reporter
    return FaultView(fault.refusal.value, sentence, fault.step.value, by)
