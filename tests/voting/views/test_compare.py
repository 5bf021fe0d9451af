"""A result beside those of earlier years: from this server, or from tables that are not kept."""

from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.voting.people import HIGH, LOW, MEDIUM, Organizer
from tests.voting.views.page import Page, page
from voting.definition import make_people
from voting.instance import Instance
from voting.rules.overrides import apply_overrides
from voting.rules.profile import load_profile
from voting.views.compare_page import MAX_BYTES

TABLE = (
    "year,name,position,high,medium,low,total_deputies,ballots_collected\n"
    "2018,Nguyễn Văn An,Uỷ viên,10,5,5,22,20\n"
    "2018,Người Đã Nghỉ,Uỷ viên,20,0,0,22,20\n"
)


@pytest.fixture
def earlier(instance: Instance) -> Organizer:
    """Publish a vote of 2021 on An, who got one of each level."""
    organizer = Organizer(instance)
    delegates = organizer.is_open(
        people=make_people([("NGUYỄN VĂN AN", "Phó Chủ tịch")]),
        date=date(2021, 12, 8),
        profile=load_profile("NQ85-2014"),
        total_members=9,
    )
    for delegate, choice in zip(delegates, (HIGH, MEDIUM, LOW), strict=False):
        delegate.casts(choice)
    organizer.finishes()
    return organizer


def posted(client: FlaskClient, uuid: str, text: str, status: int = 200) -> Page:
    form = {"file": (BytesIO(text.encode()), "bang.csv")}
    answer = client.post(f"/c/{uuid}/result/compare", data=form)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    return Page(answer.text)


def test_an_earlier_conference_of_this_server_is_chosen_and_compared(
    client: FlaskClient, published: Organizer, earlier: Organizer
) -> None:
    base = f"/c/{published.uuid}/result/compare"
    empty = page(client, base)
    assert "Chọn ít nhất một kỳ trước" in empty.words
    assert [one["value"] for one in empty.all("input") if one["name"] == "with"] == [earlier.uuid]
    words = page(client, base, query_string={"with": earlier.uuid}).words
    assert "Các kỳ: 08/12/2021; 08/12/2026." in words
    assert "tính trên số phiếu thu về của từng kỳ" in words
    assert "Tín nhiệm thấp: 33,33 → 25,00 (−8,33)" in words
    assert "2 50,00 +16,67 0 0,00 −33,33 1 25,00 −8,33 4" in words
    assert "Chỉ có trong kỳ 08/12/2026" in words
    of_valid = page(client, base, query_string={"with": earlier.uuid, "base": "valid"}).words
    assert "Tín nhiệm thấp: 33,33 → 33,33 (0,00)" in of_valid
    english = page(client, base, query_string={"with": earlier.uuid, "lang": "en"})
    assert "33.33 → 25.00 (−8.33)" in english.words


def test_a_published_table_is_compared_and_not_kept(
    client: FlaskClient, published: Organizer
) -> None:
    words = posted(client, published.uuid, TABLE).words
    assert "Các kỳ: 2018; 08/12/2026." in words
    assert "Tín nhiệm thấp: 25,00 → 25,00 (0,00)" in words
    assert "Người Đã Nghỉ" in words
    assert "Chỉ có trong kỳ 2018" in words
    assert "2018;" not in page(client, f"/c/{published.uuid}/result/compare").words


def test_what_is_no_table_is_said_and_unknown_conferences_are_passed_over(
    client: FlaskClient, published: Organizer, organizer: Organizer
) -> None:
    seen = posted(client, published.uuid, "chỉ là chữ", 422)
    assert "Không đọc được tệp này." in seen.words
    long = "name,high,medium,low\n" + "".join(f"Người {n},1,1,1\n" for n in range(501))
    assert "hơn 500 dòng" in posted(client, published.uuid, long, 422).words
    huge = client.post(f"/c/{published.uuid}/result/compare", data={"x": "x" * (MAX_BYTES + 1)})
    assert huge.status_code == 413
    odd = page(client, f"/c/{published.uuid}/result/compare", query_string={"with": "nobody"})
    assert "Chọn ít nhất một kỳ trước" in odd.words


def test_nothing_is_compared_before_the_publication(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open()
    assert client.get(f"/c/{organizer.uuid}/result/compare").status_code == 404
    assert client.post(f"/c/{organizer.uuid}/result/compare").status_code == 404


def test_other_levels_and_rehearsals_are_not_offered(
    client: FlaskClient, published: Organizer, earlier: Organizer
) -> None:
    levels = [{"id": "yes", "vi": "Có", "en": "Yes"}, {"id": "no", "vi": "Không", "en": "No"}]
    two = apply_overrides(load_profile("CUSTOM"), {"levels": levels, "thresholds": []})
    for changes in ({"rehearsal": True}, {"profile": two}):
        other = Organizer(earlier.instance)
        for delegate in other.is_open(**changes)[:3]:
            delegate.casts(*[[1] + [0] * (len(other.election.questions[0].answers) - 1)] * 2)
        other.finishes()
    seen = page(client, f"/c/{earlier.uuid}/result/compare")
    offered = [one["value"] for one in seen.all("input") if one["name"] == "with"]
    assert offered == [published.uuid]
    posted(client, other.uuid, TABLE)
