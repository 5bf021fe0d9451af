"""What the demonstration says while it runs: steps, progress bars, the summary."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from ballots.errors import Sentence
from voting.findings import Language, sentence_in

STEPS: dict[str, Sentence] = {
    "prepare": Sentence(
        "Chuẩn bị hội nghị, tạo khoá, thử giải mã",
        "Conference prepared, keys made, decryption rehearsed",
    ),
    "cards": Sentence("In và phát thẻ", "Cards printed and issued"),
    "server": Sentence("Khởi động máy chủ", "Server started"),
    "vote": Sentence("Lấy phiếu", "Voting"),
    "browser": Sentence(
        "Các đại biểu cuối bỏ phiếu bằng Chromium; hòm phiếu xác nhận biên nhận của họ",
        "The last delegates voted in Chromium; the board confirmed their receipts",
    ),
    "close": Sentence("Đóng, tính tổng mã hoá", "Closed, encrypted tally computed"),
    "decrypt": Sentence("Giải mã tổng, tính kết quả", "Total decrypted, result computed"),
    "record": Sentence("Công bố, tải hồ sơ và sổ", "Published, record and log fetched"),
    "verify": Sentence(
        "Kiểm tra hồ sơ và sổ trong tiến trình mới", "Record and log verified in a fresh process"
    ),
}
BARS: dict[str, Sentence] = {
    "issued": Sentence("phát ra", "issued"),
    "cast": Sentence("thu về", "cast"),
    "verified": Sentence("biên nhận đúng", "receipts verified"),
}


@dataclass
class Stage:
    """The console of one demonstration, and how long each step took (seconds)."""

    console: Console
    language: Language
    times: dict[str, float] = field(default_factory=dict)

    def text(self, sentence: Sentence) -> str:
        """Return a sentence in the language of the demonstration."""
        return sentence_in(sentence, self.language)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and say so when it is done."""
        start = time.perf_counter()
        yield
        spent = self.times[name] = time.perf_counter() - start
        self.console.print(f"[green]✓[/] {self.text(STEPS[name])} [dim]{self.seconds(spent)}[/]")

    def seconds(self, value: float) -> str:
        """Write seconds with one decimal, as the language does."""
        text = f"{value:.1f} s"
        return text.replace(".", ",") if self.language == "vi" else text

    @contextmanager
    def bars(self, total: int) -> Iterator["Bars"]:
        """Show three live bars while ballots come in."""
        progress = Progress(
            TextColumn("  {task.description:<18}"),
            BarColumn(bar_width=36),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=self.console,
        )
        with progress:
            tasks = {
                name: progress.add_task(self.text(words), total=total, rate="")
                for name, words in BARS.items()
            }
            yield Bars(self, progress, tasks, time.perf_counter())


@dataclass(slots=True)
class Bars:
    """The bars of the voting: how far each is."""

    stage: Stage
    progress: Progress
    tasks: dict[str, TaskID]
    start: float

    def show(self, name: str, count: int) -> None:
        """Set a bar; the bar of ballots also shows the rate."""
        rate = ""
        if name == "cast" and count:
            number = f"{count / (time.perf_counter() - self.start):.1f}"
            per = "phiếu/s" if self.stage.language == "vi" else "ballots/s"
            rate = f"{number.replace('.', ',') if self.stage.language == 'vi' else number} {per}"
        self.progress.update(self.tasks[name], completed=count, rate=rate)


def summary_table(stage: Stage, rows: list[tuple[str, str]]) -> Table:
    """Lay out the files that were written and the times that it took."""
    title = Sentence("Tệp và thời gian", "Files and times")
    table = Table(title=stage.text(title), show_header=False, title_style="bold")
    table.add_column()
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(left, right)
    for name, spent in stage.times.items():
        table.add_row(stage.text(STEPS[name]), stage.seconds(spent))
    table.add_row("Σ", stage.seconds(sum(stage.times.values())))
    return table
