"""A receipt gets one verdict: on the command line, on the page, in the file saved from it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect

from audit.receipt_verdict import Verdict
from tests.audit.make_log_vectors import FOLDER
from tests.browser.camera import film, picture_of
from tests.browser.chromium import find_chromium
from tests.browser.hall import Hall, Phone
from tests.browser.test_check import png
from tests.browser.test_receipt_in_booth import cosigns, watched, watchers
from tests.voting.services.test_witnesses import Watcher
from voting.cli import main
from voting.client_assets import filled_page
from voting.services import evidence

__all__ = ["watchers"]


class Case:
    """A conference with three witnesses, of whom two are asked for; a receipt that two saw."""

    def __init__(self, hall: Hall, watchers: list[Watcher], folder: Path) -> None:
        self.hall, self.folder = watched(hall, watchers), folder
        ballots = [hall.organizer.delegate(card) for card in hall.cards[:3]]
        casts = [one.casts(*[[1, 0, 0]] * 3) for one in ballots]
        self.index, self.fresh = casts[0].index, casts[0].receipt
        cosigns(hall, *watchers[:2])
        organizer = hall.organizer
        self.receipt = evidence.read_receipt(organizer.instance, organizer.uuid, self.index)
        self.policy = folder / "policy.txt"
        text = evidence.read_policy(organizer.instance, organizer.uuid)
        self.policy.write_text(text, encoding="utf-8")
        self.spoilt_later = self._spoilt_later()

    def table(self) -> dict[Verdict, str]:
        """Give a receipt for each verdict."""
        lines = self.receipt.split("\n")
        log_line = next(line for line in lines if line.startswith("— "))
        witness_line = next(line for line in lines if line.startswith("— congdoan"))
        spoilt = witness_line[:-12] + "AAAAAAAAAAA="
        return {
            Verdict.HOLDS: self.receipt,
            Verdict.TOO_FEW_WITNESSES: self.fresh,
            Verdict.NOT_A_RECEIPT: self.receipt[: len(self.receipt) // 2],
            Verdict.NOT_A_BALLOT: self.receipt.replace(lines[1] + "\n", ""),
            Verdict.OTHER_CONFERENCE: self.receipt.replace(
                self.hall.organizer.uuid, "F34CzAnother23"
            ),
            Verdict.NOT_SIGNED: self.receipt.replace(f"{log_line}\n", ""),
            Verdict.BAD_SIGNATURE: self.receipt.replace(log_line, log_line[:-12] + "AAAAAAAAAAA="),
            Verdict.BAD_PATH: self.receipt.replace(
                f"index {self.index}", f"index {self.index - 1}"
            ),
            Verdict.BAD_COSIGNATURE: self.receipt.replace(witness_line, spoilt),
        }

    def _spoilt_later(self) -> str:
        """Cast once more; change what that receipt, which nobody confirmed, shows from before."""
        organizer = self.hall.organizer
        index = organizer.delegate(self.hall.cards[3]).casts(*[[1, 0, 0]] * 3).index
        text = evidence.read_receipt(organizer.instance, organizer.uuid, index)
        line = text.split("\n")[1]
        changed = b64decode(line.removeprefix("extra "))[:-13] + b"AAAAAAAAAAA=\n"
        return text.replace(line, f"extra {b64encode(changed).decode()}")

    def command_line_says(self, text: str) -> list[str]:
        """Give the verdict; the mark of the ballot box stands in test_box_mark."""
        file = self.folder / "receipt.txt"
        file.write_text(text, encoding="utf-8", newline="")
        words = ["receipt", "verify", str(file), "--policy", str(self.policy)]
        outcome = CliRunner().invoke(main, words, env={"LC_ALL": "vi_VN.UTF-8"})
        lines = outcome.output.splitlines()
        return [line for line in lines if not line.startswith("Dấu hòm phiếu ghi")]


@pytest.fixture
def case(hall: Hall, watchers: list[Watcher], tmp_path: Path) -> Case:
    return Case(hall, watchers, tmp_path)


def says(page: Page) -> list[str]:
    """Read the verdict, without the mark of the ballot box and the buttons below it."""
    verdict = page.locator('[data-ref="verdict"]')
    expect(verdict).to_be_visible()
    lines = verdict.locator(":scope > p:not(:has(a, button))").all_inner_texts()
    return [line.strip() for line in lines]


def judges(page: Page, text: str) -> list[str]:
    page.locator('[data-ref="text"]').fill(text)
    page.locator('[data-ref="form"] button').click()
    return says(page)


def off_line(browser: Browser, file: Path) -> tuple[BrowserContext, Page, list[str]]:
    """Open a file from disk with the network off; collect what it asks for or complains about."""
    context = browser.new_context(locale="vi-VN", offline=True)
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(file.as_uri())
    return context, page, seen


def test_one_verdict_in_the_same_words_everywhere(
    case: Case, phone: Phone, browser: Browser
) -> None:
    assert set(case.table()) == set(Verdict)
    table: dict[str, str] = {verdict.value: text for verdict, text in case.table().items()}
    table["too_few_and_a_spoilt_addition"] = case.spoilt_later
    wanted = {verdict: case.command_line_says(text) for verdict, text in table.items()}
    for verdict, lines in wanted.items():
        assert (f"[{verdict}]" in lines[0]) == (not verdict.startswith(("holds", "too_few")))
    assert "bản thân biên nhận vẫn đúng" in wanted["too_few_and_a_spoilt_addition"][3]
    page = phone.page
    page.goto(f"{case.hall.base}/receipt")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for verdict, text in table.items():
        assert judges(page, text) == wanted[verdict], verdict
    assert [url for url in sent if not url.startswith("blob:") and "/static/icon" not in url] == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải trang kiểm tra biên nhận").click()
    file = case.folder / "receipt-check.html"
    download.value.save_as(file)
    context, saved, seen = off_line(browser, file)
    expect(saved.locator('[data-ref="conference"]')).not_to_be_empty()
    for verdict, text in table.items():
        assert judges(saved, text) == wanted[verdict], verdict
    assert seen == [file.as_uri()]
    context.close()


def test_the_saved_file_agrees_with_python_on_every_vector(
    browser: Browser, packages: Path, tmp_path: Path
) -> None:
    assert packages.is_dir()
    file = tmp_path / "receipt-check.html"
    file.write_text(filled_page("receipt-check"), encoding="utf-8")
    vectors = json.loads((FOLDER / "receipts.json").read_text(encoding="utf-8"))
    context, page, seen = off_line(browser, file)
    for language in ("vi", "en"):
        for one in vectors["cases"]:
            trusted = vectors["key"] if one["policy"] is None else one["policy"]
            page.locator('[data-ref="trusted"]').fill(trusted)
            assert judges(page, one["receipt"]) == one["said"][language], one["name"]
        page.locator('[data-do="language"]').click()
    page.locator('[data-ref="trusted"]').fill("no key")
    page.locator('[data-ref="form"] button').click()
    expect(page.locator('[data-ref="fault"]')).not_to_be_empty()
    expect(page.locator('[data-ref="verdict"]')).to_be_hidden()
    assert seen == [file.as_uri()]
    context.close()


def test_a_receipt_comes_from_a_file_and_from_a_picture(case: Case, phone: Phone) -> None:
    wanted = case.command_line_says(case.receipt)
    page = phone.page
    page.goto(f"{case.hall.base}/receipt")
    file = case.folder / "receipt.txt"
    page.locator("#file").set_input_files(file)
    assert says(page) == wanted
    photo = case.folder / "photo.png"
    photo.write_bytes(png(picture_of(case.fresh, module=3)))
    page.locator("#file").set_input_files(photo)
    expect(page.locator('[data-ref="verdict"]')).to_contain_text("chưa đủ giám sát")
    newer = page.get_by_role("link", name="Lấy biên nhận mới hơn")
    with page.expect_download() as download:
        newer.click()
    assert download.value.path().read_text(encoding="utf-8") == case.receipt
    page.get_by_role("button", name="Hỏi hòm phiếu trên máy chủ").click()
    expect(page.locator(".answered")).to_contain_text(f"ở vị trí {case.index} trong")


def test_a_tracker_is_looked_up_by_the_server(case: Case, phone: Phone) -> None:
    page = phone.page
    page.goto(f"{case.hall.base}/receipt")
    page.locator('[data-ref="text"]').fill("A" * 43)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator(".answered")).to_contain_text("Không có phiếu nào mang mã này")


def test_without_javascript_the_server_says_the_same(
    case: Case, phones: Callable[..., Phone]
) -> None:
    page = phones(java_script_enabled=False).page
    page.goto(f"{case.hall.base}/receipt")
    expect(page.locator("#file")).to_be_hidden()
    for text in (case.receipt, case.table()[Verdict.BAD_PATH]):
        page.locator("#receipt").fill(text)
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        lines = page.locator(".answered > p").all_inner_texts()
        assert [line.strip() for line in lines] == case.command_line_says(text)


def test_the_camera_reads_a_receipt(browser: Browser, case: Case, tmp_path: Path) -> None:
    seen = film(tmp_path / "code.y4m", picture_of(case.fresh, module=3))
    arguments = [
        *("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        f"--use-file-for-fake-video-capture={seen}",
    ]
    launched = browser.browser_type.launch(executable_path=find_chromium(), args=arguments)
    try:
        page = launched.new_page(locale="vi-VN")
        page.goto(f"{case.hall.base}/receipt")
        page.get_by_role("button", name="Quét mã QR bằng máy ảnh").click()
        expect(page.locator('[data-ref="verdict"]')).to_contain_text("Biên nhận đúng")
        expect(page.locator("video")).to_be_hidden()
    finally:
        launched.close()
