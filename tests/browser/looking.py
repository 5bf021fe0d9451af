"""A look at a page: axe, small targets, width, at a phone's size and a desk's, light and dark."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.browser.hall import VIEW, Phone
from tests.browser.test_use import SMALL, faults

Look = Callable[[str, Phone], None]
WIDE = {"width": 1280, "height": 900}


def looking(found: dict[str, list[str]], packages: Path) -> Look:
    """Return how to look at a page under a name; what is wrong with it goes to `found`."""

    def look(name: str, whose: Phone) -> None:
        page, usual = whose.page, whose.page.viewport_size
        page.wait_for_load_state()  # its style, too
        for scheme, view in (("light", VIEW), ("dark", WIDE)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
            page.set_viewport_size(view)  # type: ignore[arg-type]  # width and height
            small = page.evaluate(SMALL.replace("label.tile", "label.choice"))
            wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            sideways = ["sideways"] * (wide > inner)
            found[f"{name} {scheme}"] = [*faults(whose, packages), *small, *sideways]
            if folder := os.environ.get("TINNHIEM_SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{name}-{scheme}.png", full_page=True)
        page.set_viewport_size(usual)  # type: ignore[arg-type]  # it has one

    return look
