"""The result page: a table, a bar and a verdict a person; nothing before the publication."""

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Delegate, Organizer
from tests.voting.views.page import page
from voting.rules.profile import load_profile
from voting.views.bars import level_marks


def test_the_result_is_a_table_with_a_bar_and_a_verdict_a_person(
    client: FlaskClient, published: Organizer
) -> None:
    seen = page(client, f"/c/{published.uuid}/result")
    assert len([one for one in seen.all("svg") if one.get("class") == "bar"]) == 2
    assert {"50%", "66.6667%"} <= {one.get("x1") for one in seen.all("line")}
    assert "Nguyễn Văn An" in seen.words
    assert "2 50,00 0 0,00 1 25,00" in seen.words
    assert "Không tới ngưỡng nào của quy định." in seen.words
    assert "Mẫu số của các tỷ lệ: 4 (số phiếu thu về)." in seen.words
    reached = load_profile("NQ96-2023").thresholds[-1]
    assert reached.title.vi in seen.words
    english = page(client, f"/c/{published.uuid}/result?lang=en").words
    assert "2 50.00 0 0.00 1 25.00" in english
    assert reached.consequence.en in english


def test_bars_are_as_long_as_the_counts(client: FlaskClient, published: Organizer) -> None:
    seen = page(client, f"/c/{published.uuid}/result")
    bars = [one for one in seen.all("rect") if "x" in one]
    assert [(one["x"], one["width"]) for one in bars] == [
        ("0.0000%", "50.0000%"),
        ("50.0000%", "25.0000%"),
        ("0.0000%", "100.0000%"),
    ]


def test_before_the_publication_the_result_page_says_so(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    delegates[1].casts()
    organizer.closes()
    organizer.decrypts()
    organizer.counts()
    seen = page(client, f"/c/{organizer.uuid}/result", 404)
    assert "Kết quả chưa được công bố." in seen.words
    assert {"class": "button", "href": f"/c/{organizer.uuid}/"} in seen.all("a")


def test_where_a_number_is_missing_the_counts_stand_alone(
    client: FlaskClient, organizer: Organizer
) -> None:
    delegates = organizer.is_open(profile=load_profile("NQ85-2014"), total_members=None)
    delegates[0].casts()
    delegates[1].casts()
    organizer.finishes()
    words = page(client, f"/c/{organizer.uuid}/result").words
    assert "chưa tính được tỷ lệ" in words
    assert "Mẫu số của các tỷ lệ: tổng số đại biểu (thành viên)." in words
    people = client.get(f"/api/conferences/{organizer.uuid}/result").get_json()["people"]
    assert [set(one) for one in people] == [{"name", "position", "counts"}] * 2


@pytest.mark.parametrize(
    ("levels", "drawn"),
    [
        (["high", "medium", "low"], [("C", 1), ("T", 3), ("t", 5)]),
        (["yes", "no"], [("1", 1), ("2", 5)]),
        (["a", "b", "c", "d"], [("1", 1), ("2", 2), ("3", 4), ("4", 5)]),
        (["only"], [("1", 1)]),
    ],
)
def test_levels_have_a_letter_and_a_depth_each(
    levels: list[str], drawn: list[tuple[str, int]]
) -> None:
    assert [(one.mark, one.depth) for one in level_marks(levels)] == drawn
