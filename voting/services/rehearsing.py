"""Rehearse a conference from the desk: start the command, look how far it is, stop it.

The rehearsal is a process of its own, `tinnhiem rehearse UUID`; it ends when this one does.
"""

import os
import re
import subprocess  # our own command, no shell
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Final

from sqlalchemy import select

from ballots.errors import Sentence
from voting.ceremony_models import Ceremony
from voting.config import Settings
from voting.definition import Definition
from voting.instance import Instance
from voting.models import Conference
from voting.plan.refusals import PlanRefused
from voting.plan.steps import StepState, clerk_sentence, plan_of
from voting.planning import definition_of
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.ending import WITH_PARENT
from voting.rehearsal.place import (
    ENDED,
    Place,
    Progress,
    Stage,
    draft_number,
    is_one_running,
    is_starting,
    place_of,
)
from voting.rehearsal.readiness import Committee
from voting.rehearsal.report import Report
from voting.rehearsal.subject import Subject, committee_to_be
from voting.services.ceremony_progress import progress_of
from voting.services.ceremony_reading import read_ceremony
from voting.services.drafts import DraftView, read_draft
from voting.services.reading import read_conference

SHORTEST: Final = 0.01  # minutes
LONGEST: Final = 60
MOMENT: Final = 0.3


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """What the page shows. progress: of the running rehearsal, or of how the last one ended.

    of: what is rehearsed: a conference's uuid, or draft-7. number: of the draft. missing: the steps
    of a draft that are to be mended first. is_running: this one's. is_busy: some rehearsal runs on
    this machine.
    """

    of: str
    number: int | None
    name: str
    delegates: int
    missing: tuple[StepState, ...]
    progress: Progress | None
    report: Report | None
    is_running: bool
    is_busy: bool
    has_cards: bool


def subject_of(instance: Instance, name: str) -> Subject:
    """Return what to rehearse: a conference by its uuid, a draft by its name.

    Raises VotingRefused UNKNOWN_CONFERENCE, UNKNOWN_DRAFT, NOTHING_TO_REHEARSE with the reason.
    """
    number = draft_number(name)
    if number is None:
        return _conference(instance, name)
    draft = read_draft(instance, number)
    if draft.uuid is not None:
        return replace(_conference(instance, draft.uuid), of=name)
    try:
        plan = plan_of(draft.document)
    except PlanRefused as error:
        said = [clerk_sentence(one) for one in error.findings]
        reason = Sentence(" ".join(one.vi for one in said), " ".join(one.en for one in said))
        raise VotingRefused(Refusal.NOTHING_TO_REHEARSE, reason=reason) from error
    definition = definition_of(plan, instance.settings.minimum_ballots)
    return Subject(name, definition, committee_to_be(definition))


