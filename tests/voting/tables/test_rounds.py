"""Rounds of several years: who is matched, of what the shares are, how much they changed."""

from tests.voting.tables.tables import published, table_of
from voting.rules.words import Denominator
from voting.tables.reading import Table, parse_table
from voting.tables.rounds import History, Round, common_bases, histories, rounds_of

D = Denominator


def table(name: str) -> Table:
    return parse_table(published(name).encode(), filename=f"{name}.csv")


def national_assembly() -> list[Round]:
    """Return the rounds of 2013, 2018 and 2023."""
    names = ("na_2018", "na_2013", "na_2023")
    return [one for name in names for one in rounds_of(table(name), label=name)]


def of(found: list[History], name: str) -> History:
    [history] = [one for one in found if one.name == name]
    return history


def test_the_national_assembly_is_compared_over_three_rounds() -> None:
    rounds = national_assembly()
    assert [each.label for each in rounds] == ["2018", "2013", "2023"]
    assert common_bases(rounds) == [D.TOTAL_MEMBERS, D.COLLECTED, D.VALID]
    found = histories(rounds, D.COLLECTED)
    ngan = of(found, "Nguyễn Thị Kim Ngân")
    assert [mark.round.label for mark in ngan.marks] == ["2013", "2018"]
    assert [mark.whole for mark in ngan.marks] == [492, 475]
    assert [mark.shares for mark in ngan.marks] == [(7561, 2114, 285), (9200, 716, 84)]
    assert [mark.changes for mark in ngan.marks] == [None, (1639, -1398, -201)]
    assert found[0].name == "Phan Văn Giang"  # the newest round comes first, in its order
    assert ngan.position == "Chủ tịch Quốc hội"


def test_a_base_is_common_only_if_it_is_known_for_everyone() -> None:
    rounds = [*national_assembly(), *rounds_of(table("hdnd_hanoi_2014"), label="x")]
    assert common_bases(rounds) == [D.VALID]
    assert common_bases([]) == []


def test_a_name_that_stands_twice_in_a_round_matches_nobody() -> None:
    first = Round("2018", "2018", rounds_of(table_of("An;x;1;2;3;;;;;;;"), label="a")[0].people)
    rows = table_of("An;x;3;2;1;;;;;;;", "AN;y;2;2;2;;;;;;;")
    second = Round("2023", "2023", rounds_of(rows, label="b")[0].people)
    found = histories([first, second], D.VALID)
    assert [len(one.marks) for one in found] == [1, 1, 1]


def test_rows_that_lack_a_count_or_exceed_their_totals_do_not_mislead() -> None:
    rows = table_of("An;x;1;2;;;;;;;9;", "Ba;x;0;0;0;;;;;;9;", "Chi;x;5;3;2;;;;;;9;")
    [only] = rounds_of(rows, label="2020")
    assert [one.name for one in only.people] == ["Chi"]
    assert only.people[0].wholes[D.COLLECTED] is None
    assert only.people[0].wholes[D.VALID] == 10
