"""Every page of a conference, judged by axe at the width of a phone and of a desk."""

from collections.abc import Callable
from pathlib import Path

from tests.browser import walk
from tests.browser.hall import Hall, Phone, sights
from tests.browser.test_use import faults


def test_axe_finds_nothing_on_the_whole_way(
    hall: Hall, phones: Callable[..., Phone], packages: Path, tmp_path: Path
) -> None:
    phone = phones()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for sight in sights(phone.page):
            wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            found[f"{name} {sight}"] = faults(phone, packages) + ["sideways"] * (wide > inner)

    hall.prepares(walk.PEOPLE, cards=9)
    walk.walk_before(hall, phone, look)
    walk.walk_booth(hall, phone, look)
    walk.walk_receipt(hall, phone, look, tmp_path / "receipt-check.html")
    walk.walk_public(hall, phone, look)
    walk.walk_after(hall, phone, look)
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) >= 2 * 35
