"""The pages of an election, in both languages, with a tie at the last seat."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.voting.people import Organizer
from voting.plan.people import Person
from voting.plan.steps import Step
from voting.rules.profile import load_profile
from voting.views.draft_forms import problems_of, read_form

LIST = tuple(Person(f"Người {letter}", "Ủy viên", "Khối Đảng") for letter in "ABCD")
BALLOTS = ([1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [0, 1, 1, 1])


@pytest.fixture
def held(organizer: Organizer) -> Organizer:
    rules = load_profile("BAUCU-QD190")
    delegates = organizer.is_open(profile=rules, people=LIST, seats=3, convened=7, present=5)
    for delegate, marks in zip(delegates, BALLOTS, strict=True):
        delegate.casts(marks)
    organizer.finishes()
    return organizer


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_of_an_election_speaks_of_electing(held: Organizer, client: FlaskClient) -> None:
    base = f"/c/{held.uuid}"

    def page(path: str) -> str:
        answer = client.get(f"{base}/{path}")
        assert answer.status_code == 200
        return " ".join(answer.text.split())

    assert "3 trong danh sách 4 người" in page("") and "Danh sách bầu cử" in page("")
    assert 'data-seats="3"' in page("vote")
    result = page("result")
    assert "Không có ai trúng cử" not in result and "Ngang phiếu" not in result
    english = page("result?lang=en")
    assert "Elected, in the order of votes" in english and "Not chosen" in english
    assert "Seats without anybody" not in english
    assert "Trúng cử theo thứ tự số phiếu: Người A; Người B; Người C" in page("result.svg?lang=vi")
    for path in ("result?sort=votes", "result?sort=section", "result/compare", "check", "kiosk"):
        assert "<h1" in page(path)
    assert "result/compare" not in result
    found = client.get(f"/api/conferences/{held.uuid}/result").get_json()
    assert (found["seats"], found["unfilled"], found["contested"]) == (3, 0, 0)
    assert [one["standing"] for one in found["order"]] == ["elected"] * 3 + ["below"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_tie_at_the_last_seat_is_stated_and_nobody_of_it_elected(
    organizer: Organizer, client: FlaskClient
) -> None:
    rules = load_profile("BAUCU-QD190")
    delegates = organizer.is_open(profile=rules, people=LIST, seats=2, convened=5, present=5)
    for delegate, chosen in zip(delegates, ("AB", "AC", "AB", "AC", "BC"), strict=True):
        delegate.casts([int(letter in chosen) for letter in "ABCD"])
    organizer.finishes()
    page = " ".join(client.get(f"/c/{organizer.uuid}/result?lang=en").text.split())
    assert "Equal votes: 2 people have 3 votes each, and seats are left: 1" in page
    assert "general knowledge, not confirmed" in page
    picture = client.get(f"/c/{organizer.uuid}/result.svg?lang=en").text
    assert "for the conference to decide: Người B; Người C" in picture


def test_the_desk_takes_how_many_are_elected_with_the_rules() -> None:
    for typed, seats in (("15", 15), (" 1.200 ", 1200), ("", None), ("mười", "mười")):
        form = MultiDict({"profile": "BAUCU-QD190", "seats": typed})
        values = read_form(Step.RULES, form, {})
        assert values == {"profile": "BAUCU-QD190", "rules": None, "seats": seats}
    [wrong] = problems_of(values)
    assert wrong.vi.startswith("Số lượng cần bầu: phải là số nguyên")
