"""Speed and size of the mathematics, the server and the verifier, on the machine at hand.

    make bench                      everything; what is there is kept if it is stopped
    make bench ARGS="--quick"       small numbers, to see that it runs
    make bench ARGS="--only load --only verify"
    make bench ARGS="--only committee"   1,500 ballots of 47 people, only when it is asked for
    make bench ARGS="--only sums"        100,000 ballots of 20 people (4 GB on the disk), likewise
    make bench ARGS="--draw"        the plots once more, from the figures that are there

Every figure is measured, in this run, with the code as it is; nothing here can fail a build.
JSON, a table and the plots (SVG) are written to build/bench, or where --out says.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.arithmetic import ballots_table
from benchmarks.booth import booth_table
from benchmarks.browser_verify import COUNCILS, QUICK, browser_table
from benchmarks.casting import cast_table, readers_table
from benchmarks.committee import committee_table
from benchmarks.counting import SAMPLE, SHAPES, counting_table, sums_table
from benchmarks.load import load_table
from benchmarks.plots import draw
from benchmarks.receipts import receipts_table
from benchmarks.report import ROOT, Report
from benchmarks.verifying import Sizes, verify_table
from benchmarks.witnesses import witnesses_table

FEW: Final = Sizes(people=5, by_ballots=(20, 40), by_people=(3,), slow=(6, 3))

Measurement = Callable[[Report, bool], None]

KINDS: Final[dict[str, Measurement]] = {
    "ballots": lambda report, quick: ballots_table(
        report, repeats=1 if quick else 5, people=(3, 5) if quick else (5, 19, 47, 100)
    ),
    "load": lambda report, quick: load_table(
        report,
        people=5 if quick else 47,
        rates=(5, 20) if quick else (5, 10, 20, 30, 40),
        seconds=2 if quick else 6,
        burst=20 if quick else 200,
    ),
    "counting": lambda report, quick: counting_table(report, sample=100 if quick else SAMPLE),
    "sums": lambda report, quick: sums_table(report, SHAPES[1:], 100 if quick else 100_000),
    "cast": lambda report, quick: cast_table(report, ballots=10 if quick else 60),
    "readers": lambda report, quick: readers_table(report, ballots=20 if quick else 200),
    "witnesses": lambda report, quick: witnesses_table(report, ballots=20 if quick else 80),
    "receipts": lambda report, quick: receipts_table(report, repeats=20 if quick else 400),
    "verify": lambda report, quick: verify_table(report, FEW if quick else Sizes()),
    "booth": lambda report, quick: booth_table(report, repeats=2 if quick else 7),
    "browser-verify": lambda report, quick: browser_table(
        report, repeats=1 if quick else 3, councils=QUICK if quick else COUNCILS
    ),
    "committee": lambda report, quick: committee_table(
        report, ballots=6 if quick else 1500, people=3 if quick else 47
    ),
}
LONG: Final = ("committee", "sums")  # measured when it is asked for, or with small numbers


def main() -> None:
    """Measure what is asked for, show it, write it down and draw it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small numbers")
    parser.add_argument("--only", choices=KINDS, action="append", help="these tables alone")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="a folder")
    parser.add_argument("--draw", action="store_true", help="draw what was measured before")
    options = parser.parse_args()
    file = options.out / "bench.json"
    if not options.draw:
        usual = [kind for kind in KINDS if options.quick or kind not in LONG]
        file = measure(options.only or usual, options.out, quick=options.quick)
    for name in draw(file):
        print(name)


def measure(kinds: list[str], folder: Path, *, quick: bool) -> Path:
    """Measure these kinds; what was measured is kept after each of them."""
    report = Report()
    file = report.write(folder)
    for kind in kinds:
        KINDS[kind](report, quick)
        file = report.write(folder)
    return file


if __name__ == "__main__":
    main()
