"""The committee at work: the ceremony of 3 of 5, one member's decryption, the documents.

Four members have a Chromium each and one comes with a stick, against a real server. The ballots are
made in all processes and cast one after the other before anything is measured.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import expect, sync_playwright

from audit.record import open_record
from ballots.ballot import make_ballot, parse_ballot
from ballots.ceremony import run_ceremony
from ballots.election import Election, parse_election
from ballots.group import group_named
from ballots.tally import TallySum
from benchmarks.records import random_choices
from benchmarks.report import Report
from benchmarks.report import Table as Timed
from tests.browser.chromium import find_chromium
from tests.browser.committee import PHRASE, Device, Table
from tests.browser.stick import OnStick
from tests.voting.people import Organizer
from voting.definition import make_people
from voting.demo.run import open_demo
from voting.demo.server import DemoServer
from voting.documents.papers import every_paper
from voting.findings import Language
from voting.instance import Instance
from voting.keycopy import open_key_copy
from voting.language import LANGUAGES
from voting.member_decrypting import decrypt_verified, verify_for_decryption
from voting.services.casting import cast_ballot
from voting.services.minutes import read_account
from voting.services.results import publish_result

PATIENCE_MS: Final = 3_600_000


class Steps:
    """The table of the steps; each is shown when it is done."""

    def __init__(self, table: Timed) -> None:
        self._table = table

    @contextmanager
    def timing(self, label: str) -> Iterator[None]:
        """Measure what is done inside."""
        start = time.perf_counter()
        yield
        self._table.add(label, time.perf_counter() - start)


def committee_table(report: Report, ballots: int, people: int) -> None:
    """Hold one vote with a committee of 3 of 5; tell what each step of it takes."""
    title = f"The committee, 3 of 5, {ballots} ballots of {people} people"
    steps = Steps(report.table("committee", title, ("step", "s")))
    with steps.timing("ceremony, the mathematics of all five in one process"):
        run_ceremony(group_named("Ed25519"), size=5, threshold=3)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = open_demo(Path(folder))
        program = find_chromium(full=True) or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            with DemoServer(instance=instance.settings.instance) as server:
                _hold(steps, Table(server, instance, browser), Path(folder), (ballots, people))
        finally:
            browser.close()
            instance.close()


def _hold(steps: Steps, table: Table, folder: Path, size: tuple[int, int]) -> None:
    ballots, people = size
    named = make_people([(f"Đồng chí thứ {n}", "Uỷ viên") for n in range(1, people + 1)])
    table.begins(people=named, cards=ballots, convened=ballots, present=ballots)
    carried = OnStick(table, table.device(5).link, folder)
    with steps.timing("ceremony, four in Chromium and one with a stick"):
        carried.makes_the_key()
    with steps.timing("saved copy and drill of all five, one after the other"):
        _drill(table, carried)
    _vote(steps, table, ballots, people)
    _decrypt_in_python(steps, table, carried)
    for device in table.devices[:2]:
        _decrypt_in_chromium(steps, device)
    publish_result(table.instance, table.uuid, by_head=True)
    for language in LANGUAGES:
        with steps.timing(f"all documents ({language})"):
            _papers(table.instance, table.uuid, language)


def _drill(table: Table, carried: OnStick) -> None:
    for device in table.devices[:4]:
        device.saves(carried.folder).drills()
    carried.drills()


def _vote(steps: Steps, table: Table, ballots: int, people: int) -> None:
    """Cast the ballots; how long that takes is measured elsewhere."""
    organizer = Organizer(table.instance, table.uuid)
    cards = [delegate.card for delegate in organizer.prints(ballots)]
    organizer.opens()
    for ballot in _ballots(organizer.election, cards, people):
        cast_ballot(table.instance, table.uuid, ballot)
    with steps.timing("closing: the tally is computed from the log"):
        organizer.closes()


def _ballots(election: Election, cards: list[str], people: int) -> Iterator[bytes]:
    jobs = [(election.bytes, card, people) for card in cards]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(_ballot, jobs, chunksize=4)


def _ballot(job: tuple[bytes, str, int]) -> bytes:
    election, card, people = job
    return make_ballot(parse_election(election), card, random_choices(people))


def _decrypt_in_python(steps: Steps, table: Table, carried: OnStick) -> None:
    """Verify record and log as `tinnhiem trustee decrypt` does, add up, decrypt."""
    with steps.timing("files written to the stick"):
        machine = carried.takes()
    stick, own, copy = machine.stick, carried.own, carried.copy
    if copy is None:
        raise SystemExit("the member with the stick has no saved copy")
    with steps.timing("Python: the ballots read and added up alone"):
        _add_up(stick.folder / "record.bel", Organizer(table.instance, table.uuid).election)
    for jobs in sorted({1, os.cpu_count() or 1}):
        with steps.timing(f"Python: record and log verified, ballots added up (--jobs {jobs})"):
            found = verify_for_decryption(stick, own, copy, jobs=jobs)
    with steps.timing("Python: saved copy opened, decrypted, both proofs"):
        content = decrypt_verified(stick, own, found, open_key_copy(copy, PHRASE))
    with steps.timing("server: one partial decryption verified and kept"):
        carried.brings(machine, "decryption", content)


def _add_up(path: Path, election: Election) -> None:
    record, total = open_record(path), TallySum(election)
    for _, member in record.ballots:
        total.add(parse_ballot(record.content(member), election))
    total.encrypted_tally()


def _decrypt_in_chromium(steps: Steps, device: Device) -> None:
    """Restore the saved copy in a fresh browser, let it verify and add up, then decrypt."""
    name = f"Chromium, member {device.link.number}"
    other = device.elsewhere().is_at("closed")
    with steps.timing(f"{name}: saved copy opened, record and log verified, ballots added up"):
        other.gives_copy()
        expect(other.part("comparing")).to_be_visible(timeout=PATIENCE_MS)
    other.part("compare-sure").check()
    with steps.timing(f"{name}: decrypted, both proofs, sent and accepted"):
        other.part("compare-go").click()
        kind = other.page.locator("[data-committee]")
        expect(kind).not_to_have_attribute("data-kind", "closed", timeout=PATIENCE_MS)
    other.context.close()


def _papers(instance: Instance, uuid: str, language: Language) -> None:
    account = read_account(instance, uuid)
    for _ in every_paper(account, language):
        pass