def _conference(instance: Instance, uuid: str) -> Subject:
    """Return a conference to rehearse. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        is_made = session.scalar(select(Conference.id).where(Conference.uuid == uuid)) is not None
        has_keys = session.scalar(select(Ceremony.id).where(Ceremony.uuid == uuid)) is not None
        definition = progress_of(session, uuid).definition if has_keys else None
    if definition is None or is_made:
        definition = read_conference(instance, uuid).definition
    if not has_keys:
        return Subject(uuid, definition, None)
    view = read_ceremony(instance, uuid)
    drilled = sum(member.is_drilled for member in view.members)
    return Subject(uuid, definition, Committee(drilled, view.size, view.needed_to_open))


def read_rehearsal(instance: Instance, name: str) -> RehearsalView:
    """Return how far a rehearsal is. Raises VotingRefused UNKNOWN_CONFERENCE, UNKNOWN_DRAFT."""
    draft = _draft(instance, name)
    missing = tuple(state for state in draft.states if state.blocks) if draft else ()
    try:
        definition: Definition | None = subject_of(instance, name).definition
        missing = ()
    except VotingRefused as error:
        if error.refusal is not Refusal.NOTHING_TO_REHEARSE:
            raise
        definition = None
    place, folder = place_of(instance.settings.instance, name), instance.settings.instance
    is_busy = is_one_running(folder)
    progress = place.progress()
    if not is_busy and progress is not None and progress.stage not in ENDED:
        time.sleep(MOMENT)  # between letting go and saying how it ended
        progress = place.progress()
    is_running = progress is not None and progress.stage not in ENDED and is_busy
    return RehearsalView(
        of=name,
        number=None if draft is None else draft.number,
        name=definition.name if definition else draft.name if draft else "",
        delegates=definition.cards if definition else 0,
        missing=missing,
        progress=progress,
        report=place.report(),
        is_running=is_running,
        is_busy=is_busy,
        has_cards=is_running and place.cards.exists(),
    )


def _draft(instance: Instance, name: str) -> DraftView | None:
    """Return the draft of a name, None for a conference. Raises VotingRefused UNKNOWN_DRAFT."""
    number = draft_number(name)
    return None if number is None else read_draft(instance, number)


def start_rehearsal(instance: Instance, name: str, minutes: str) -> None:
    """Start the rehearsal of a conference or draft; minutes: in which all cast, 0.01 to 60.

    Raises VotingRefused BAD_REQUEST, REHEARSAL_RUNNING, NOTHING_TO_REHEARSE.
    """
    if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", minutes) is None or not (
        SHORTEST <= float(minutes) <= LONGEST
    ):
        raise VotingRefused(Refusal.BAD_REQUEST)
    subject_of(instance, name)
    place = place_of(instance.settings.instance, name)
    if is_one_running(instance.settings.instance):
        raise VotingRefused(Refusal.REHEARSAL_RUNNING)
    place.begin()
    place.tell(Progress(stage=Stage.STARTING, began=int(time.time())))
    command = [sys.executable, "-m", "voting.cli", "rehearse", name, "--minutes", minutes]
    with (place.folder / "words.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own command, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **_environment(instance.settings)},
            start_new_session=True,
        )
    Thread(target=process.wait, name="rehearsal", daemon=True).start()


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "TINNHIEM_INSTANCE": str(settings.instance),
        "TINNHIEM_DATABASE_URL": settings.database_url,
        "TINNHIEM_LOG_NAME": settings.log_name,
        "TINNHIEM_MINIMUM_BALLOTS": str(settings.minimum_ballots),
        WITH_PARENT: "1",
    }


def ask_rehearsal(instance: Instance, name: str, what: str) -> None:
    """Stop the running rehearsal (`stop`), or leave the test cards out (`skip`).

    Raises VotingRefused REHEARSAL_NOT_RUNNING.
    """
    running_place(instance, name).ask(what)


def test_cards(instance: Instance, name: str) -> bytes:
    """Return the test cards as PDF. Raises VotingRefused REHEARSAL_NOT_RUNNING."""
    return _content(running_place(instance, name).cards, Refusal.REHEARSAL_NOT_RUNNING)


def rehearsal_minutes(instance: Instance, name: str) -> bytes:
    """Return the minutes of the last rehearsal. Raises VotingRefused NOT_FOUND."""
    _require_known(instance, name)
    return _content(place_of(instance.settings.instance, name).minutes, Refusal.NOT_FOUND)


def _require_known(instance: Instance, name: str) -> None:
    """Require that there is such a thing; a draft may have lost what it needs meanwhile."""
    if _draft(instance, name) is None:
        _conference(instance, name)


def running_place(instance: Instance, name: str) -> Place:
    """Return the place of the running rehearsal. Raises VotingRefused REHEARSAL_NOT_RUNNING."""
    _require_known(instance, name)
    place = place_of(instance.settings.instance, name)
    progress = place.progress()
    has_ended = progress is None or progress.stage in ENDED
    is_there = is_starting(progress) or is_one_running(instance.settings.instance)
    if has_ended or not is_there:
        raise VotingRefused(Refusal.REHEARSAL_NOT_RUNNING)
    return place


def _content(path: Path, refusal: Refusal) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise VotingRefused(refusal) from error
