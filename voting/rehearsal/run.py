"""Run a full rehearsal: own installation, own keys, real ballots, decrypted, verified, measured."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ballots.election import parse_election
from voting.booth import parse_address
from voting.config import settings_from
from voting.definition import Definition
from voting.demo.delegates import Task, write_card
from voting.demo.run import fetch_evidence, keep_beginning
from voting.demo.server import LOOPBACK, DemoServer, answers, server_environment
from voting.documents.cards import CardSheet, Paper, card_pdf, card_url, draw_codes
from voting.documents.minutes import minutes
from voting.documents.papers import pdf_of
from voting.instance import Instance, open_instance
from voting.rehearsal import machine
from voting.rehearsal.casting import Cast, ballot_of, cast_paced, draw_choices, encrypt_all
from voting.rehearsal.place import Place, Progress, Stage
from voting.rehearsal.readiness import Measured, lines_of
from voting.rehearsal.report import Figures, Report, percentile
from voting.rehearsal.subject import Subject, practice_of
from voting.rehearsal.verifying import is_verified
from voting.services.cards import print_cards
from voting.services.closing import close_voting
from voting.services.decrypting import decrypt
from voting.services.minutes import read_account
from voting.services.opening import open_voting
from voting.services.preparing import Created, create_conference, rehearse_decryption
from voting.services.reading import Part, read_conference, read_part
from voting.services.results import ConferenceResult, compute_result, publish_result

LOOK_SECONDS: Final = 0.5
Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. seconds: in which all cast. hand: test cards. wait: for them, seconds."""

    delegates: int
    seconds: float
    hand: int
    wait: float


@dataclass
class Course:
    """How a rehearsal goes: where, how far, how long each stage took."""

    place: Place
    tell: Tell
    progress: Progress
    times: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, stage: Stage, of: int = 0) -> Iterator[None]:
        """Say that a stage begins, and time it."""
        start = time.monotonic()
        self.say(stage=stage, done=0, of=of, since=int(time.time()), times=dict(self.times))
        yield
        self.times[stage.value] = round(time.monotonic() - start, 2)

    def say(self, **changes: object) -> None:
        """Say how far it is."""
        self.progress = Progress(**{**_fields(self.progress), **changes})  # type: ignore[arg-type]
        self.place.tell(self.progress)
        self.tell(self.progress)


def _fields(progress: Progress) -> dict[str, object]:
    return {name: getattr(progress, name) for name in progress.__struct_fields__}


def rehearse(subject: Subject, choices: Choices, place: Place, tell: Tell) -> Report:
    """Rehearse; return the page and keep it in the place. Everything that was started is stopped.

    Raises VotingRefused REHEARSAL_TOO_SMALL and as its services, DelegateFailed, ServerFailed.
    """
    course = Course(place, tell, Progress(stage=Stage.PREPARING, began=int(time.time())))
    practice_of(subject.definition, delegates=choices.delegates, hand=choices.hand, base_url="")
    watch = machine.ClockWatch.begin()
    reached = machine.reach(subject.definition.address)
    with ExitStack() as running:
        with course.stage(Stage.PREPARING):
            hall = _Hall.build(running, subject, choices, place, reached)
        figures = _vote(course, hall, choices)
        with course.stage(Stage.DECRYPTING):
            result = hall.counts()
        with course.stage(Stage.VERIFYING):
            is_sound = hall.verifies(course) and _agrees(result, hall.expected, figures.hand_cast)
        measured = Measured(
            figures=figures,
            is_sound=is_sound,
            reached=reached,
            answered=answers(hall.server.port, hall.host),
            disk=machine.free_disk(place.folder),
            used=machine.used_by(place.run),
            memory=machine.free_memory(),
            jump=watch.jump(),
            hours_ahead=machine.hours_ahead(),
            year=datetime.now(UTC).year,
            battery=machine.battery(),
            committee=subject.committee,
        )
    report = Report(
        uuid=hall.created.uuid,
        of=subject.of,
        name=subject.definition.name,
        finished=int(time.time()),
        times=course.times,
        figures=figures,
        lines=tuple(lines_of(measured)),
    )
    place.keep(report)
    return report


def _vote(course: Course, hall: "_Hall", choices: Choices) -> Figures:
    """Let the simulated delegates cast, and wait for those with test cards."""
    with course.stage(Stage.ENCRYPTING, choices.delegates):
        course.say(url=hall.page)
        for done, _ in enumerate(encrypt_all(hall.tasks, processes=os.cpu_count() or 1), start=1):
            course.say(done=done)
    with course.stage(Stage.CASTING, choices.delegates):
        casts, spent = cast_paced(
            [ballot_of(task.card) for task in hall.tasks],
            parse_address(hall.page),
            hall.log_key,
            seconds=choices.seconds,
            told=lambda done: course.say(done=done),
        )
    simulated = sum(not one.refusal for one in casts)
    with course.stage(Stage.BY_HAND, choices.hand):
        hand = _wait_for_hands(course, hall, choices, simulated)
    return figures_of(casts, spent, choices, hand)


