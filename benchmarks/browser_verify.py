"""The verifier's file in a real Chromium: from disk, the network off; then one receipt, too.

Records as large as those of a provincial council and of the National Assembly, each with its log
and policy; the seconds are those of the clock, from the drop to the verdict, of a fresh page each.
"""

import contextlib
import os
import statistics
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from audit.policy import make_policy
from ballots.ballot import make_ballot
from ballots.election import make_election, parse_election
from ballots.questions import Question
from ballots.tally import make_result
from benchmarks.receipts import receipt_in
from benchmarks.records import LEVELS, random_choices
from benchmarks.report import Report
from tests.audit.forge_log import log_of
from tests.audit.workshop import Workshop, workshop
from tests.browser.chromium import find_chromium
from voting.client_assets import BUILT, client_asset, filled_page

COUNCILS: Final = ((81, 18), (475, 19))
QUICK: Final = ((6, 3),)
PATIENCE_MS: Final = 900_000

DROP: Final = """(files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
    }
    window.dropped = dataTransfer;
}"""

VERIFY: Final = """() => new Promise((done) => {
    const start = performance.now();
    const look = () => {
        const verdict = document.querySelector('[data-ref="verdict"]');
        const said = verdict === null || verdict.offsetParent === null ? "" : verdict.textContent;
        if (said.trim() !== "") done([(performance.now() - start) / 1000, said]);
        else setTimeout(look, 20);
    };
    const event = new DragEvent("drop", {
        bubbles: true, cancelable: true, dataTransfer: window.dropped,
    });
    document.querySelector('[data-ref="drop"]').dispatchEvent(event);
    look();
})"""

JUDGE: Final = """(repeats) => {
    const verdict = document.querySelector('[data-ref="verdict"]');
    const press = document.querySelector('[data-ref="form"] button');
    const once = () => new Promise((done) => {
        const start = performance.now();
        const seen = new MutationObserver(() => {
            if (verdict.hidden) return;
            seen.disconnect();
            done([performance.now() - start, verdict.dataset.state]);
        });
        seen.observe(verdict, { attributes: true });
        press.click();
    });
    return (async () => {
        const found = [];
        for (let turn = 0; turn < repeats; turn += 1) found.push(await once());
        return found;
    })();
}"""


def browser_table(
    report: Report, repeats: int, councils: tuple[tuple[int, int], ...] = COUNCILS
) -> None:
    """Measure whole verifications, and a receipt's verdict."""
    title = "The verifier's file in Chromium, from disk, the network off"
    columns = ("ballots", "people", "record MB", "log kB", "s median", "s worst")
    table = report.table("browser-verify", title, columns)
    with sync_playwright() as playwright:
        program = find_chromium(full=True) or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for ballots, people in councils:
            with tempfile.TemporaryDirectory() as folder:
                files = council(Path(folder), ballots, people)
                spent = [verified(browser, files) for _ in range(repeats)]
                sizes = [file.stat().st_size for file in files]
            row = (sizes[0] / 1e6, sizes[1] / 1e3, statistics.median(spent), max(spent))
            table.add(ballots, people, *row)
        heads = ("entries of the log", "bytes", "ms median, press to verdict", "ms worst")
        table = report.table("browser-receipt", "A receipt in the same browser", heads)
        for size in (100, 1_000):
            table.add(size, *receipt_row(browser, size, 20 * repeats))
        browser.close()


def council(folder: Path, ballots: int, people: int) -> list[Path]:
    """Write a record with a result and three trustees, its log with two cosignatures, a policy."""
    shop = with_people(workshop(voters=ballots, trustees=3), people)
    choices = [random_choices(people) for _ in range(ballots)]
    jobs = zip([shop.election.bytes] * ballots, shop.credentials, choices, strict=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = tuple(pool.map(_ballot, jobs, chunksize=4))
    draft = shop.tallied(replace(shop.draft(), ballots=made), [(ballot, 1) for ballot in made])
    counts = [
        [sum(rows[person][level] for rows in choices) for level in range(len(LEVELS))]
        for person in range(people)
    ]
    draft = replace(draft, result=make_result(counts))
    log = log_of(draft, shop)
    contents = {
        "council.bel": draft.archive(),
        "council.tlog": log.archive(),
        "policy.txt": make_policy(log.policy),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def with_people(shop: Workshop, people: int) -> Workshop:
    """Ask for so many people, each with three levels, under the same keys and cards."""
    old = shop.election
    questions = [
        Question(answers=LEVELS, min=0, max=1, question=f"Đồng chí thứ {number}")
        for number in range(1, people + 1)
    ]
    election = make_election(
        uuid=old.uuid,
        name=old.message.name,
        description=old.message.description,
        group=old.group,
        public_key=old.public_key,
        questions=questions,
    )
    return replace(shop, election=election)


def _ballot(job: tuple[bytes, str, list[list[int]]]) -> bytes:
    data, card, choices = job
    return make_ballot(parse_election(data), card, choices)


@contextlib.contextmanager
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """Open a file from disk in a fresh browser without a network."""
    context = browser.new_context(offline=True, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def verified(browser: Browser, files: list[Path]) -> float:
    """Drop a record, its log and policy on the verifier; return the seconds to the verdict."""
    with opened(browser, BUILT / client_asset("verifier").file) as page:
        dropped = [[file.name, b64encode(file.read_bytes()).decode()] for file in files]
        page.evaluate(DROP, dropped)
        spent, verdict = page.evaluate(VERIFY)
    if "HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt" not in verdict:
        raise RuntimeError(verdict)
    return float(spent)


def receipt_row(browser: Browser, size: int, repeats: int) -> tuple[int, float, float]:
    """Judge one receipt again and again in the saved file."""
    text, policy = receipt_in(size)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "receipt-check.html"
        file.write_text(filled_page("receipt-check"), encoding="utf-8")
        with opened(browser, file) as page:
            page.locator('[data-ref="trusted"]').fill(make_policy(policy).decode())
            page.locator('[data-ref="text"]').fill(text)
            page.evaluate(JUDGE, 3)
            found = page.evaluate(JUDGE, repeats)
    if {state for _, state in found} != {"sound"}:
        raise RuntimeError
    spent = [one for one, _ in found]
    return len(text.encode()), statistics.median(spent), max(spent)
