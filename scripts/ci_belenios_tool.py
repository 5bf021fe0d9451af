"""Let an independent verifier check records that we write: Debian's belenios-tool 2.0.

Our own demonstration makes the records, with its real server, in BELENIOS-2048: one with the
server's key alone, one with a committee of 3 of 5 and no share of the server; and the services
make one of an election (bầu cử), at most 3 of 5 chosen, with a blank ballot. The tool must accept
each, and must refuse a copy in which one byte of a ballot was changed, or it would prove nothing.

Started by .ci/run after `make test`. Prints `N passed, N failed`; exit status 1 on any failure.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from ballots.ballot import make_ballot
from ballots.election import parse_election
from voting.config import Settings
from voting.definition import Definition, make_people
from voting.instance import Instance, open_instance
from voting.rules.profile import load_profile
from voting.services import (
    cards,
    casting,
    closing,
    decrypting,
    opening,
    preparing,
    reading,
    results,
)

PEOPLE = """name,position,high,medium,low,ballots_issued,ballots_collected
Nguyễn Thị An,Chủ tịch,5,2,1,8,8
Trần Văn Bình,Phó Chủ tịch,0,3,4,8,8
Lê Thị Cúc,Ủy viên,8,0,0,8,8
"""
TRUSTEES = ("server", "3/5")
ELECTED = ([1, 1, 1, 0, 0], [1, 0, 0, 0, 1], [0, 1, 0, 0, 0], None)


def main() -> None:
    """Make, check, count."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        sys.exit("belenios-tool is missing: apt-get install belenios-tool\n0 passed, 1 failed")
    outcomes: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people.csv"
        makers: dict[str, Callable[[Path], Path]] = {
            trustees: partial(make_record, people=people, trustees=trustees)
            for trustees in TRUSTEES
        }
        for number, (name, make) in enumerate({**makers, "election": elect}.items()):
            record = make(Path(folder) / str(number))
            outcomes.append(said(f"{name}: accepted", accepts(tool, record)))
            change_a_ballot(record)
            outcomes.append(said(f"{name}, one ballot changed: refused", not accepts(tool, record)))
    passed = sum(outcomes)
    print(f"{passed} passed, {len(outcomes) - passed} failed")
    sys.exit(0 if all(outcomes) else 1)


def make_record(out: Path, people: Path, trustees: str) -> Path:
    """Run the demonstration and return its record, `<uuid>.bel`, in a folder of its own."""
    people.write_text(PEOPLE, encoding="utf-8")
    command = [sys.executable, "-m", "voting.cli", "demo", "--people", str(people)]
    command += ["--group", "BELENIOS-2048", "--trustees", trustees, "--out", str(out)]
    subprocess.run(command, check=True)
    (record,) = out.glob("*.bel")
    return record


def elect(out: Path) -> Path:
    """Hold an election through the services and return its record, in a folder of its own."""
    place = out / "instance"
    place.mkdir(parents=True)
    database = f"sqlite:///{place / 'tinnhiem.sqlite3'}"
    instance = open_instance(Settings(instance=place, database_url=database))
    try:
        uuid = vote_in(instance)
        record = out / f"{uuid}.bel"
        record.write_bytes(b"".join(reading.read_record(instance, uuid)[1]))
    finally:
        instance.close()
    return record


def vote_in(instance: Instance) -> str:
    """Elect at most 3 of 5, from the definition to the publication; return the uuid."""
    definition = Definition(
        name="Bầu Ban Chấp hành",
        body="Đảng bộ xã",
        date=date(2026, 12, 8),
        profile=load_profile("BAUCU-QD190"),
        people=make_people([(f"Người {number}", "Ủy viên") for number in range(1, 6)]),
        seats=3,
        convened=len(ELECTED),
        present=len(ELECTED),
        cards=len(ELECTED),
        group="BELENIOS-2048",
        minimum_ballots=2,
    )
    uuid = preparing.create_conference(instance, definition).uuid
    preparing.rehearse_decryption(instance, uuid, [])
    printed = cards.print_cards(instance, uuid, None)
    opening.open_voting(instance, uuid, [], now=datetime.now(UTC))
    election = parse_election(reading.read_part(instance, uuid, reading.Part.ELECTION))
    for card, marks in zip(printed, ELECTED, strict=True):
        casting.cast_ballot(instance, uuid, make_ballot(election, card, [marks]))
    closing.close_voting(instance, uuid)
    decrypting.decrypt(instance, uuid, [])
    results.compute_result(instance, uuid)
    results.publish_result(instance, uuid)
    return uuid


def accepts(tool: str, record: Path) -> bool:
    """Ask belenios-tool to verify a record."""
    command = [tool, "election", "verify", "--dir", str(record.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print((done.stdout + done.stderr).strip(), flush=True)
    return done.returncode == 0


def change_a_ballot(record: Path) -> None:
    """Change one digit of the first response in the record's first ballot."""
    data = bytearray(record.read_bytes())
    ballot = data.index(b'{"election_uuid"')
    place = data.index(b'"response":"', ballot) + len(b'"response":"') + 5
    data[place] = ord("1") if data[place] != ord("1") else ord("2")
    record.write_bytes(bytes(data))


def said(claim: str, holds: bool) -> bool:
    """Print a claim and whether it holds."""
    print(f"{'ok  ' if holds else 'FAIL'} belenios-tool, {claim}", flush=True)
    return holds


if __name__ == "__main__":
    main()
