"""The booth in a real Chromium: from the card's address to the receipt, with time and bytes.

A slow phone is imitated without touching the page: all of Chromium, its workers too, shares one
core with busy loops, so that it gets a quarter of it (Linux only). DevTools' CPU throttling is no
help here: it does not slow down a worker, and the worker does the encryption.
"""

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserType, Page, sync_playwright

from benchmarks.report import Report
from tests.browser.chromium import find_chromium
from tests.browser.hall import Hall, Phone, new_phone
from tests.voting.people import Organizer
from voting.demo.run import open_demo
from voting.demo.server import DemoServer

PEOPLE = 47

# The page's worker reports after every row: note when. Nothing of the page is changed.
WATCH = """(() => {
    const Real = window.Worker;
    window.reports = [];
    window.Worker = class extends Real {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                if (data.kind === "progress") window.reports.push([performance.now(), data]);
            });
        }
    };
})()"""

# Mark every row in one task, as no hand can: what follows is encryption and nothing else.
ENCRYPT = """() => new Promise((done) => {
    const start = performance.now();
    for (const person of document.querySelectorAll("[data-person]")) {
        person.querySelectorAll("input")[Math.floor(Math.random() * 3)].click();
    }
    const look = () => {
        const when = (name) => {
            const found = window.reports.find(([, report]) => report[name] === report.of);
            return found === undefined ? 0 : found[0] - start;
        };
        if (when("verified")) done([when("encrypted"), when("verified")]);
        else setTimeout(look, 5);
    };
    look();
})"""

SEND = """() => new Promise((done) => {
    const start = performance.now();
    const look = () => {
        const screen = document.querySelector('[data-screen="done"]');
        if (screen !== null && !screen.hidden) done(performance.now() - start);
        else requestAnimationFrame(look);
    };
    document.querySelector('[data-do="send"]').click();
    look();
})"""

LOADED = """() => {
    const all = performance.getEntriesByType("navigation")
        .concat(performance.getEntriesByType("resource"));
    return all.reduce((sum, entry) => sum + entry.transferSize, 0);
}"""


def booth_table(report: Report, repeats: int) -> None:
    """Measure the booth with all of a core and with a quarter of one: medians, and the worst."""
    steps = ("rating shown", "encrypted", "and verified", "tap to receipt")
    heads = [head for step in steps for head in (f"{step} ms", "worst")]
    title = f"The booth, {PEOPLE} people, Chromium, median of {repeats} fresh phones"
    table = report.table("booth", title, ("Chromium has", *heads, "load kB"))
    for label, loops in (("both cores", 0), ("a quarter of one core", 3)):
        if loops and not (hasattr(os, "sched_setaffinity") and shutil.which("taskset")):
            continue
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
            with sharing_a_core(loops, own) as program:
                rows = measure_booth(playwright.chromium, program, repeats)
        steps_of = [[row[at] for row in rows] for at in range(4)]
        cells = [cell for step in steps_of for cell in (statistics.median(step), max(step))]
        table.add(label, *cells, statistics.median(row[4] for row in rows) / 1000)


@contextlib.contextmanager
def sharing_a_core(loops: int, own: str) -> Iterator[str]:
    """Give a Chromium that shares core 0 with so many busy loops; with none, has all cores."""
    program = find_chromium(full=True) or own
    if not loops:
        yield program
        return
    busy = [
        subprocess.Popen(["taskset", "-c", "0", sys.executable, "-c", "while True: pass"])
        for _ in range(loops)
    ]
    try:
        with tempfile.TemporaryDirectory() as folder:
            pinned = Path(folder) / "chromium"
            pinned.write_text(f'#!/bin/sh\nexec taskset -c 0 "{program}" "$@"\n', encoding="ascii")
            pinned.chmod(0o700)
            yield str(pinned)
    finally:
        for loop in busy:
            loop.kill()
            loop.wait()


def measure_booth(chromium: BrowserType, program: str, repeats: int) -> list[tuple[float, ...]]:
    """Vote with fresh phones; return ms to rate, encrypt, verify, receipt; bytes of first load."""
    with tempfile.TemporaryDirectory() as folder:
        instance = open_demo(Path(folder))
        try:
            with DemoServer(instance=Path(folder) / "instance") as server:
                hall = Hall(Organizer(instance), server).prepares(PEOPLE, cards=repeats + 1).opens()
                browser = chromium.launch(
                    executable_path=program, args=["--no-sandbox"], timeout=180_000
                )
                taken = []
                for card in hall.cards[:repeats]:
                    phone = new_phone(browser)
                    taken.append(measure_phone(phone, hall.url(card)))
                    phone.context.close()
                browser.close()
                return taken
        finally:
            instance.close()


def measure_phone(phone: Phone, url: str) -> tuple[float, ...]:
    """Vote with one phone; return what `measure_booth` says."""
    page: Page = phone.page
    page.add_init_script(WATCH)
    page.goto(url)
    phone.sees("Đánh giá từng người")
    shown: float = page.evaluate("performance.now()")
    page.wait_for_timeout(1000)
    size: float = page.evaluate(LOADED)
    encrypted, verified = page.evaluate(ENCRYPT)
    phone.reviews()
    page.wait_for_timeout(1000)
    return shown, encrypted, verified, page.evaluate(SEND), size
