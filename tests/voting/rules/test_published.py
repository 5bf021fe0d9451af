"""Every printed percentage of the published results whose denominator is known, reproduced.

The tables lie in tests/domain/results; the numbers of cells are those of the domain notes, 7.1.
"""

import csv
from pathlib import Path

import pytest

from voting.rules.outcome import make_outcome
from voting.rules.percent import Hundredths, format_percentage, parse_percentage, percentage
from voting.rules.profile import load_profile
from voting.rules.totals import Totals

RESULTS = Path(__file__).parents[2] / "domain" / "results"

# file: (profile, cells printed and checked)
TABLES = {
    "na_2013": ("NQ35-2012", 41),
    "na_2018": ("NQ85-2014", 50),
    "na_2023": ("NQ96-2023", 0),
    "hdnd_hanoi_2023": ("NQ96-2023", 1),
    "hdnd_tphcm_2014": ("NQ85-2014", 12),
    "hdnd_tphcm_2018": ("NQ85-2014", 1),
    "hdnd_tphcm_2023": ("NQ96-2023", 0),
    "hdnd_quangnam_2018": ("NQ85-2014", 6),
    "hdnd_thuathienhue_2018": ("NQ85-2014", 3),
    "hdnd_thanhhoa_2023": ("NQ96-2023", 3),
    "hdnd_vinhphuc_2023": ("NQ96-2023", 15),
}
LEVELS = ("high", "medium", "low")


def rows_of(name: str) -> list[dict[str, str]]:
    with (RESULTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def totals_of(row: dict[str, str]) -> Totals:
    def number(column: str) -> int | None:
        return int(row[column]) if row[column] else None

    return Totals(
        total_members=number("total_deputies"),
        issued=number("ballots_issued"),
        collected=number("ballots_collected"),
    )


def printed_cells(name: str) -> list[tuple[Hundredths, Hundredths, str]]:
    """Return (what we compute, what was printed, whose) for every cell that was printed."""
    profile = load_profile(TABLES[name][0])
    cells = []
    for row in rows_of(name):
        counts = [int(row[level]) for level in LEVELS]
        outcome = make_outcome(counts, profile=profile, totals=totals_of(row), person=row["name"])
        cells += [
            (share.percentage, parse_percentage(row[f"{level}_pct"]), f"{row['name']}, {level}")
            for level, share in zip(LEVELS, outcome.levels, strict=True)
            if row[f"{level}_pct"]
        ]
    return cells


def test_every_table_is_here_and_only_hanoi_2014_has_no_known_denominator() -> None:
    assert {path.stem for path in RESULTS.glob("*.csv")} == {*TABLES, "hdnd_hanoi_2014"}
    assert all(
        not row[column]
        for row in rows_of("hdnd_hanoi_2014")
        for column in ("high_pct", "medium_pct", "low_pct", "total_deputies", "ballots_collected")
    )


@pytest.mark.parametrize("name", TABLES)
def test_every_printed_percentage_is_reproduced(name: str) -> None:
    cells = printed_cells(name)
    assert [cell for cell in cells if cell[0] != cell[1]] == []
    assert len(cells) == TABLES[name][1]


def test_132_cells_are_checked_in_all() -> None:
    assert sum(len(printed_cells(name)) for name in TABLES) == 132


def test_the_ballots_collected_of_2013_reproduce_none_of_the_41_cells() -> None:
    cells = [
        (percentage(int(row[level]), 492), parse_percentage(row[f"{level}_pct"]))
        for row in rows_of("na_2013")
        for level in LEVELS
        if row[f"{level}_pct"]
    ]
    assert len(cells) == 41
    assert not any(computed == printed for computed, printed in cells)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        # National Assembly 2023, rows known in part (domain notes 7.1)
        (187, 481, "38,88"),
        (219, 481, "45,53"),
        (229, 481, "47,61"),
        # Hà Tĩnh 2023: of collected, not of the 51 valid (7.2)
        (46, 52, "88,46"),
        # Vĩnh Phúc 2023, Lê Duy Thành, of collected and of his valid rows (6, 7.2)
        (25, 47, "53,19"),
        (25, 46, "54,35"),
        (245, 497, "49,30"),
        # What misprinted tables should have said (7.3)
        (22, 498, "4,42"),
        (327, 485, "67,42"),
        (323, 485, "66,60"),
        (137, 485, "28,25"),
        (107, 485, "22,06"),
        (68, 485, "14,02"),
        (46, 47, "97,87"),
        (40, 100, "40,00"),
    ],
)
def test_figures_named_in_the_domain_notes(part: int, whole: int, printed: str) -> None:
    assert format_percentage(percentage(part, whole)) == printed


def test_shares_of_a_person_are_never_rescaled_to_100() -> None:
    row = next(row for row in rows_of("na_2018") if row["name"] == "Phùng Xuân Nhạ")
    outcome = make_outcome(
        [int(row[level]) for level in LEVELS],
        profile=load_profile("NQ85-2014"),
        totals=totals_of(row),
        person=row["name"],
    )
    assert [share.percentage for share in outcome.levels] == [2887, 4000, 2825]
    assert sum(share.percentage for share in outcome.levels) == 9712
    assert outcome.unmarked == 475 - 471