def figures_of(casts: list[Cast], spent: float, choices: Choices, hand: int) -> Figures:
    """Return what was measured."""
    good = [one.seconds for one in casts if not one.refusal]
    return Figures(
        delegates=choices.delegates,
        cast=len(good),
        span=choices.seconds,
        spent=spent,
        p50=percentile(good, 0.5),
        p95=percentile(good, 0.95),
        p99=percentile(good, 0.99),
        failures=dict(Counter(one.refusal for one in casts if one.refusal)),
        hand=choices.hand,
        hand_cast=hand,
    )


def _wait_for_hands(course: Course, hall: "_Hall", choices: Choices, simulated: int) -> int:
    """Wait until all test cards have voted, or it is enough; return how many have."""
    end = time.monotonic() + choices.wait
    while True:
        came = read_conference(hall.instance, hall.created.uuid).turnout.cast - simulated
        if came != course.progress.hand:
            course.say(hand=came)
        if came >= choices.hand or course.place.is_asked("skip") or time.monotonic() >= end:
            return came
        time.sleep(LOOK_SECONDS)


def _agrees(result: ConferenceResult, expected: list[int], hand: int) -> bool:
    """Tell whether every count is that of the simulated marks, plus at most one a test card."""
    found = [count for person in result.people for count in person.counts]
    pairs = zip(found, expected, strict=True)
    return all(0 <= count - simulated <= hand for count, simulated in pairs)


@dataclass(frozen=True, slots=True)
class _Hall:
    """The rehearsal's own conference, open, with its server."""

    instance: Instance
    server: DemoServer
    host: str
    created: Created
    definition: Definition
    page: str
    log_key: str
    tasks: list[Task]
    expected: list[int]
    place: Path

    @classmethod
    def build(
        cls,
        running: ExitStack,
        subject: Subject,
        choices: Choices,
        place: Place,
        reached: machine.Reached | None,
    ) -> "_Hall":
        """Make installation, server, keys, cards and turns; open."""
        place.run.mkdir(mode=0o700, parents=True)
        home = place.run / "instance"
        instance = open_instance(settings_from(server_environment(home), place.run))
        running.callback(instance.close)
        ip = reached.ip if reached is not None and reached.ip is not None else LOOPBACK
        workers = os.cpu_count() or 1
        server = DemoServer(
            instance=home, workers=workers, address=ip, TINNHIEM_ENDS_WITH_PARENT="1"
        )
        running.callback(server.stop)
        running.enter_context(server)
        host = reached.host if reached is not None and reached.ip is not None else ip
        base = f"http://{host}:{server.port}"
        definition = practice_of(
            subject.definition, delegates=choices.delegates, hand=choices.hand, base_url=base
        )
        created = create_conference(instance, definition)
        hall = cls(
            instance=instance,
            server=server,
            host=ip,
            created=created,
            definition=definition,
            page=f"{base}/c/{created.uuid}/",
            log_key=read_conference(instance, created.uuid).log_key,
            tasks=[],
            expected=[],
            place=place.run,
        )
        rehearse_decryption(instance, created.uuid, hall.keys)
        hall.prints(base, choices, place)
        keep_beginning(server, created.uuid, place.run)
        return hall

    @property
    def keys(self) -> list[bytes]:
        """The key files of as many members as are needed."""
        committee = self.definition.committee
        needed = 0 if committee is None else committee.threshold
        return [member.content for member in self.created.members[:needed]]

    def prints(self, base: str, choices: Choices, place: Place) -> None:
        """Print all cards, give simulated delegates theirs, the rest as PDF; open."""
        uuid = self.created.uuid
        credentials = print_cards(self.instance, uuid, choices.delegates + choices.hand)
        election = parse_election(read_part(self.instance, uuid, Part.ELECTION))
        (self.place / "cards").mkdir(mode=0o700)
        for number, credential in enumerate(credentials[: choices.delegates]):
            card = self.place / "cards" / f"{number:06d}.txt"
            write_card(card, card_url(base, uuid, credential))
            self.tasks.append(Task(card, draw_choices(election.questions)))
        columns = zip(*(task.marks for task in self.tasks), strict=True)
        self.expected.extend(sum(mark or 0 for mark in column) for column in columns)
        by_hand = credentials[choices.delegates :]
        if by_hand:
            sheet = CardSheet(uuid, self.definition, base, by_hand)
            place.cards.write_bytes(card_pdf(sheet, Paper.A4, draw_codes(sheet)))
        open_voting(self.instance, uuid, now=datetime.now(UTC))

    def counts(self) -> ConferenceResult:
        """Close, decrypt with own keys, count, publish."""
        uuid = self.created.uuid
        close_voting(self.instance, uuid)
        decrypt(self.instance, uuid, self.keys)
        compute_result(self.instance, uuid)
        return publish_result(self.instance, uuid)

    def verifies(self, course: Course) -> bool:
        """Make the minutes; tell whether a fresh process finds the record sound."""
        account = read_account(self.instance, self.created.uuid)
        course.place.minutes.write_bytes(pdf_of(minutes(account, "vi")))
        evidence = fetch_evidence(self.server, self.created.uuid, self.place)
        return is_verified(evidence, lambda done, of: course.say(done=done, of=of))
