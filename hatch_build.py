"""Build hook: compile the message catalogues (.po to .mo), so that an installation speaks English.

It runs for the wheel and for the editable install; .mo files lie beside their sources, outside git.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Compile every catalogue under voting/translations."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write a .mo file beside each .po file; the build stops at a catalogue it cannot read."""
        for source in sorted(Path(self.root, "voting", "translations").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as lines:
                catalogue = read_po(lines, locale=source.parts[-3], abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
