"""The verifier as a person has it: one file on disk, the network off, a record dropped on it."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit.evidence import read_evidence
from audit.inquiries import Inquiry
from audit.policy import make_policy
from audit.report import json_report
from audit.verifier import verify_record
from benchmarks.records import write_record
from tests.audit.forge import VECTORS, Draft, load
from tests.audit.forge_log import log_of
from tests.audit.logs import OTHER
from tests.audit.workshop import complete, workshop
from tests.browser.hall import Phone, sights
from tests.browser.test_use import faults
from voting.client_assets import BUILT, client_asset

Phones = Callable[..., Phone]

LONG = 300_000  # milliseconds, on a machine that does much else
FORGED = VECTORS / "forged" / "ballot-of-unlisted-credential.bel"
NO_WORKERS = "window.Worker = function () { throw new DOMException('no', 'SecurityError'); };"
SEEN = """() => {
    window.seen = [];
    const bar = document.querySelector("progress");
    const look = () => { if (bar.hasAttribute("value")) window.seen.push([bar.value, bar.max]); };
    new MutationObserver(look).observe(bar, { attributes: true });
}"""
DROP = """(files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
    }
    const drop = document.querySelector('[data-ref="drop"]');
    for (const kind of ["dragenter", "dragover", "drop"]) {
        drop.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
    }
}"""


class Desk:
    """A computer without a network, with the verifier's file open."""

    def __init__(self, phones: Phones, packages: Path, *scripts: str, **more: object) -> None:
        assert packages.is_dir()
        self.phone = phones(offline=True, accept_downloads=True, **more)
        self.page: Page = self.phone.page
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))
        for script in scripts:
            self.page.add_init_script(script)
        self.page.goto((BUILT / client_asset("verifier").file).as_uri())

    def drops(self, *paths: Path) -> None:
        """Drop files on the page."""
        files = [[path.name, b64encode(path.read_bytes()).decode()] for path in paths]
        self.page.evaluate(DROP, files)

    def reads(self) -> str:
        """Wait for the verdict and return it."""
        verdict = self.page.locator('[data-ref="verdict"]')
        expect(verdict).to_be_visible(timeout=LONG)
        return verdict.inner_text()

    def states(self) -> dict[str, str]:
        """Return how each numbered check is shown."""
        found = self.page.locator("[data-check]").evaluate_all(
            "all => all.map((one) => [one.dataset.check, one.dataset.state])"
        )
        return dict(found)

    def answers(self) -> list[str]:
        """Return the answer to each plain question, in order."""
        found = self.page.locator("[data-question] [data-answer]")
        expect(found).to_have_count(len(Inquiry), timeout=LONG)
        return list(found.evaluate_all("all => all.map((one) => one.dataset.answer)"))

    def took(self) -> str:
        return self.page.locator('[data-ref="took"]').inner_text()

    def saves(self, folder: Path) -> object:
        """Save the report and return it without the record's name."""
        with self.page.expect_download() as saved:
            self.page.get_by_role("button", name="JSON").click()
        target = folder / saved.value.suggested_filename
        saved.value.save_as(target)
        return without_name(target.read_text(encoding="utf-8"))

    def stayed_alone(self) -> None:
        """Nothing was asked of anybody, and nothing went wrong in the page."""
        assert {url.split(":")[0] for url in self.asked} <= {"file", "blob"}
        assert self.errors == []


def without_name(report: str) -> object:
    return {key: value for key, value in json.loads(report).items() if key != "record"}


