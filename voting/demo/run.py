"""Play a vote that really took place, end to end, with real processes (issue: `make demo`).

Prepared by the services, cast over HTTP by delegate processes, closed, tallied, published; the
record and its log are fetched from the server and verified in a fresh process against policy and
checkpoint that were kept from before the voting, and every figure is compared with the published
one.
"""

import subprocess  # our own command, no shell
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec

from ballots.credentials import public_credential
from ballots.election import parse_election
from ballots.errors import Sentence
from ballots.group import group_named
from voting.booth import Booth, parse_address
from voting.config import Settings, settings_from
from voting.demo.delegates import Report, Task, cast_all, write_card
from voting.demo.phones import delegate_with_phone
from voting.demo.sampling import draw_ballots
from voting.demo.server import DemoServer, server_environment
from voting.demo.stage import Stage
from voting.documents.cards import card_url
from voting.instance import Instance, open_instance
from voting.plan.keys import TrusteeRule
from voting.plan.samples import Sample
from voting.planning import definition_of
from voting.services.cards import print_cards
from voting.services.closing import close_voting
from voting.services.decrypting import decrypt
from voting.services.opening import open_voting
from voting.services.preparing import Created, create_conference, rehearse_decryption
from voting.services.reading import Part, read_conference, read_part
from voting.services.results import ConferenceResult, compute_result, publish_result

SPARE_CARDS: Final = 4
POLICY: Final = "policy.txt"
CHECKPOINT: Final = "checkpoint-at-opening.txt"
PHONES: Final = 3  # how many delegates vote in a browser, if any


class DemoFailed(Exception):
    """The demonstration did not give what it must; the sentence says what."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who runs the demonstration chose.

    browser: the last three delegates vote in a real browser.
    """

    group: str
    trustees: TrusteeRule
    delegates: int
    workers: int
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The files that an auditor verifies. checkpoint: kept from before the first ballot."""

    record: Path
    log: Path
    policy: Path
    checkpoint: Path

    @property
    def arguments(self) -> list[str]:
        """Return them as `tinnhiem verify` takes them."""
        kept = ["--policy", str(self.policy), "--earlier-checkpoint", str(self.checkpoint)]
        return [str(self.record), "--log", str(self.log), *kept]


@dataclass(frozen=True, slots=True)
class Played:
    """What was played: the result, where the files are, the server that still runs."""

    result: ConferenceResult
    evidence: Evidence
    receipts: Path
    server: DemoServer


def open_demo(out: Path) -> Instance:
    """Make the folder of a demonstration with a database and keys of its own."""
    settings: Settings = settings_from(server_environment(out / "instance"), out)
    return open_instance(settings)


def prepare(instance: Instance, sample: Sample, choices: Choices, out: Path) -> Created:
    """Create the conference, write the members' keys, rehearse the decryption."""
    plan = msgspec.structs.replace(sample.plan, group=choices.group, trustees=choices.trustees)
    definition = definition_of(plan, instance.settings.minimum_ballots)
    created = create_conference(instance, definition)
    for member in created.members:
        write_card(out / f"member-{member.number}.key", member.content.decode().rstrip("\n"))
    rehearse_decryption(instance, created.uuid, member_keys(created, choices))
    return created


def member_keys(created: Created, choices: Choices) -> list[bytes]:
    """Return the keys of as many members as are needed (the last ones stay away)."""
    return [member.content for member in created.members[: choices.trustees.needed]]


def issue_cards(
    instance: Instance, uuid: str, sample: Sample, url: str, folder: Path
) -> list[Path]:
    """Print a card for each ballot and some spare ones; the spare ones become void."""
    folder.mkdir(mode=0o700, parents=True)
    ballots = sample.totals.issued or sample.plan.cards
    credentials = print_cards(instance, uuid, ballots + SPARE_CARDS)
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    group = group_named(election.group.name)
    left_over = [public_credential(one, uuid=uuid, group=group) for one in credentials[ballots:]]
    files = []
    for number, credential in enumerate(credentials[:ballots], start=1):
        files.append(folder / f"card-{number:04d}.txt")
        write_card(files[-1], card_url(url, uuid, credential))
    open_voting(instance, uuid, left_over, now=datetime.now(UTC))
    return files


def turns(cards: Sequence[Path], sample: Sample) -> list[Task]:
    """Give each delegate who votes a card and the marks to make."""
    collected = sample.totals.collected or len(cards)
    marks = draw_ballots([row.counts for row in sample.rows], collected)
    return [Task(card, row) for card, row in zip(cards, marks, strict=False)]


