"""The stored forgeries, one or more for each check: how they are made, written, read and judged.

`tests/vectors/findings.json` lists every stored record that is judged (those of `checks`, `forged`,
`verified` and the sound ones) with exactly what `tinnhiem verify --json` says, but for the
sentences. Randomness comes from a seed, so `make_check_vectors` writes the same bytes again.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha512
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from audit.errors import RecordUnreadable
from audit.evidence import read_evidence
from audit.language import Language
from audit.policy import make_policy
from audit.report import json_report, unreadable_json
from audit.verifier import verify_record
from tests.audit.forge import VECTORS, Draft
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.workshop import Workshop, complete, workshop

FOLDER: Final = VECTORS / "checks"
CATALOGUE: Final = VECTORS / "findings.json"
KEYS: Final = ("code", "entry", "question", "person", "tracker", "values")

Json = Any
T = TypeVar("T")


@dataclass(frozen=True)
class Forged:
    """A forgery: a record, and what is given beside it."""

    record: Draft | bytes
    earlier: Draft | bytes | None = None
    log: LogDraft | bytes | None = None
    policy: bytes | None = None
    kept: dict[str, str] = field(default_factory=dict)


class Base:
    """What the forgeries start from: a sound election of two voters, and its log."""

    @cached_property
    def shop(self) -> Workshop:
        return workshop(voters=2)

    @cached_property
    def sound(self) -> Draft:
        return complete(self.shop)

    @cached_property
    def log(self) -> LogDraft:
        return log_of(self.sound, self.shop)

    def judged(self, log: LogDraft | bytes, **more: Any) -> Forged:
        """Return a log beside the sound record, with the policy as announced."""
        given = {"record": self.sound, "policy": make_policy(self.log.policy), **more}
        return Forged(log=log, **given)


Case = Callable[[Base], Forged | Draft | bytes]


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Draw randomness from a seed: number n is SHA-512("<seed> <n>"), big-endian, reduced."""
    numbers = count()

    def below(limit: int) -> int:
        return int.from_bytes(sha512(f"{seed} {next(numbers)}".encode()).digest()) % limit

    def choice(among: Sequence[T]) -> T:
        return among[below(len(among))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "randbelow", below)
        patch.setattr(secrets, "choice", choice)
        yield


def make_base() -> Base:
    """Make the sound election."""
    base = Base()
    with seeded("base"):
        assert base.log.archive()
    return base


def make(name: str, case: Case, base: Base) -> Forged:
    """Make one forgery."""
    with seeded(name):
        made = case(base)
    return made if isinstance(made, Forged) else Forged(made)


class Files:
    """The files of a folder to be; equal ones are there once."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self._names: dict[bytes, str] = {}

    def put(self, name: str, content: Draft | LogDraft | bytes | str | None) -> str | None:
        """Take a file; return under which name it lies, seen from tests/vectors."""
        if content is None:
            return None
        if isinstance(content, Draft | LogDraft):
            content = content.archive()
        raw = content.encode() if isinstance(content, str) else content
        name = self._names.setdefault(raw, name)
        self.contents[name] = raw
        return f"checks/{name}"

    def take(self, name: str, made: Forged) -> Json:
        """Take all files of a forgery; return where they lie."""
        return {
            "name": name,
            "record": self.put(f"{name}.bel", made.record),
            "earlier": self.put(f"{name}.earlier.bel", made.earlier),
            "log": self.put(f"{name}.tlog", made.log),
            "policy": self.put(f"{name}.policy", made.policy),
            "kept": [self.put(f"{name}.{kept}", text) for kept, text in made.kept.items()],
        }


def reported(case: Json, language: Language = "en") -> Json:
    """Verify a case with the Python verifier; return the report of `--json`."""
    path, policy, earlier = (
        None if case[key] is None else VECTORS / case[key]
        for key in ("record", "policy", "earlier")
    )
    assert path is not None
    try:
        kept = [VECTORS / one for one in case["kept"]]
        evidence = read_evidence(VECTORS / case["log"], policy, kept) if case["log"] else None
        return json.loads(
            json_report(verify_record(path, earlier=earlier, evidence=evidence), language)
        )
    except RecordUnreadable as error:
        return json.loads(unreadable_json(error.path or path, error, language))


def expected(report: Json) -> Json:
    """Return what findings.json keeps of a report: all but passed checks and sentences."""
    if report["outcome"] == "unreadable":
        return {key: report[key] for key in ("outcome", "code", "offset")}
    checks = [one for one in report["checks"] if one["state"] != "passed"]
    return {
        "outcome": report["outcome"],
        "stage": report["stage"],
        "failed": {
            str(one["number"]): [{key: found[key] for key in KEYS} for found in one["findings"]]
            for one in checks
            if one["state"] == "failed"
        },
        "not_run": {str(one["number"]): one["needs"] for one in checks if one["needs"]},
        "not_reached": [one["number"] for one in checks if one["state"] == "not_reached"],
        "answers": [one["answer"] for one in report["questions"]],
    }


def read_catalogue() -> list[Json]:
    """Read findings.json."""
    cases: list[Json] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return cases


def path_of(name: str) -> Path:
    """Return where a file of the catalogue lies."""
    return VECTORS / name
