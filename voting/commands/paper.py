"""What the commands that make papers share: options, files, progress."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from voting.commands.common import console, refuse_existing, say, write_secret
from voting.documents.cards import (
    CardSheet,
    Paper,
    card_pdf,
    draw_codes,
    require_void_sheets,
)
from voting.plan.keys import web_address
from voting.speech import language_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LOCAL = "http://127.0.0.1:8000"
F = TypeVar("F", bound=Callable[..., Any])


class WebAddress(click.ParamType[str]):
    """The value of --base-url."""

    name = "URL"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read the value as a plan's address is read."""
        try:
            return web_address(value)
        except ValueError:
            self.fail("http://192.168.1.10:8000, https://phieu.example.vn, …", param, ctx)


BASE_URL = click.option(
    "--base-url",
    type=WebAddress(),
    help="Địa chỉ máy chủ trong mã QR · The server's address in the QR codes (default: that of the "
    f"plan, or {LOCAL}).",
)
OUT = click.option(
    "--out", type=FOLDER, required=True, help="Thư mục ghi tệp · Folder for the files."
)
LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="Ngôn ngữ trên giấy · Language of the paper.",
)
PAPER = click.option(
    "--paper",
    type=click.Choice([one.value for one in Paper]),
    default=Paper.A4.value,
    show_default=True,
    help="A4: 8 thẻ một tờ; A6: một thẻ một tờ · A4: 8 cards a sheet; A6: one.",
)
COUNT = click.option(
    "--count", type=int, help="Số thẻ (mặc định theo kế hoạch) · How many cards (default: plan)."
)
VOID_SHEETS = click.option(
    "--void-sheets",
    is_flag=True,
    help="In kèm tờ huỷ, mỗi tờ cho 40 thẻ · Void sheets behind the cards, one for every 40: a "
    "stack that was not opened becomes void by one scan. Not for cards of several votes; see "
    "docs/cards.md for what they give away.",
)


def card_options(command: F) -> F:
    """Add the options of every command that makes cards."""
    for option in (VOID_SHEETS, LANGUAGE, PAPER, COUNT, OUT):
        command = option(command)
    return command


class CardFiles:
    """The files of a batch of cards in one folder: written whole, never over others."""

    def __init__(self, folder: Path, paper: str, *more: str) -> None:
        self.folder = folder
        self.paper = Paper(paper)
        self.pdf = f"cards-{paper}.pdf"
        self.written: list[Path] = []
        for name in (self.pdf, *more):
            refuse_existing(folder / name)

    def write(self, name: str, content: bytes) -> None:
        """Write a file of mode 0600."""
        write_secret(self.folder / name, content)
        self.written.append(self.folder / name)

    def write_cards(self, sheet: CardSheet) -> None:
        """Draw and typeset the cards, with a bar for each step. Raises VotingRefused."""
        if sheet.has_void_sheets:
            require_void_sheets(sheet)
        with progress() as bars:
            drawing = bars.add_task(_word("Vẽ mã QR", "QR codes"), total=len(sheet.credentials))
            codes = draw_codes(sheet, lambda: bars.advance(drawing))
            laying = bars.add_task(_word("Dàn trang", "Layout"), total=None)
            self.write(self.pdf, card_pdf(sheet, self.paper, codes))
            bars.update(laying, total=len(codes), completed=len(codes))

    @contextmanager
    def kept_if_done(self) -> Iterator[None]:
        """Remove what was written if the rest fails: such cards would be void."""
        try:
            yield
        except BaseException:
            for path in self.written:
                path.unlink(missing_ok=True)
            raise


def progress() -> Progress:
    """Return live bars on standard error; silent when it is not a terminal."""
    shown = console(err=True)
    return Progress(
        TextColumn("{task.description:<14}"),
        BarColumn(bar_width=36),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=shown,
        disable=not shown.is_terminal,
    )


def _word(vi: str, en: str) -> str:
    return vi if language_of(os.environ) == "vi" else en


def warn_if_local(base_url: str) -> None:
    """Say so when the codes point to this very machine, where no phone can follow."""
    if urlsplit(base_url).hostname in ("localhost", "127.0.0.1"):
        say(
            f"Chú ý: mã QR trỏ tới {base_url}, điện thoại không mở được. Hãy dùng --base-url.",
            f"Note: the QR codes point to {base_url}, which no phone can open. Use --base-url.",
        )