def python_states(path: Path) -> dict[str, str]:
    return {str(one.check.value): one.state.value for one in verify_record(path).checks}


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of 81 ballots of 18 persons."""
    path = tmp_path_factory.mktemp("record") / "council.bel"
    return write_record(path, group_name="Ed25519", people=18, ballots=81, jobs=2)


def test_a_whole_record_is_dropped_and_verified_with_progress_and_no_network(
    phones: Phones, packages: Path, council: Path, tmp_path: Path
) -> None:
    desk = Desk(phones, packages)
    desk.page.evaluate(SEEN)
    desk.drops(council)
    expect(desk.page.locator('[data-ref="doing"]')).to_contain_text("phiếu", timeout=LONG)
    assert "HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt." in desk.reads()
    assert "luồng" in desk.took() and "không" not in desk.took()
    assert desk.states() == {str(number): "passed" for number in range(1, 23)}
    proofs = desk.page.locator('[data-question="3"]')
    expect(proofs).to_contain_text("Mọi bằng chứng của các phiếu có đúng không? CÓ")
    done = [value for value, whole in desk.page.evaluate("window.seen") if whole == 81]
    assert len(set(done)) > 5
    assert done == sorted(done)
    assert desk.saves(tmp_path) == without_name(json_report(verify_record(council, jobs=2), "vi"))
    desk.stayed_alone()


@pytest.mark.parametrize("scripts", [(), (NO_WORKERS,)], ids=["workers", "alone"])
def test_a_forged_record_is_refused_with_the_reason(
    phones: Phones, packages: Path, tmp_path: Path, scripts: tuple[str, ...]
) -> None:
    desk = Desk(phones, packages, *scripts)
    desk.drops(FORGED)
    assert "HỒ SƠ SAI: 8 điểm sai." in desk.reads()
    assert ("không dùng luồng phụ" in desk.took()) == bool(scripts)
    assert desk.states() == python_states(FORGED)
    thirteen = desk.page.locator('[data-check="13"]')
    expect(thirteen).to_contain_text("Phiếu có mã công khai không nằm trong danh sách.")
    desk.page.get_by_role("button", name="English").click()
    expect(thirteen).to_contain_text("A ballot of a credential that is not on the list.")
    assert "NOT SOUND: 8 findings." in desk.reads()
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    assert desk.saves(tmp_path) == without_name(json_report(verify_record(FORGED), "en"))
    desk.stayed_alone()


def test_another_record_an_earlier_copy_and_what_is_no_record(
    phones: Phones, packages: Path, tmp_path: Path
) -> None:
    desk = Desk(phones, packages)
    readme = tmp_path / "readme.txt"
    readme.write_text("x" * 2000, encoding="utf-8")
    desk.page.locator('[data-ref="record"]').set_input_files(readme)
    assert "KHÔNG ĐỌC ĐƯỢC: readme.txt: byte 0: Tệp này không phải là hồ sơ .bel" in desk.reads()
    desk.page.get_by_role("button", name="Kiểm hồ sơ khác").click()
    desk.page.get_by_text("So với một bản tải về trước đó").click()
    whole: Draft = load("plain")
    longer, shorter = tmp_path / "longer.bel", tmp_path / "shorter.bel"
    longer.write_bytes(whole.archive())
    shorter.write_bytes(load("two-options").archive())
    desk.page.locator('[data-ref="earlier"]').set_input_files(longer)
    expect(desk.page.locator('[data-ref="earlier-name"]')).to_have_text("longer.bel")
    desk.drops(shorter)
    assert "HỒ SƠ SAI: 1 điểm sai." in desk.reads()
    assert desk.states()["23"] == "failed"
    desk.page.get_by_role("button", name="Kiểm hồ sơ khác").click()
    desk.drops(longer)
    assert "HỒ SƠ ĐÚNG" in desk.reads()
    assert desk.states()["23"] == "passed"
    desk.stayed_alone()


def test_a_name_in_a_record_cannot_become_part_of_the_page(
    phones: Phones, packages: Path, tmp_path: Path
) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.bel"
    draft = load("open")
    name = "<script>alert(1)</script>\u202e".encode()
    election = draft.election.replace(b'"name":"', b'"name":"' + name)
    path.write_bytes(Draft(1, election, draft.trustees, draft.credentials).archive())
    desk = Desk(phones, packages)
    desk.drops(path)
    assert "HỒ SƠ ĐÚNG cho đến mức hiện có" in desk.reads()
    report = desk.page.locator('[data-ref="report"]')
    expect(report).to_contain_text("<script>alert(1)</script>\\u202e")
    expect(report.locator("img, script")).to_have_count(0)
    desk.stayed_alone()


def test_a_verification_can_be_stopped(phones: Phones, packages: Path, council: Path) -> None:
    desk = Desk(phones, packages)
    desk.drops(council)
    desk.page.get_by_role("button", name="Dừng").click(timeout=LONG)
    expect(desk.page.locator('[data-ref="fault"]')).to_have_text("Đã dừng. Chưa có kết luận.")
    desk.drops(FORGED)
    assert "HỒ SƠ SAI" in desk.reads()
    desk.stayed_alone()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A record, its log and policy, a checkpoint, a receipt, a checkpoint of another key."""
    shop = workshop()
    draft = complete(shop)
    log = log_of(draft, shop)
    contents = {
        "council.bel": draft.archive(),
        "council.tlog": log.archive(),
        "policy.txt": make_policy(log.policy),
        "checkpoint.txt": log.checkpoint(4).encode(),
        "receipt.txt": log.receipt(log.index("Ballot")).encode(),
        "foreign.txt": replace(log, key=OTHER).checkpoint(4).encode(),
    }
    folder = tmp_path_factory.mktemp("kept")
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


WHOLE = ("receipt.txt", "policy.txt", "council.tlog", "checkpoint.txt", "council.bel")


