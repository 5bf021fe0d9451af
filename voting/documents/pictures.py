"""A picture as PNG, made from its SVG by the typesetter, with the fonts of this package only."""

import re
from functools import lru_cache
from threading import Lock
from typing import Final

import typst

from voting.documents.typesetting import FONTS, TEMPLATES

PIXELS_A_UNIT: Final = 1.5
_SIZE: Final = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
_one_at_a_time: Final = Lock()


class NotAPicture(ValueError):
    """The SVG names no size."""


@lru_cache(maxsize=32)
def png_of(svg: str) -> bytes:
    """Return an SVG of our own as PNG, one and a half pixels a unit. Raises NotAPicture."""
    size = _SIZE.match(svg)
    if size is None:
        raise NotAPicture
    with _one_at_a_time:
        return typst.compile(
            TEMPLATES / "picture.typ",
            root=TEMPLATES,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"svg": svg, "width": size[1], "height": size[2]},
            format="png",
            ppi=72 * PIXELS_A_UNIT,
        )
