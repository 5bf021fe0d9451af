"""Write tests/vectors/checks and tests/vectors/findings.json: forgeries for each check.

    .venv/bin/python -m tests.audit.make_check_vectors

What it writes is the same each time (test_check_vectors.py). Later releases may add cases, and
never change what is there.
"""

import json
from typing import Final

from tests.audit.check_ballots import BALLOTS, TALLY
from tests.audit.check_logs import LOGS
from tests.audit.check_records import ARCHIVE, SETUP
from tests.audit.check_unreadable import UNREADABLE
from tests.audit.check_vectors import (
    CATALOGUE,
    FOLDER,
    Case,
    Files,
    Json,
    expected,
    make,
    make_base,
    reported,
)
from tests.audit.forge import FORGED, SOUND
from tests.audit.make_verified_logs import FOLDER as VERIFIED

CASES: Final[dict[str, Case]] = {
    "sound": lambda base: base.judged(base.log),
    **ARCHIVE,
    **SETUP,
    **BALLOTS,
    **TALLY,
    **LOGS,
    **UNREADABLE,
}


def made() -> tuple[dict[str, bytes], list[Json]]:
    """Make the files of the folder, and the cases: where their files lie."""
    base, files = make_base(), Files()
    cases = [files.take(name, make(name, case, base)) for name, case in CASES.items()]
    return files.contents, cases


def found() -> list[Json]:
    """List the cases whose files were made elsewhere or earlier."""
    records = [*((name, f"{name}.bel") for name in SOUND)]
    records += [(f"forged/{name}", f"forged/{name}.bel") for name in FORGED]
    nothing: Json = {"earlier": None, "log": None, "policy": None, "kept": []}
    cases = [{"name": name, "record": record, **nothing} for name, record in records]
    for case in json.loads((VERIFIED / "expected.json").read_text(encoding="utf-8")):
        beside = {key: case[key] and f"verified/{case[key]}" for key in ("record", "log", "policy")}
        kept = [f"verified/{name}" for name in case["earlier"]]
        name = f"verified/{case['name']}"
        cases.append({"name": name, **nothing, **beside, "kept": kept})
    return cases


def write() -> None:
    """Write everything."""
    FOLDER.mkdir(exist_ok=True)
    contents, cases = made()
    for name, content in contents.items():
        (FOLDER / name).write_bytes(content)
    judged = [{**case, **expected(reported(case))} for case in [*cases, *found()]]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in judged)
    CATALOGUE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