def test_record_log_policy_and_what_was_kept_answer_every_question(
    phones: Phones, packages: Path, kept: dict[str, Path], tmp_path: Path
) -> None:
    desk = Desk(phones, packages)
    desk.drops(*(kept[name] for name in WHOLE))
    assert "HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt." in desk.reads()
    assert desk.answers() == ["yes"] * 9
    assert set(desk.states().values()) == {"passed"}
    assert list(desk.states()) == [str(number) for number in range(1, 35) if number != 23]
    expect(desk.page.locator('[data-ref="trust"]')).to_contain_text("policy.txt")
    earlier = [kept["receipt.txt"], kept["checkpoint.txt"]]
    evidence = read_evidence(kept["council.tlog"], kept["policy.txt"], earlier)
    verdict = verify_record(kept["council.bel"], evidence=evidence)
    assert desk.saves(tmp_path) == without_name(json_report(verdict, "vi"))
    desk.stayed_alone()


def test_files_are_taken_in_any_order_and_one_by_one(
    phones: Phones, packages: Path, kept: dict[str, Path]
) -> None:
    desk = Desk(phones, packages)
    waiting = desk.page.locator('[data-ref="waiting"]')
    expect(waiting).to_be_hidden()
    desk.drops(kept["council.tlog"])
    expect(waiting).to_contain_text("council.tlog (sổ). Còn thiếu hồ sơ .bel.")
    desk.drops(kept["council.bel"])
    desk.reads()
    expect(desk.page.locator('[data-ref="trust"]')).to_contain_text("tin lời máy chủ về chính nó")
    first = desk.page.locator('[data-question="1"]')
    expect(first).to_contain_text("theo chính sách lấy từ chính sổ (chưa có policy.txt)")
    desk.page.locator('[data-ref="more"]').set_input_files(kept["policy.txt"])
    expect(desk.page.locator('[data-ref="trust"]')).to_contain_text("policy.txt", timeout=LONG)
    assert desk.answers() == ["yes"] * 5 + ["unchecked"] + ["yes"] * 3
    desk.drops(kept["foreign.txt"])
    expect(desk.page.locator('[data-check="34"]')).to_contain_text("foreign.txt", timeout=LONG)
    assert desk.answers()[5] == "no"
    desk.stayed_alone()


def test_what_is_missing_is_said_without_words_of_a_command_line(
    phones: Phones, packages: Path, kept: dict[str, Path]
) -> None:
    desk = Desk(phones, packages)
    desk.drops(kept["policy.txt"], kept["council.bel"])
    desk.reads()
    report = desk.page.locator('[data-ref="report"]')
    expect(report).to_contain_text("chỉ dùng được cùng với sổ .tlog")
    expect(report).to_contain_text("thiếu sổ; hãy thêm tệp .tlog")
    expect(report).not_to_contain_text(re.compile("--(log|policy|earlier)"))
    desk.drops(kept["council.bel"], FORGED)
    expect(desk.page.locator('[data-ref="fault"]')).to_contain_text("Có hơn một hồ sơ .bel")
    desk.drops(FORGED)
    expect(desk.page.locator('[data-check="13"]')).to_have_attribute(
        "data-state", "failed", timeout=LONG
    )
    expect(report).not_to_contain_text("chỉ dùng được cùng với sổ .tlog")
    desk.stayed_alone()


def test_a_file_that_is_nothing_of_the_kind_is_told(
    phones: Phones, packages: Path, kept: dict[str, Path], tmp_path: Path
) -> None:
    desk = Desk(phones, packages)
    other = tmp_path / "notes.txt"
    other.write_text("Không phải.", encoding="utf-8")
    desk.drops(kept["council.tlog"], other)
    expect(desk.page.locator('[data-ref="fault"]')).to_contain_text("Có tệp không phải là hồ sơ")
    cut = tmp_path / "cut.tlog"
    cut.write_bytes(kept["council.tlog"].read_bytes()[:100])
    desk.drops(cut, kept["council.bel"])
    assert "KHÔNG ĐỌC ĐƯỢC: cut.tlog: byte 16:" in desk.reads()
    desk.page.get_by_role("button", name="Kiểm hồ sơ khác").click()
    desk.drops(kept["council.tlog"])
    desk.page.get_by_role("button", name="Bỏ các tệp này").click()
    expect(desk.page.locator('[data-ref="waiting"]')).to_be_hidden()
    desk.stayed_alone()


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    phones: Phones, packages: Path, kept: dict[str, Path]
) -> None:
    desk = Desk(phones, packages, is_mobile=False)

    def look() -> None:
        for view in ({"width": 360, "height": 800}, {"width": 1280, "height": 800}):
            for sight in sights(desk.page, view, view):
                assert faults(desk.phone, packages) == [], sight
                inner = desk.page.evaluate("document.documentElement.scrollWidth")
                assert inner <= view["width"]

    look()
    desk.drops(kept["council.tlog"])
    expect(desk.page.locator('[data-ref="waiting"]')).to_be_visible()
    look()
    whole = (kept["foreign.txt"], kept["council.tlog"], kept["council.bel"])
    for files, failing in (((FORGED,), "13"), (whole, "34")):
        desk.drops(*files)
        shown = desk.page.locator(f'[data-check="{failing}"][data-state="failed"]')
        expect(shown).to_be_visible(timeout=LONG)
        look()
