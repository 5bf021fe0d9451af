"""The result page on a phone, at a desk and on a projector; sorted and read otherwise by links."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hall import Hall, Phone, sights
from tests.browser.test_use import SMALL, faults
from tests.voting.people import Organizer
from voting.rules.profile import load_profile

Phones = Callable[..., Phone]
SCREENS = [("light", 360), ("dark", 360), ("light", 1280), ("dark", 1920)]


def publishes(hall: Hall) -> Hall:
    """Give a hall with a published result, in which one person has fallen."""
    hall.prepares(7, profile=load_profile("NQ96-2023"), total_members=12).opens()
    for place, card in enumerate(hall.cards[:8]):
        rows = [[1, 0, 0] if place > row else [0, 0, 1] for row in range(6)]
        hall.organizer.delegate(card).casts(*rows, [0, 0, 0] if place == 0 else [0, 1, 0])
    hall.organizer.finishes()
    return hall


def test_the_result_is_accessible_on_every_screen(
    hall: Hall, phones: Phones, packages: Path
) -> None:
    publishes(hall)
    for scheme, width in SCREENS:
        taken = phones(color_scheme=scheme, viewport={"width": width, "height": 800})
        for query in ("", "?sort=section", "?profile=NQ85-2014&sort=low"):
            taken.page.goto(f"{hall.base}/result{query}")
            wide, inner = taken.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= inner
            assert faults(taken, packages) + taken.page.evaluate(SMALL) == []


def test_the_order_and_the_reading_change_by_links_without_a_script(
    hall: Hall, phones: Phones
) -> None:
    publishes(hall)
    page = phones(java_script_enabled=False).page
    page.goto(f"{hall.base}/result")
    rows = page.locator("tbody th .place")
    expect(rows.first).to_have_text("1.")
    order = page.get_by_role("navigation", name="Thứ tự")
    order.get_by_role("link", name="Tín nhiệm thấp").tap()
    expect(rows.first).to_have_text("6.")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Tín nhiệm thấp")
    page.get_by_role("link", name="NQ85-2014").tap()
    expect(page.get_by_role("note")).to_contain_text("không phải kết quả chính thức")
    expect(rows.first).to_have_text("6.")
    page.get_by_role("link", name="Về kết quả chính thức").tap()
    expect(page.get_by_role("note")).to_have_count(0)


def test_the_picture_is_downloaded_in_both_kinds(hall: Hall, phones: Phones) -> None:
    publishes(hall)
    page = phones().page
    page.goto(f"{hall.base}/result?sort=low")
    pictures = page.get_by_role("navigation", name="Tải biểu đồ")
    for kind, beginning in (("SVG", b"<svg "), ("PNG", b"\x89PNG")):
        with page.expect_download() as saved:
            pictures.get_by_role("link", name=kind).tap()
        assert saved.value.suggested_filename == f"{hall.organizer.uuid}-result.{kind.lower()}"
        assert Path(saved.value.path()).read_bytes().startswith(beginning)


def test_the_drawing_stands_alone_in_a_browser(hall: Hall, phones: Phones) -> None:
    publishes(hall)
    page = phones(viewport={"width": 1280, "height": 900}).page
    page.goto(f"{hall.base}/result.svg")
    expect(page.locator("text", has_text="7. ")).to_have_count(1)
    boxes = page.locator("text").evaluate_all(
        "all => all.map((one) => one.getBBox()).map((box) => [box.x, box.x + box.width])"
    )
    assert all(first >= 0 and last <= 1281 for first, last in boxes)


def test_a_result_is_compared_with_an_earlier_one_and_a_table(
    hall: Hall, phones: Phones, packages: Path, tmp_path: Path
) -> None:
    earlier = publishes(Hall(Organizer(hall.organizer.instance), hall.server))
    publishes(hall)
    table = tmp_path / "bang.csv"
    names = "year,name,high,medium,low,ballots_collected\n2018,Vũ Đức Em 5,4,4,2,10\n"
    table.write_text(names, encoding="utf-8")
    taken = phones()
    page = taken.page
    page.goto(f"{hall.base}/result")
    page.get_by_role("link", name="So với các kỳ trước").tap()
    page.locator(f"#with-{earlier.organizer.uuid}").check()
    page.get_by_role("button", name="So sánh", exact=True).tap()
    expect(page.locator(".multiples li")).to_have_count(7)
    page.get_by_label("Bảng kết quả đã công bố").set_input_files(table)
    page.get_by_role("button", name="So với bảng này").tap()
    em = page.locator(".multiples li", has_text="Vũ Đức Em 5")
    expect(em.locator("svg")).to_have_count(3)
    expect(page.locator(".compare-table tbody").first).to_be_visible()
    for sight in sights(page):
        wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= inner
        assert faults(taken, packages) + page.evaluate(SMALL) == [], sight
