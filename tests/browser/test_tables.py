"""The page for published tables, used by a journalist on a phone and at a desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hall import Phone
from tests.browser.test_use import SMALL, faults
from tests.voting.tables.tables import RESULTS, published
from voting.demo.server import DemoServer

Phones = Callable[..., Phone]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 360), ("dark", 360), ("light", 1920), ("dark", 1280)]
)
def test_a_pasted_table_is_judged_on_any_screen(
    scheme: str, width: int, server: DemoServer, phones: Phones, packages: Path
) -> None:
    taken = phones(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = taken.page
    page.goto(f"{server.url}/table")
    page.get_by_label("Dán bảng").fill(published("na_2018").replace("67.42", "64.42"))
    page.get_by_role("button", name="Kiểm tra bảng").click()
    expect(page.get_by_role("status")).to_contain_text("327/485 là 67,42%")
    expect(page.locator("td.cell-wrong")).to_have_count(1)
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= inner
    assert faults(taken, packages) + page.evaluate(SMALL) == []


def test_a_chosen_file_is_judged_in_english(server: DemoServer, phones: Phones) -> None:
    page = phones(locale="en-GB").page
    page.goto(f"{server.url}/table")
    page.get_by_label("Or choose a CSV file").set_input_files(RESULTS / "na_2013.csv")
    page.get_by_role("button", name="Check the table").click()
    expect(page.get_by_role("status")).to_contain_text("41 of 41 percentages fit")
    expect(page.get_by_role("status")).to_contain_text("Nothing wrong was found.")
