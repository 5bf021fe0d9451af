"""A pytest plugin: keep every record that the tests of `audit` judge, and what Python says of it.

`pytest -p tests.client.keeping tests/audit/…` with TINNHIEM_KEPT=FOLDER leaves `<n>.bel`, what was
given beside it (`<n>.earlier.bel`, `<n>.tlog`, `<n>.policy.txt`, `<n>.<m>.kept`), and `kept.jsonl`
with a line for each record.
"""

import json
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest

from audit import verifier
from audit.errors import RecordUnreadable, Unreadable
from audit.evidence import Evidence
from audit.policy import make_policy
from audit.report import json_report, unreadable_json

EXAMPLES: Final = 20  # of a property that `audit` itself tries on 100 or more
LARGEST: Final = 2_000_000  # larger ones are made to measure memory, not to be judged
_patch = pytest.MonkeyPatch()
_numbers = count()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Put a verifier that keeps in the place of the one that conftest.py is about to import."""
    _patch.setattr(verifier, "verify_record", _keeping(Path(os.environ["TINNHIEM_KEPT"])))


def pytest_configure() -> None:
    """Try few examples: the tests of `audit` try them all, both verifiers need to see only some."""
    usual = hypothesis.settings.get_current_profile_name()
    few = hypothesis.settings.get_profile(usual)
    hypothesis.settings.register_profile("kept", few, max_examples=EXAMPLES)
    hypothesis.settings.load_profile("kept")


def pytest_unconfigure() -> None:
    """Put the verifier back."""
    _patch.undo()


def _keeping(folder: Path) -> Any:
    judge = verifier.verify_record

    def verify_record(path: Path, **options: Any) -> verifier.Verdict:
        kept = _Kept(folder, path, options.get("earlier"), options.get("evidence"))
        try:
            verdict = judge(path, **options)
        except RecordUnreadable as error:
            if error.code is not Unreadable.CHANGED_WHILE_READ:  # a test changed it just then
                kept.note(unreadable_json(kept.path, error, "vi"))
            raise
        kept.note(json_report(verdict, "vi"))
        return verdict

    return verify_record


class _Kept:
    """A copy of one record, made before it is judged."""

    def __init__(
        self, folder: Path, path: Path, earlier: Path | None, evidence: Evidence | None
    ) -> None:
        stem = str(next(_numbers))
        self.path = folder / f"{stem}.bel"
        self.lines = folder / "kept.jsonl"
        self.earlier = folder / f"{stem}.earlier.bel" if earlier else None
        self.is_kept = all(self._copies(path, earlier))
        self.beside = self._beside(folder / stem, evidence) if evidence else {}

    def _copies(self, path: Path, earlier: Path | None) -> Iterator[bool]:
        for source, target in ((path, self.path), (earlier, self.earlier)):
            if source is not None and target is not None:
                yield source.is_file() and source.stat().st_size <= LARGEST
                if source.is_file():
                    shutil.copyfile(source, target)

    def _beside(self, stem: Path, evidence: Evidence) -> dict[str, Any]:
        """Copy the log and what came with it; say where."""
        log = stem.with_suffix(".tlog")
        shutil.copyfile(evidence.log.path, log)
        files: dict[str, Any] = {"log": str(log), "kept": []}
        if evidence.is_given and evidence.policy is not None:
            policy = stem.with_suffix(".policy.txt")
            policy.write_bytes(make_policy(evidence.policy))
            files["policy"] = str(policy)
        for number, earlier in enumerate(evidence.earlier):
            copy = stem.with_suffix(f".{number}.kept")
            shutil.copyfile(earlier.path, copy)
            files["kept"].append({"path": str(copy), "name": earlier.path.name})
        return files

    def note(self, report: str) -> None:
        """Write down what Python says of the record."""
        if not self.is_kept:
            return
        entry = {
            "test": os.environ["PYTEST_CURRENT_TEST"].partition(" ")[0],
            "files": {
                "path": str(self.path),
                "earlier": str(self.earlier) if self.earlier else None,
                **self.beside,
            },
            "report": json.loads(report),
        }
        with self.lines.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