def collect(
    stage: Stage, reports: Iterable[Report], receipts: Path, *, issued: int, of: int
) -> None:
    """Let delegates vote; add their receipts, each verified by its delegate, to one file."""
    with stage.bars(of) as bars, receipts.open("a", encoding="utf-8") as file:
        bars.show("issued", issued)
        for count, report in enumerate(reports, start=1):
            file.write(report.receipt + "\n")
            bars.show("cast", count)
            bars.show("verified", count)


def vote(
    stage: Stage, cards: Sequence[Path], sample: Sample, log_key: str, out: Path, choices: Choices
) -> Path:
    """Let the delegates vote, the last of them in a browser if that was chosen."""
    tasks, levels = turns(cards, sample), len(sample.plan.profile.levels)
    phones = min(PHONES, len(tasks)) if choices.browser else 0
    at_hand, last = tasks[: len(tasks) - phones], tasks[len(tasks) - phones :]
    receipts = out / "receipts.txt"
    if at_hand:
        with stage.step("vote"):
            reports = cast_all(at_hand, processes=choices.delegates, log_key=log_key, levels=levels)
            collect(stage, reports, receipts, issued=len(cards) - phones, of=len(at_hand))
    if last:
        with stage.step("browser"):
            reports = cast_all(
                last, processes=1, log_key=log_key, levels=levels, delegate=delegate_with_phone
            )
            collect(stage, reports, receipts, issued=phones, of=phones)
    return receipts


def fetch(server: DemoServer, uuid: str, name: str, file: Path) -> Path:
    """Fetch a file of the conference from the server as any auditor does. Raises DemoFailed."""
    booth = Booth(parse_address(f"{server.url}/c/{uuid}/"))
    try:
        status, body = booth.get(f"/c/{uuid}/{name}")
    finally:
        booth.close()
    if status != HTTPStatus.OK:
        raise DemoFailed(Sentence(f"Không tải được {name}.", f"{name} could not be fetched."))
    file.write_bytes(body)
    return file


def fetch_evidence(server: DemoServer, uuid: str, out: Path) -> Evidence:
    """Fetch record and log; policy and first checkpoint were kept before the voting."""
    return Evidence(
        record=fetch(server, uuid, f"{uuid}.bel", out / f"{uuid}.bel"),
        log=fetch(server, uuid, f"{uuid}.tlog", out / f"{uuid}.tlog"),
        policy=out / POLICY,
        checkpoint=out / CHECKPOINT,
    )


def keep_beginning(server: DemoServer, uuid: str, out: Path) -> None:
    """Keep what an auditor takes home before the voting: the policy and the checkpoint."""
    fetch(server, uuid, "log/policy", out / POLICY)
    fetch(server, uuid, "log/checkpoint", out / CHECKPOINT)


def verify_record(stage: Stage, evidence: Evidence) -> None:
    """Verify the record with its log in a fresh process. Raises DemoFailed."""
    command = [sys.executable, "-m", "audit", *evidence.arguments, "--lang", stage.language]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        stage.console.print(done.stdout + done.stderr, markup=False)
        raise DemoFailed(
            Sentence("Hồ sơ không qua được phép kiểm.", "The record did not pass verification.")
        )


def compare(result: ConferenceResult, sample: Sample) -> None:
    """Compare every count and printed percentage with the published one. Raises DemoFailed."""
    for person, row in zip(result.people, sample.rows, strict=True):
        if person.counts != row.counts:
            raise _differs(row.person.name, person.counts, row.counts)
        shares = None if person.outcome is None else [o.percentage for o in person.outcome.levels]
        for place, printed in enumerate(row.printed):
            if printed is not None and (shares is None or shares[place] != printed):
                raise _differs(row.person.name, shares, printed)


def _differs(name: str, found: object, published: object) -> DemoFailed:
    return DemoFailed(
        Sentence(
            f"{name}: tính được {found}, đã công bố {published}.",
            f"{name}: computed {found}, published {published}.",
        )
    )


def play(
    stage: Stage,
    sample: Sample,
    choices: Choices,
    out: Path,
    server: DemoServer,
    instance: Instance,
    created: Created,
) -> Played:
    """Play everything from the cards to the verified record; the server is running."""
    uuid = created.uuid
    with stage.step("cards"):
        cards = issue_cards(instance, uuid, sample, server.url, out / "cards")
        keep_beginning(server, uuid, out)
    log_key = read_conference(instance, uuid).log_key
    receipts = vote(stage, cards, sample, log_key, out, choices)
    with stage.step("close"):
        close_voting(instance, uuid)
    with stage.step("decrypt"):
        decrypt(instance, uuid, member_keys(created, choices))
        compute_result(instance, uuid)
    with stage.step("record"):
        result = publish_result(instance, uuid)
        evidence = fetch_evidence(server, uuid, out)
    with stage.step("verify"):
        verify_record(stage, evidence)
    compare(result, sample)
    return Played(result, evidence, receipts, server)
