"""What a person typed, made one thing: NFC, trimmed, single spaces; or a reason to refuse it."""

import re
import unicodedata

from voting.findings import Finding, code_point, is_invisible, quoted
from voting.plan.refusals import PlanRefusal, finding

MAX_TEXT = 500

_BLANK = " \t\r\n\u00a0\u202f\u3000"


def clean(raw: str) -> str:
    """Return the text in NFC, trimmed, with every run of spaces as one space."""
    return re.sub(r"[^\S\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", _trimmed(raw))


def text_finding(raw: str, *, row: int, column: str) -> Finding | None:
    """Return what is wrong with the text of a cell, or None."""
    text = _trimmed(raw)
    right = ungarbled(text)
    if right is not None:
        return finding(
            PlanRefusal.GARBLED_TEXT,
            row=row,
            column=column,
            value=quoted(text),
            right=quoted(right),
        )
    for character in text:
        if is_invisible(character) or character == "\ufffd":
            return finding(
                PlanRefusal.BAD_CHARACTER,
                row=row,
                column=column,
                value=quoted(text),
                character=code_point(character),
            )
    if len(clean(raw)) > MAX_TEXT:
        return finding(
            PlanRefusal.TEXT_TOO_LONG, row=row, column=column, length=len(text), limit=MAX_TEXT
        )
    return None


def ungarbled(text: str) -> str | None:
    """Return what UTF-8 text read as Windows-1252 was meant to be, or None if it is not that.

    Correct Vietnamese does not survive the way back: its letters are outside Windows-1252, or give
    bytes that are not UTF-8.
    """
    if text.isascii():
        return None
    try:
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte(character: str) -> bytes:
    """Return the byte that Windows-1252 read as this character (five bytes stay controls)."""
    return bytes([ord(character)]) if ord(character) < 0xA0 else character.encode("cp1252")


def _trimmed(raw: str) -> str:
    return unicodedata.normalize("NFC", raw).strip(_BLANK)
