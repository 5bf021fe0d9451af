"""Findings: what is wrong, where, and what a right value looks like, in two languages.

A package keeps a closed list of codes (a StrEnum) and one catalogue of sentence templates; a
finding is a code with its template filled in. An error carries every finding, never only the first.
Values come from files that other people wrote, so they are shown quoted, short and without
characters that could steer a terminal.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Self

from ballots.errors import Sentence

Language = Literal["vi", "en"]

SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; row and column when it was found in a table (row 1 is the first).

    key: of the plan, when it is about one.
    """

    code: StrEnum
    text: Sentence
    row: int | None = None
    column: str | None = None
    key: str | None = None

    def sentence(self, language: Language) -> str:
        """Return the sentence in the language asked for."""
        return sentence_in(self.text, language)


class FindingsError(Exception):
    """Root of the errors that carry findings; `refusal` is the code of the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        self.refusal = self.findings[0].code
        super().__init__("; ".join(f"{each.code.value}: {each.text.en}" for each in self.findings))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Finding, ...]]]:
        """Let a worker process hand the error over unchanged."""
        return type(self), (self.findings,)

    def sentences(self, language: Language) -> list[str]:
        """Return every sentence, in the order found."""
        return [each.sentence(language) for each in self.findings]


def sentence_in(text: Sentence, language: Language) -> str:
    """Return one language of a sentence."""
    return text.vi if language == "vi" else text.en


def fill(template: Sentence, values: Mapping[str, object]) -> Sentence:
    """Put values into a template; a value that is itself a Sentence gives each language its own."""
    vi = {key: v.vi if isinstance(v, Sentence) else v for key, v in values.items()}
    en = {key: v.en if isinstance(v, Sentence) else v for key, v in values.items()}
    return Sentence(template.vi.format(**vi), template.en.format(**en))


def quoted(value: object) -> str:
    """Show a foreign value: in quotes, cut short, control and invisible characters as U+XXXX."""
    text = str(value)
    cut = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"
    return f"“{''.join(_visible(character) for character in cut)}”"


def is_invisible(character: str) -> bool:
    """Say whether a character is a control, a format mark, a line separator or no character."""
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")


def code_point(character: str) -> str:
    """Name a character as U+XXXX."""
    return f"U+{ord(character):04X}"


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word most like the one typed, or None if nothing is like it."""
    by_lower = {each.lower(): each for each in known}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[matches[0]] if matches else None


def nearest_hint(word: str, known: Iterable[str]) -> Sentence:
    """Return " Did you mean x?" for the known word most like the one typed, or nothing."""
    match = nearest(word, known)
    if match is None:
        return Sentence("", "")
    return Sentence(f" Có phải là “{match}” không?", f" Did you mean “{match}”?")


def _visible(character: str) -> str:
    return code_point(character) if is_invisible(character) else character
