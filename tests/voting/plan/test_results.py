"""Published results with their counts."""

from pathlib import Path

import pytest

from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.results import parse_results

RESULTS = Path(__file__).parents[2] / "domain" / "results"
HEAD = (
    "name,position,high,medium,low,high_pct,medium_pct,low_pct,"
    "total_deputies,ballots_issued,ballots_collected\n"
)

ROWS = {
    "na_2013": 15,
    "na_2018": 19,
    "na_2023": 5,
    "hdnd_hanoi_2014": 10,
    "hdnd_hanoi_2023": 1,
    "hdnd_tphcm_2014": 4,
    "hdnd_tphcm_2018": 9,
    "hdnd_tphcm_2023": 18,
    "hdnd_quangnam_2018": 2,
    "hdnd_thuathienhue_2018": 1,
    "hdnd_thanhhoa_2023": 1,
    "hdnd_vinhphuc_2023": 7,
}


def found(rows: str, head: str = HEAD) -> list[tuple[PlanRefusal, int | None, str | None]]:
    with pytest.raises(PlanRefused) as caught:
        parse_results((head + rows).encode(), filename="a.csv")
    return [(PlanRefusal(each.code), each.row, each.column) for each in caught.value.findings]


@pytest.mark.parametrize("name", ROWS)
def test_every_published_table_is_read_whole(name: str) -> None:
    data = (RESULTS / f"{name}.csv").read_bytes()
    published = parse_results(data, filename=f"{name}.csv")
    assert len(published.rows) == ROWS[name]
    assert published.ignored_columns == ()
    assert all(len(row.counts) == len(row.printed) == 3 for row in published.rows)


def test_counts_totals_and_printed_percentages_are_read() -> None:
    data = (RESULTS / "na_2018.csv").read_bytes()
    published = parse_results(data, filename="na_2018.csv")
    totals = published.totals
    assert (totals.total_members, totals.issued, totals.collected) == (485, 475, 475)
    assert published.rows[0].counts == (323, 146, 6)
    assert published.rows[0].printed == (6660, 3010, 124)
    assert published.rows[16].printed == (None, None, None)


def test_a_total_that_is_not_stated_is_unknown() -> None:
    published = parse_results(
        "name,Tín nhiệm cao,Tín nhiệm,Tín nhiệm thấp\nAn,3,2,1\n".encode(), filename="a.csv"
    )
    assert published.rows[0].counts == (3, 2, 1)
    assert (published.totals.issued, published.totals.collected) == (None, None)


def test_levels_that_add_up_to_more_than_the_ballots_are_refused() -> None:
    assert found("An,X,5,4,2,,,,20,11,10\n") == [
        (PlanRefusal.SUM_OVER_BALLOTS, 2, "ballots_collected")
    ]
    assert found("An,X,5,4,2,,,,,10,\n") == [(PlanRefusal.SUM_OVER_BALLOTS, 2, "ballots_issued")]
    assert found("An,X,5,4,2,,,,10,,\n") == [(PlanRefusal.SUM_OVER_BALLOTS, 2, "total_deputies")]


@pytest.mark.parametrize("value", ["", "-1", "1.5", "x", "٣", "1e3", "99999999"])
def test_a_count_that_is_no_whole_number_is_refused(value: str) -> None:
    assert found(f"An,X,{value},4,2,,,,20,11,10\n") == [(PlanRefusal.BAD_COUNT, 2, "high")]


def test_everything_wrong_is_listed() -> None:
    rows = "An,X,1,1,1,6a,,,20,11,10\n,X,x,1,1,,,,20,11,10\nCường,X,1,1,1,,,,20,11,9\n"
    assert found(rows) == [
        (PlanRefusal.BAD_PERCENTAGE, 2, "high_pct"),
        (PlanRefusal.EMPTY_NAME, 3, "name"),
        (PlanRefusal.BAD_COUNT, 3, "high"),
        (PlanRefusal.TOTALS_DIFFER, 4, "ballots_collected"),
    ]


def test_a_total_stated_in_some_rows_only_is_refused() -> None:
    assert found("An,X,1,1,1,,,,,,5\nBình,X,1,1,1,,,,,,\n") == [
        (PlanRefusal.TOTALS_DIFFER, 3, "ballots_collected")
    ]


def test_the_levels_are_needed() -> None:
    assert [code for code, _, _ in found("An,3\n", head="name,high\n")] == [
        PlanRefusal.MISSING_COLUMN,
        PlanRefusal.MISSING_COLUMN,
    ]
    assert found("", head=HEAD) == [(PlanRefusal.TOO_FEW_PEOPLE, None, None)]


def test_a_published_list_brings_no_photos_along() -> None:
    data = b"name,photo,high,medium,low,ballots_collected\nAn,an.jpg,1,0,0,1\n"
    [row] = parse_results(data, filename="list.csv").rows
    assert (row.person.name, row.person.photo) == ("An", "")
