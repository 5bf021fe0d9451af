"""The two languages of every report, and which of them somebody's terminal asks for."""

from collections.abc import Mapping
from typing import Final, Literal

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language of the locale: English where it says so, Vietnamese otherwise."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"
