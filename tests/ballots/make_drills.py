"""Write tests/vectors/drills.json: the rehearsal tally of the elections of these records."""

import json
from pathlib import Path
from typing import Final

from ballots.drill import make_drill_tally
from ballots.election import parse_election
from ballots.hashing import sha256_hex
from tests.ballots.support import NAMES, VECTORS, record

FILE: Final = VECTORS / "drills.json"


def text() -> str:
    """Return the file: for each record its election, exact, and the SHA-256 of its tally."""
    cases = []
    for name in NAMES:
        election = record(name).election
        digest = sha256_hex(make_drill_tally(parse_election(election)).bytes)
        cases.append({"name": name, "election": election.decode(), "sha256": digest})
    return json.dumps(cases, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(FILE).write_text(text(), encoding="utf-8")
