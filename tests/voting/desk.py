"""Someone at the terminal of the server, or of the committee's own laptop."""

from pathlib import Path

from click.testing import CliRunner, Result

from voting.cli import main

PLAN = """
name = "Lấy phiếu tín nhiệm thử"
body = "Hội đồng nhân dân"
date = 2026-12-08
profile = "NQ96-2023"
convened = 9
present = 7
cards = 8
trustees = "2/3"
people = [
  { name = "Nguyễn Thị An", position = "Chủ tịch" },
  { name = "Trần Văn Bình", position = "Phó Chủ tịch" },
]
"""


class Desk:
    """Someone at a terminal, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def types(self, *words: str, exits: int = 0) -> Result:
        result = CliRunner().invoke(main, words)
        assert result.exit_code == exits, result.output
        return result

    def writes(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)
