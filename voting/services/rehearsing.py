"""Rehearse a conference from the desk: start the command, look how far it is, stop it.

The rehearsal is a process of its own, `tinnhiem rehearse UUID`; it ends when this one does.
"""

import os
import re
import subprocess  # our own command, no shell
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final

from sqlalchemy import select

from voting.ceremony_models import Ceremony
from voting.config import Settings
from voting.instance import Instance
from voting.models import Conference
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.ending import WITH_PARENT
from voting.rehearsal.place import (
    ENDED,
    Place,
    Progress,
    Stage,
    is_one_running,
    is_starting,
    place_of,
)
from voting.rehearsal.readiness import Committee
from voting.rehearsal.report import Report
from voting.rehearsal.subject import Subject
from voting.services.ceremony_progress import progress_of
from voting.services.ceremony_reading import read_ceremony
from voting.services.reading import read_conference

SHORTEST: Final = 0.01  # minutes
LONGEST: Final = 60
MOMENT: Final = 0.3


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """What the page shows. progress: of the running rehearsal, or of how the last one ended.

    is_running: this conference's. is_busy: some rehearsal runs on this machine.
    """

    uuid: str
    name: str
    delegates: int
    progress: Progress | None
    report: Report | None
    is_running: bool
    is_busy: bool
    has_cards: bool


def subject_of(instance: Instance, uuid: str) -> Subject:
    """Return what to rehearse. Raises VotingRefused UNKNOWN_CONFERENCE."""
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


def read_rehearsal(instance: Instance, uuid: str) -> RehearsalView:
    """Return how far a conference's rehearsal is. Raises VotingRefused UNKNOWN_CONFERENCE."""
    definition = subject_of(instance, uuid).definition
    place, folder = place_of(instance.settings.instance, uuid), instance.settings.instance
    is_busy = is_one_running(folder)
    progress = place.progress()
    if not is_busy and progress is not None and progress.stage not in ENDED:
        time.sleep(MOMENT)  # between letting go and saying how it ended
        progress = place.progress()
    is_running = progress is not None and progress.stage not in ENDED and is_busy
    return RehearsalView(
        uuid=uuid,
        name=definition.name,
        delegates=definition.cards,
        progress=progress,
        report=place.report(),
        is_running=is_running,
        is_busy=is_busy,
        has_cards=is_running and place.cards.exists(),
    )


def start_rehearsal(instance: Instance, uuid: str, minutes: str) -> None:
    """Start the rehearsal of a conference; minutes: in which all cast, 0.01 to 60.

    Raises VotingRefused BAD_REQUEST, REHEARSAL_RUNNING.
    """
    if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", minutes) is None or not (
        SHORTEST <= float(minutes) <= LONGEST
    ):
        raise VotingRefused(Refusal.BAD_REQUEST)
    subject_of(instance, uuid)
    place = place_of(instance.settings.instance, uuid)
    if is_one_running(instance.settings.instance):
        raise VotingRefused(Refusal.REHEARSAL_RUNNING)
    place.begin()
    place.tell(Progress(stage=Stage.STARTING, began=int(time.time())))
    command = [sys.executable, "-m", "voting.cli", "rehearse", uuid, "--minutes", minutes]
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


def ask_rehearsal(instance: Instance, uuid: str, what: str) -> None:
    """Stop the running rehearsal (`stop`), or leave the test cards out (`skip`).

    Raises VotingRefused REHEARSAL_NOT_RUNNING.
    """
    running_place(instance, uuid).ask(what)


def test_cards(instance: Instance, uuid: str) -> bytes:
    """Return the test cards as PDF. Raises VotingRefused REHEARSAL_NOT_RUNNING."""
    return _content(running_place(instance, uuid).cards, Refusal.REHEARSAL_NOT_RUNNING)


def rehearsal_minutes(instance: Instance, uuid: str) -> bytes:
    """Return the minutes of the last rehearsal. Raises VotingRefused NOT_FOUND."""
    subject_of(instance, uuid)
    return _content(place_of(instance.settings.instance, uuid).minutes, Refusal.NOT_FOUND)


def running_place(instance: Instance, uuid: str) -> Place:
    """Return the place of the running rehearsal. Raises VotingRefused REHEARSAL_NOT_RUNNING."""
    subject_of(instance, uuid)
    place = place_of(instance.settings.instance, uuid)
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
