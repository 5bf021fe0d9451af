"""Other ballots of the same hall, each from the plan to the published result on a phone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hall import Hall, Phone
from tests.browser.test_use import SMALL, faults
from tests.voting.people import Organizer
from voting.plan.plan_file import parse_plan
from voting.planning import definition_of

Phones = Callable[..., Phone]

PLAN = """
name = "Hội nghị cán bộ"
body = "Ban Chấp hành"
date = 2026-12-08
profile = "{profile}"
convened = 6
present = 6
cards = 6
trustees = "server"
people = [
  {{ name = "Nguyễn Văn An", position = "Chủ tịch" }},
  {{ name = "Trần Thị Bình", position = "Phó Chủ tịch" }},
]
"""


@dataclass(frozen=True)
class Kind:
    """A kind of ballot: what the booth says, what is chosen, what the result says."""

    profile: str
    title: str
    answers: tuple[str, ...]
    says: tuple[str, ...]
    lines: int


KINDS = (
    Kind(
        "BPTN-NQ96",
        "Phiếu bỏ phiếu tín nhiệm",
        ("Tín nhiệm", "Không tín nhiệm"),
        ("Không tín nhiệm quá 1/2.", "2 × 6 = 12 > 6 đã tới ngưỡng trên 1/2", "4 trên 6"),
        1,
    ),
    Kind(
        "XEPLOAI-4",
        "Phiếu xếp loại chất lượng",
        (
            "Hoàn thành xuất sắc nhiệm vụ",
            "Hoàn thành tốt nhiệm vụ",
            "Hoàn thành nhiệm vụ",
            "Không hoàn thành nhiệm vụ",
        ),
        ("Quy định này không đặt ngưỡng nào.",),
        0,
    ),
    Kind(
        "THAMDO",
        "Phiếu thăm dò",
        ("Đồng ý", "Không đồng ý"),
        ("Quy định này không đặt ngưỡng nào.", "Thăm dò không có mẫu thống nhất"),
        0,
    ),
)


def opened(organizer: Organizer, hall: Hall, written: str) -> Hall:
    """Open a conference of a plan as an organizer writes it."""
    plan = parse_plan(written.encode(), read=lambda name: b"")
    frozen = definition_of(plan, 2)
    names = (*type(frozen).__struct_fields__,)
    organizer.prepares(**{name: getattr(frozen, name) for name in names})
    organizer.rehearses()
    hall.cards = [one.card for one in organizer.prints()]
    return hall.opens()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.profile)
def test_a_ballot_goes_from_the_plan_to_the_result(
    kind: Kind, hall: Hall, phones: Phones, packages: Path
) -> None:
    opened(hall.organizer, hall, PLAN.format(profile=kind.profile))
    phone = phones()
    phone.scans(hall, hall.cards[0]).sees(kind.title)
    tiles = phone.page.locator('[data-person="0"] .tile')
    expect(tiles).to_have_count(len(kind.answers))
    for place, answer in enumerate(kind.answers):
        expect(tiles.nth(place)).to_contain_text(answer)
    assert faults(phone, packages) + phone.page.evaluate(SMALL) == []
    heights = "all => all.map((one) => one.getBoundingClientRect().height)"
    before = tiles.evaluate_all(heights)
    assert len(set(before)) == 1
    phone.chooses(0, 0)
    expect(tiles.first.locator("input")).to_be_checked()
    assert tiles.evaluate_all(heights) == before
    phone.chooses(1, len(kind.answers) - 1)
    phone.reviews().sends().sees("đã được ghi nhận")
    for card in hall.cards[1:]:
        first, *_, last = (
            [0] * place + [1] + [0] * (len(kind.answers) - place - 1)
            for place in range(len(kind.answers))
        )
        hall.organizer.delegate(card).casts(first, last)
    hall.organizer.finishes()
    page = phones().page
    page.goto(f"{hall.base}/result")
    for said in kind.says:
        expect(page.locator("main")).to_contain_text(said)
    expect(page.locator(".people-result thead")).to_contain_text(kind.answers[-1])
    expect(page.locator("svg.bar").first.locator("line.rule")).to_have_count(kind.lines)
    expect(page.locator("tbody .figure strong").first).to_have_text("6")
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= inner
    page.goto(f"{hall.base}/result.svg")
    expect(page.locator("text", has_text="6").first).to_be_visible()
