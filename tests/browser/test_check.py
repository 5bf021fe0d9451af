"""The check page: a second device says what an opened ballot encrypts, and sends nothing."""

import struct
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.camera import HEIGHT, WIDTH, film, picture_of
from tests.browser.chromium import find_chromium
from tests.browser.hall import HIGH, LOW, PATIENCE_MS, Hall, Phone
from tests.browser.screen import code_in
from voting.cli import main

CHOSEN = ["Tín nhiệm cao", "không đánh dấu", "Tín nhiệm thấp"]

CHOOSE_A_PICTURE = """() => {
  const given = new DataTransfer();
  given.items.add(new File(["no picture"], "photo.png", { type: "image/png" }));
  const input = document.getElementById("file");
  input.files = given.files;
  input.dispatchEvent(new Event("change"));
  const ref = (name) => document.querySelector(`[data-ref="${name}"]`);
  const [hash, fault] = [ref("hash").textContent, ref("fault").textContent];
  return { hidden: ref("found").hidden, hash, choices: ref("choices").children.length, fault };
}"""
# A person who thinks before allowing the camera.
ASK_FOR_THE_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = () => new Promise((allow) => { window.allow = allow; });
}"""
ALLOW_THE_CAMERA = """async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d");
  const stream = canvas.captureStream();
  window.allow(stream);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const ref = (name) => document.querySelector(`[data-ref="${name}"]`);
  const [track] = stream.getTracks();
  const { hidden } = ref("video");
  return { track: track.readyState, hidden, said: ref("camera").textContent };
}"""


class Opened:
    """A ballot that a delegate opened on the phone: its mark, its file and its code."""

    def __init__(self, phone: Phone, hall: Hall, folder: Path) -> None:
        phone.scans(hall, hall.cards[0]).chooses_all([HIGH, None, LOW]).reviews()
        phone.presses("Kiểm tra máy")
        expect(phone.page.locator('[data-ref="check-hash"]')).not_to_be_empty()
        phone.waits()
        phone.presses("Mở phiếu này")
        phone.sees("không gửi được nữa")
        self.mark = phone.reads("opened-hash")
        with phone.page.expect_download() as saved:
            phone.page.get_by_role("link", name="Tải tệp kiểm tra").click()
        self.file = folder / "opened.json"
        saved.value.save_as(self.file)
        self.code = self._code()
        assert code_in(phone.page.locator('[data-ref="opened-qr"]')) == self.code
        self.address = phone.reads("check-address")
        assert code_in(phone.page.locator('[data-ref="check-qr"]')) == self.address

    def _code(self) -> str:
        import json

        opened = json.loads(self.file.read_bytes())
        rows = [f"{r['attempt']}.{''.join(map(str, r['plaintexts']))}" for r in opened["rows"]]
        return f"1/{opened['credential']}/{opened['seed']}/{'-'.join(rows)}"


@pytest.fixture
def opened(phone: Phone, hall: Hall, tmp_path: Path) -> Opened:
    return Opened(phone, hall.prepares().opens(), tmp_path)


@pytest.fixture
def device(phones: object, hall: Hall, opened: Opened) -> Page:
    assert callable(phones)
    taken: Phone = phones()
    assert opened.address == f"{hall.base}/check"
    taken.page.goto(opened.address)
    return taken.page


def says(page: Page, opened: Opened) -> None:
    expect(page.locator('[data-ref="found"]')).to_be_visible()
    expect(page.locator('[data-ref="hash"]')).to_have_text(opened.mark, use_inner_text=True)
    expect(page.locator('[data-ref="choices"] .said')).to_have_text(CHOSEN, use_inner_text=True)
    expect(page.locator('[data-ref="choices"] .name').first).to_contain_text("Nguyễn Văn An")


def png(brightness: bytes) -> bytes:
    """Write a grey picture as PNG."""
    rows = b"".join(b"\0" + brightness[y * WIDTH : (y + 1) * WIDTH] for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_file_is_checked_and_nothing_is_sent(device: Page, opened: Opened, hall: Hall) -> None:
    sent: list[Request] = []
    device.on("request", lambda request: sent.append(request))
    device.locator("#file").set_input_files(opened.file)
    says(device, opened)
    assert {request.method for request in sent} == {"GET"}
    asked = {request.url.removeprefix(hall.server.url) for request in sent}
    election = f"/api/conferences/{hall.organizer.uuid}/election"
    assert {url for url in asked if not url.startswith(("/static/", "blob:"))} == {election}
    device.get_by_role("button", name="Xoá và kiểm tra phiếu khác").click()
    expect(device.locator('[data-ref="found"]')).to_be_hidden()
    assert opened.mark not in device.content()


def test_a_code_is_checked_when_it_is_typed_or_photographed(
    device: Page, opened: Opened, tmp_path: Path
) -> None:
    device.get_by_label("dán nội dung").fill(opened.code)
    device.get_by_role("button", name="Kiểm tra", exact=True).click()
    says(device, opened)
    device.get_by_role("button", name="Xoá và kiểm tra phiếu khác").click()
    expect(device.locator('[data-ref="found"]')).to_be_hidden()
    photo = tmp_path / "photo.png"
    photo.write_bytes(png(picture_of(opened.code, module=6)))
    device.locator("#file").set_input_files(photo)
    says(device, opened)


def test_what_was_found_is_gone_as_soon_as_another_ballot_is_given(
    device: Page, opened: Opened
) -> None:
    device.locator("#file").set_input_files(opened.file)
    says(device, opened)
    shown = device.evaluate(CHOOSE_A_PICTURE)  # read in the very task that gives the picture
    assert shown == {"hidden": True, "hash": "", "choices": 0, "fault": ""}
    expect(device.locator('[data-ref="fault"]')).to_contain_text("Không thấy mã QR")
    expect(device.locator('[data-ref="progress"]')).to_be_empty()


def test_what_was_changed_is_refused_and_a_picture_without_a_code_is_said(
    device: Page, opened: Opened, tmp_path: Path
) -> None:
    fault = device.locator('[data-ref="fault"]')
    changed = tmp_path / "changed.json"
    changed.write_bytes(opened.file.read_bytes().replace(b"[1,0,0]", b"[0,1,0]", 1))
    device.locator("#file").set_input_files(changed)
    expect(fault).to_contain_text("invalid_proof")
    expect(device.locator('[data-ref="found"]')).to_be_hidden()
    empty = tmp_path / "empty.png"
    empty.write_bytes(png(b"\xeb" * (WIDTH * HEIGHT)))
    device.locator("#file").set_input_files(empty)
    expect(fault).to_contain_text("Không thấy mã QR")


def test_the_command_line_says_the_same_over_the_network(opened: Opened, hall: Hall) -> None:
    mark = opened.mark.replace(" ", "")
    words = ["ballot", "check", str(opened.file), "--election", f"{hall.base}/", "--hash", mark]
    said = CliRunner().invoke(main, words, env={"LC_ALL": "vi_VN.UTF-8"})
    assert said.exit_code == 0, said.output
    lines = [line for line in said.stdout.splitlines() if line.startswith("   ")]
    assert [line.rpartition(": ")[2] for line in lines] == CHOSEN
    assert "trùng khớp" in said.stdout


def test_a_camera_that_is_allowed_too_late_stays_off(device: Page, opened: Opened) -> None:
    device.evaluate(ASK_FOR_THE_CAMERA)
    device.get_by_role("button", name="Quét bằng máy ảnh").click()
    device.locator("#file").set_input_files(opened.file)
    says(device, opened)
    assert device.evaluate(ALLOW_THE_CAMERA) == {"track": "ended", "hidden": True, "said": ""}
    says(device, opened)


def test_a_camera_whose_picture_cannot_be_shown_is_turned_off(device: Page) -> None:
    device.evaluate(ASK_FOR_THE_CAMERA)
    device.evaluate("() => { HTMLMediaElement.prototype.play = () => Promise.reject(); }")
    device.get_by_role("button", name="Quét bằng máy ảnh").click()
    seen = device.evaluate(ALLOW_THE_CAMERA)
    assert (seen["track"], seen["hidden"]) == ("ended", True)
    assert "Không dùng được máy ảnh" in seen["said"]


def test_the_camera_reads_an_opened_ballot(
    browser: Browser, hall: Hall, opened: Opened, tmp_path: Path
) -> None:
    seen = film(tmp_path / "code.y4m", picture_of(opened.code, module=6))
    arguments = [
        *("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        f"--use-file-for-fake-video-capture={seen}",
    ]
    launched = browser.browser_type.launch(
        executable_path=find_chromium(), args=arguments, timeout=3 * PATIENCE_MS
    )
    try:
        page = launched.new_page(locale="vi-VN")
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{hall.base}/check")
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        says(page, opened)
        expect(page.locator("video")).to_be_hidden()
    finally:
        launched.close()
