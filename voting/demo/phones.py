"""Delegates in a real browser: headless Chromium opens the card's address and votes as people do.

Playwright drives it, which no installation needs (it is for development): it is imported only
when `tinnhiem demo --browser` was asked for. Nothing of a ballot is made here; the page in the
browser encrypts, sends and keeps the receipt, which is then saved and judged like every other.
"""

import os
import shutil
import signal
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audit.errors import LogRefused, ReceiptRefused
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from ballots.errors import Sentence
from voting.booth import Address, BoothRefused
from voting.demo.delegates import Report, Task, read_card

if TYPE_CHECKING:
    import multiprocessing
    from multiprocessing.queues import SimpleQueue

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE: Final = {"width": 360, "height": 740}
WAIT_MS: Final = 60_000
DEAF_MS: Final = 700  # how long a button that comes under the finger takes no tap, and a bit
_HOLDS: Final = "Chữ ký của hòm phiếu đúng."

NO_PLAYWRIGHT: Final = Sentence(
    "--browser cần Playwright: pip install playwright",
    "--browser needs Playwright: pip install playwright",
)
NO_CHROMIUM: Final = Sentence(
    "--browser cần Chromium: sudo apt-get install chromium, hoặc playwright install chromium",
    "--browser needs Chromium: sudo apt-get install chromium, or playwright install chromium",
)


def what_is_missing() -> Sentence | None:
    """Return what must be installed before a browser can vote, or None."""
    if find_spec("playwright") is None:
        return NO_PLAYWRIGHT
    if chromium_on_path() is None and not has_own_chromium():
        return NO_CHROMIUM
    return None


def chromium_on_path() -> str | None:
    """Return the program of a Chromium of this machine, or None."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def has_own_chromium() -> bool:
    """Tell whether Playwright has downloaded a Chromium of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


def launch(playwright: "Playwright") -> "Browser":
    """Start a headless Chromium; its sandbox does not run as root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=chromium_on_path(),
        args=["--no-sandbox"] if is_root else [],
        handle_sigint=False,
        handle_sigterm=False,
    )


def delegate_with_phone(
    tasks: "SimpleQueue[Task | None]",
    reports: "multiprocessing.Queue[Report]",
    log_key: str,
    _levels: int,
) -> None:
    """Take turns in one browser, a fresh phone for each; the parent alone reacts to Ctrl-C."""
    from playwright.sync_api import sync_playwright

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        while (task := tasks.get()) is not None:
            try:
                report = vote(task, browser, log_key)
            except (BoothRefused, LogRefused, ReceiptRefused, OSError) as error:
                report = Report(task.card, "", -1, "", str(error))
            reports.put(report)
        browser.close()


def vote(task: Task, browser: "Browser", log_key: str) -> Report:
    """Take one turn: open the card's address, rate, send, save the receipt, verify it, look it up.

    Raises BoothRefused, which never repeats the card, LogRefused, ReceiptRefused.
    """
    address, credential = read_card(task.card)
    context: BrowserContext = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        is_mobile=True,
        locale="vi-VN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MS)
    try:
        phone = Phone(context.new_page(), _base(address))
        phone.casts(credential, task.marks)
        tracker, text = phone.keeps_receipt()
        receipt = parse_receipt(text)
        verify_receipt(receipt, parse_verification_key(log_key))
        if receipt.tracker != tracker:
            raise BoothRefused("bad_receipt", "the page shows another tracker than its receipt")
        phone.asks_board(text)
    finally:
        context.close()
    return Report(task.card, tracker, receipt.index, text, "")


class Phone:
    """A phone of 360×740 in a delegate's hand, on the real pages."""

    def __init__(self, page: "Page", base: str) -> None:
        self._page = page
        self._base = base

    def casts(self, credential: str, marks: Sequence[int | None]) -> None:
        """Scan, rate as marked, review, confirm what is left unmarked, send."""
        self._does("opens the card", lambda: self._page.goto(f"{self._base}/vote#{credential}"))
        self._does("rates", lambda: self._rates(marks))
        self._does("sends", lambda: self._sends(None in marks))

    def keeps_receipt(self) -> tuple[str, str]:
        """Return the tracker that the page shows, and the receipt's file."""
        saved: list[str] = []

        def save() -> None:
            saved.append(self._page.locator('[data-ref="done-tracker"]').inner_text())
            with self._page.expect_download() as download:
                self._page.locator('[data-ref="done-file"]').tap()
            saved.append(download.value.path().read_text(encoding="utf-8"))

        self._does("saves the receipt", save)
        return saved[0], saved[1]

    def asks_board(self, receipt: str) -> None:
        """Give the receipt to the page that looks it up on the board."""
        self._does("looks the receipt up", lambda: self._asks(receipt))

    def _rates(self, marks: Sequence[int | None]) -> None:
        self._comes("rate")
        for row, level in enumerate(marks):
            if level is not None:
                self._page.locator(f'[data-person="{row}"] .tile').nth(level).tap()
        self._page.locator('[data-do="review"]').tap()
        self._comes("review")

    def _sends(self, is_unmarked: bool) -> None:
        if is_unmarked:
            self._page.locator('[data-ref="confirm"]').tap()
        self._page.wait_for_timeout(DEAF_MS)
        self._page.locator('[data-do="send"]').tap()
        self._comes("done")

    def _asks(self, receipt: str) -> None:
        self._page.goto(f"{self._base}/receipt")
        self._page.locator("#receipt").fill(receipt)
        self._page.locator('.receipt-form button[type="submit"]').tap()
        self._page.locator(".answer").filter(has_text=_HOLDS).wait_for()

    def _comes(self, screen: str) -> None:
        """Wait for a screen of the booth."""
        self._page.locator(f'[data-screen="{screen}"]:not([hidden])').wait_for()

    def _does(self, what: str, action: Callable[[], object]) -> None:
        """Act; a failure is told without Playwright's words, which may repeat an address."""
        from playwright.sync_api import Error

        try:
            action()
        except Error as error:
            kind = type(error).__name__
            raise BoothRefused("browser", f"the delegate in the browser: {what}: {kind}") from None


def _base(address: Address) -> str:
    port = f":{address.port}" if address.port else ""
    return f"{address.scheme}://{address.host}{port}{address.prefix}/c/{address.uuid}"
