"""Typeset a paper: a Typst template of this package, and data that it shows as they are.

The data reach the template as JSON (`sys.inputs.data`), never as markup: a name like `#let $x$ *a*`
is printed letter for letter. Only the fonts of this package are used, and no clock: the same data
give the same bytes.
"""

import json
from pathlib import Path
from threading import local
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = Path(__file__).parent / "fonts"
_own: Final = local()


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of a template of `templates/` filled with data."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler(template).compile(sys_inputs=inputs, pdf_tags=False, timestamp=0)
    if not isinstance(made, bytes):  # a list, of pictures
        raise TypeError(template)
    return made


def _compiler(template: str) -> typst.Compiler:
    """Return this thread's compiler of a template: the fonts are found and read once."""
    made: dict[str, typst.Compiler] = _own.__dict__
    if template not in made:
        made[template] = typst.Compiler(
            TEMPLATES / template, root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True
        )
    return made[template]
