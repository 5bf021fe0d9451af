"""The result page: a table, a bar and a verdict a person; nothing before the publication."""

import pytest
from flask.testing import FlaskClient

from tests.voting.people import HIGH, LOW, MEDIUM, Delegate, Organizer
from tests.voting.views.page import Page, page
from voting.plan.people import Person
from voting.rules.overrides import apply_overrides
from voting.rules.profile import load_profile
from voting.views.bars import level_marks


def test_the_result_is_a_table_with_a_bar_and_a_verdict_a_person(
    client: FlaskClient, published: Organizer
) -> None:
    seen = page(client, f"/c/{published.uuid}/result")
    assert len([one for one in seen.all("svg") if one.get("class") == "bar"]) == 2
    assert {"50.0000%", "66.6667%"} <= {one.get("x1") for one in seen.all("line")}
    assert "Nguyễn Văn An" in seen.words
    assert "2 × 1 = 2 < 4 chưa tới ngưỡng trên 1/2" in seen.words
    assert "3 × 4 = 12 > 8 = 2 × 4 đã tới ngưỡng từ 2/3" in seen.words
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
        (["confidence", "no_confidence"], [("T", 1), ("K", 5)]),
        (["agree", "disagree"], [("Đ", 1), ("K", 5)]),
        (["excellent", "good", "done", "not_done"], [("X", 1), ("T", 2), ("H", 4), ("K", 5)]),
        (["a", "b", "c", "d"], [("1", 1), ("2", 2), ("3", 4), ("4", 5)]),
        (["only"], [("1", 1)]),
    ],
)
def test_levels_have_a_letter_and_a_depth_each(
    levels: list[str], drawn: list[tuple[str, int]]
) -> None:
    assert [(one.mark, one.depth) for one in level_marks(levels)] == drawn


SECTIONS = [("An", "Bộ trưởng", "Khối B"), ("Bình", "Chủ tịch", "Khối A"), ("Chi", "Phó", "Khối B")]


@pytest.fixture
def sorted_later(organizer: Organizer) -> Organizer:
    """Publish An 1-0-3, Bình 3-1-0, Chi 2-2-0 of four ballots."""
    people = tuple(Person(*one) for one in SECTIONS)
    delegates = organizer.is_open(people=people, total_members=8)
    marks = [(HIGH, LOW, LOW, LOW), (HIGH, HIGH, HIGH, MEDIUM), (HIGH, HIGH, MEDIUM, MEDIUM)]
    for delegate, choices in zip(delegates, zip(*marks, strict=True), strict=False):
        delegate.casts(*choices)
    organizer.finishes()
    return organizer


def order(seen: Page) -> list[str]:
    """Return the places in the list in the order shown."""
    heads = [one.get("id") or "" for one in seen.all("th")]
    return [head.removeprefix("person-") for head in heads if head.startswith("person-")]


@pytest.mark.parametrize(
    ("sort", "places"),
    [
        ("", ["1", "2", "3"]),
        ("list", ["1", "2", "3"]),
        ("section", ["1", "3", "2"]),
        ("high", ["2", "3", "1"]),
        ("medium", ["3", "2", "1"]),
        ("low", ["1", "2", "3"]),
        ("<script>", ["1", "2", "3"]),
    ],
)
def test_the_table_is_sorted_by_links_alone(
    sort: str, places: list[str], client: FlaskClient, sorted_later: Organizer
) -> None:
    seen = page(client, f"/c/{sorted_later.uuid}/result", query_string={"sort": sort})
    assert order(seen) == places
    falling = [one["id"] for one in seen.all("th") if one.get("aria-sort") == "descending"]
    levels = {"high": "level-1", "medium": "level-2", "low": "level-3"}
    assert falling == [levels[sort] for _ in range(sort in levels)]
    assert len([one for one in seen.all("a") if one.get("aria-current") == "true"]) == 3


def test_sections_and_the_whole_list_are_summed(
    client: FlaskClient, sorted_later: Organizer
) -> None:
    words = page(client, f"/c/{sorted_later.uuid}/result?sort=section").words
    assert "Khối B 2 người" in words
    assert "Cộng khối 3 2 3 0" in words
    assert "Cộng cả danh sách 6 3 3 0" in words


def test_the_same_counts_by_another_regulation_are_never_the_official_result(
    client: FlaskClient, sorted_later: Organizer
) -> None:
    base = f"/c/{sorted_later.uuid}/result"
    official = page(client, base)
    assert "Tín nhiệm thấp từ 2/3 trở lên. " in official.words
    assert "không phải kết quả chính thức" not in official.words
    other = page(client, f"{base}?profile=NQ85-2014")
    assert other.words.index("Đây không phải kết quả chính thức.") < other.words.index("Cộng cả")
    assert "Mẫu số của các tỷ lệ: 8 (tổng số đại biểu (thành viên))." in other.words
    assert "2 × 3 = 6 < 8 chưa tới ngưỡng trên 1/2" in other.words
    assert other.all("meta")[-1]["content"] == "noindex"
    assert {"class": "button", "href": base} in other.all("a")
    kept = [one["href"] or "" for one in other.all("a") if "sort=low" in (one["href"] or "")]
    assert all("profile=NQ85-2014" in link for link in kept)
    assert "không phải kết quả chính thức" not in page(client, f"{base}?profile=CUSTOM").words


def test_a_regulation_whose_denominator_is_unknown_says_so_once(
    client: FlaskClient, published: Organizer
) -> None:
    words = page(client, f"/c/{published.uuid}/result?profile=NQ85-2014").words
    assert words.count("chưa tính được tỷ lệ") == 1


def test_the_rules_are_explained_with_their_sources_and_doubts(
    client: FlaskClient, organizer: Organizer
) -> None:
    delegates = organizer.is_open(profile=load_profile("QD96-2023"))
    for delegate in delegates[:3]:
        delegate.casts(LOW, HIGH)
    organizer.finishes()
    words = page(client, f"/c/{organizer.uuid}/result").words
    assert "2 trên 3" in words
    profile = load_profile("QD96-2023")
    assert "denominator" in profile.uncertain
    for source in profile.sources:
        assert source.text.vi in words
    assert "chưa chắc trong văn bản:" in words


def test_both_sources_of_a_doubtful_denominator_are_shown(
    client: FlaskClient, published: Organizer
) -> None:
    words = page(client, f"/c/{published.uuid}/result").words
    sources = [one for one in load_profile("NQ96-2023").sources if one.setting == "denominator"]
    assert [one.provenance for one in sources] == ["P", "U"]
    assert f"đọc tại nguồn: {sources[0].text.vi}" in words
    assert f"chưa chắc trong văn bản: {sources[1].text.vi}" in words


def test_what_the_plan_decided_is_named_as_such(client: FlaskClient, organizer: Organizer) -> None:
    own = apply_overrides(load_profile("NQ96-2023"), {"denominator": "issued"})
    delegates = organizer.is_open(profile=own)
    for delegate in delegates[:3]:
        delegate.casts(LOW, HIGH)
    organizer.finishes()
    seen = page(client, f"/c/{organizer.uuid}/result")
    assert "Ban Tổ chức quyết định trong kế hoạch" in seen.words
    again = page(client, f"/c/{organizer.uuid}/result?profile=NQ96-2023")
    assert "Đây không phải kết quả chính thức." in again.words
