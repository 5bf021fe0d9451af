"""Let an independent verifier check records that we write: Debian's belenios-tool 2.0.

Our own demonstration makes the records, with its real server, in BELENIOS-2048: one with the
server's key alone, one with a committee of 3 of 5 and no share of the server. The tool must accept
both, and must refuse a copy in which one byte of a ballot was changed, or it would prove nothing.

Started by .ci/run after `make test`. Prints `N passed, N failed`; exit status 1 on any failure.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PEOPLE = """name,position,high,medium,low,ballots_issued,ballots_collected
Nguyễn Thị An,Chủ tịch,5,2,1,8,8
Trần Văn Bình,Phó Chủ tịch,0,3,4,8,8
Lê Thị Cúc,Ủy viên,8,0,0,8,8
"""
TRUSTEES = ("server", "3/5")


def main() -> None:
    """Make, check, count."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        sys.exit("belenios-tool is missing: apt-get install belenios-tool\n0 passed, 1 failed")
    outcomes: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, trustees in enumerate(TRUSTEES):
            out = Path(folder) / str(number)
            record = make_record(out, Path(folder) / "people.csv", trustees)
            outcomes.append(said(f"{trustees}: accepted", accepts(tool, record)))
            change_a_ballot(record)
            outcomes.append(
                said(f"{trustees}, one ballot changed: refused", not accepts(tool, record))
            )
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
