"""A paper as a list of blocks; `office.typ` lays it out as PDF, `voting.documents.word` as DOCX.

Texts are plain and stay plain: a name like `#let $x$` is printed letter for letter.
"""

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from voting.documents.qr import svg_of
from voting.findings import Language

Align = Literal["left", "center", "right"]


class _Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """A part of a paper."""


class Head(_Block, frozen=True, kw_only=True, tag="head"):
    """The two columns on top (NĐ 30/2020; the Party's): who writes, under which name, when.

    left: lines from the upper body down to the own, the last one bold. right: lines, the first one
    bold. mark: a star under the left column, as the Party's offices write it, instead of a rule.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    number: str
    date: str
    mark: bool


class Title(_Block, frozen=True, kw_only=True, tag="title"):
    """What paper it is, and of what, in the middle."""

    text: str
    below: tuple[str, ...] = ()


class Heading(_Block, frozen=True, kw_only=True, tag="heading"):
    """A heading; it stays with what follows."""

    text: str


class Text(_Block, frozen=True, kw_only=True, tag="text"):
    """A paragraph. quiet: small; large: to be read from afar. keep: with what follows."""

    text: str
    style: Literal["plain", "quiet", "strong", "large"] = "plain"
    align: Align = "left"
    keep: bool = False


class Items(_Block, frozen=True, kw_only=True, tag="items"):
    """A list."""

    items: tuple[str, ...]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a table; it reaches over `columns` and `rows`."""

    text: str
    columns: int = 1
    rows: int = 1


class Table(_Block, frozen=True, kw_only=True, tag="table"):
    """A table whose heading is repeated on every page; a row never breaks.

    widths: shares of the line. head: rows of cells. body: rows of texts; a row of one text is a
    heading over the whole width. names: the column whose first line is strong, if there is one.
    """

    widths: tuple[int, ...]
    aligns: tuple[Align, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[str, ...], ...]
    names: int | None = None


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """A place to sign: in what role, and the name below the signature ("": dots)."""

    roles: tuple[str, ...]
    note: str
    name: str


class Signatures(_Block, frozen=True, kw_only=True, tag="signatures"):
    """Places to sign: two, then three in a row; a row never breaks."""

    signers: tuple[Signer, ...]


class Code(_Block, frozen=True, kw_only=True, tag="code"):
    """A QR code with lines beside it. modules: rows of "0" and "1" without the quiet zone."""

    modules: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


class Fold(_Block, frozen=True, kw_only=True, tag="fold"):
    """A dotted line at a third of the page, along which it is folded."""

    text: str


Block = Head | Title | Heading | Text | Items | Table | Signatures | Code | Fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper: its title for the file, its language, its blocks. landscape: lying A4."""

    title: str
    language: Language
    blocks: tuple[Block, ...]
    landscape: bool = False
    size: int = 13
    foot: str = ""

    def data(self) -> dict[str, Any]:
        """Return what the Typst template is given."""
        return {
            "title": self.title,
            "language": self.language,
            "landscape": self.landscape,
            "size": self.size,
            "foot": self.foot,
            "words": {},
            "blocks": [_data(block) for block in self.blocks],
        }


def _data(block: Block) -> dict[str, Any]:
    """Return a block as plain data; a code with its drawing."""
    data: dict[str, Any] = msgspec.to_builtins(block)
    if isinstance(block, Code):
        data["svg"] = svg_of(block.modules)
    return data


def plain_row(*texts: str) -> tuple[Cell, ...]:
    """Return a row of a table's heading whose cells are all plain."""
    return tuple(Cell(text=text) for text in texts)
