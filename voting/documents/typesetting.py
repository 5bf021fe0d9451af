"""Typeset a paper: a Typst template of this package, and data that it shows as they are.

The data reach the template as JSON (`sys.inputs.data`), never as markup: a name like `#let $x$ *a*`
is printed letter for letter. Only the fonts of this package are used, and no clock: the same data
give the same bytes.
"""

import json
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = Path(__file__).parent / "fonts"


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of a template of `templates/` filled with data."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_tags=False,
        timestamp=0,
    )
