"""What a run measured: shown as it comes, and kept as JSON, as a table and as plots.

    build/bench/bench.json    {"begun": …, "machine": {…}, "versions": {…}, "tables": [{…}, …]}
    build/bench/bench.md      the same for reading
    build/bench/*.svg         `benchmarks.plots`

Every table names its columns with their units; a row has one cell for each.
"""

import datetime as dt
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

Cell = str | int | float | None

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGES: Final = ("tinnhiem", "tinnhiem-native", "PyNaCl", "gmpy2", "granian", "SQLAlchemy")
NO_VALUE: Final = "–"


@dataclass
class Table:
    """One table; what is added is shown at once."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """Add a row and show it. Raises ValueError if it is no row of this table."""
        if len(cells) != len(self.columns):
            raise ValueError(f"{self.name}: {len(cells)} cells")
        self.rows.append(cells)
        print(line([told(cell) for cell in cells]), flush=True)

    def head(self) -> str:
        """Return the lines over the rows."""
        return f"\n### {self.title}\n\n{line(self.columns)}\n|{'---|' * len(self.columns)}"


class Report:
    """Everything that one run measured, and on what."""

    def __init__(self) -> None:
        self.begun = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.machine = machine()
        self.versions = versions()
        self.tables: list[Table] = []
        print(self.introduction(), flush=True)

    def table(self, name: str, title: str, columns: Sequence[str]) -> Table:
        """Begin a table."""
        table = Table(name, title, tuple(columns))
        self.tables.append(table)
        print(table.head(), flush=True)
        return table

    def introduction(self) -> str:
        """Return what was measured on, for reading."""
        facts = [f"{name} {value}" for name, value in (self.machine | self.versions).items()]
        return f"{self.begun}; " + "; ".join(facts)

    def text(self) -> str:
        """Return the whole report for reading."""
        parts = [self.introduction()]
        for table in self.tables:
            rows = [line([told(cell) for cell in row]) for row in table.rows]
            parts.append("\n".join([table.head(), *rows]))
        return "\n".join(parts) + "\n"

    def write(self, folder: Path) -> Path:
        """Write JSON and table into a folder; return the file of the JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {
            "begun": self.begun,
            "machine": self.machine | {"load average at the end": load()},
            "versions": self.versions,
            "tables": [asdict(table) for table in self.tables],
        }
        file = folder / "bench.json"
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (folder / "bench.md").write_text(self.text(), encoding="utf-8")
        return file


def line(cells: Sequence[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def told(cell: Cell) -> str:
    """Write a cell: three figures of what was measured, all of what was counted."""
    if cell is None:
        return NO_VALUE
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell >= 100 else f"{cell:.1f}" if cell >= 10 else f"{cell:.2f}"
    return str(cell)


def machine() -> dict[str, str]:
    """Return what this machine is, and how busy it is before the run."""
    facts = _proc("cpuinfo", r"^model name\s*: (.*)$")
    flags = _proc("cpuinfo", r"^flags\s*: (.*)$").split()
    memory = _proc("meminfo", r"^MemTotal:\s*(\d+) kB$")
    return {
        "processor": facts or platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "AVX2": ("yes" if "avx2" in flags else "no") if flags else "unknown",
        "memory": f"{int(memory) / 1e6:.0f} GB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release()}",
        "load average": load(),
    }


def _proc(name: str, pattern: str) -> str:
    """Return what Linux tells in /proc, or nothing elsewhere."""
    try:
        text = Path("/proc", name).read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(pattern, text, re.MULTILINE)
    return found[1] if found else ""


def load() -> str:
    """Return the load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def versions() -> dict[str, str]:
    """Return the versions of what is measured."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    crates = (ROOT / "native" / "crates.lock").read_text(encoding="utf-8")
    dalek = re.search(r'name = "curve25519-dalek"\nversion = "([^"]+)"', crates)
    found["curve25519-dalek"] = dalek[1] if dalek else "unknown"
    found["commit"] = _said("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    found["belenios-tool"] = _said("belenios-tool", "--version")
    return found


def _said(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return "not installed"
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def python(*arguments: str) -> list[str]:
    """Return the command of a Python of this environment."""
    return [sys.executable, *arguments]
