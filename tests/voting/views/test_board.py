"""The board: trackers in order, a search that a delegate can use, pages."""

import pytest
from flask.testing import FlaskClient

from tests.voting.people import FIRST, Delegate, Organizer
from tests.voting.views.page import page
from voting.services import reading


def test_the_board_shows_trackers_in_the_order_of_the_log(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    board = f"/c/{organizer.uuid}/board"
    assert "Hòm phiếu chưa có phiếu nào" in page(client, board).words
    trackers = [delegate.casts().tracker for delegate in delegates]
    words = page(client, board).words
    numbered = enumerate(trackers, start=FIRST)
    places = [words.index(f"{index} {tracker}") for index, tracker in numbered]
    assert places == sorted(places)
    assert "Số phiếu đã ghi nhận: 5." in words


def test_a_delegate_finds_the_ballot_by_what_the_receipt_says(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    tracker = delegates[1].casts().tracker
    board = f"/c/{organizer.uuid}/board"
    full_width = "".join(chr(ord(one) + 0xFEE0) for one in tracker)
    for typed in (
        tracker,
        tracker[:6],
        f"  {tracker}\n",
        f"{tracker}=",
        f"{tracker[:9]} {tracker[9:]}",
        full_width,
    ):
        seen = page(client, board, query_string={"q": typed})
        assert "Phiếu có mã này nằm trong hòm phiếu, ở vị trí 6." in seen.words, typed
        assert tracker in seen.text


@pytest.mark.parametrize("typed", ["abcde", "%%%%%%", "______", "a\x00bcdefg", "Ắ" * 8, "x" * 3000])
def test_what_cannot_be_a_tracker_is_explained(
    typed: str, client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    seen = page(client, f"/c/{organizer.uuid}/board", query_string={"q": typed})
    assert "ít nhất 6 ký tự đầu" in seen.words
    assert not seen.all("tbody")


def test_a_tracker_that_is_not_there_is_not_found_and_case_matters(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    tracker = delegates[0].casts().tracker
    for typed in (tracker.swapcase(), "AAAAAAAA"):
        seen = page(client, f"/c/{organizer.uuid}/board", query_string={"q": typed})
        assert "Không có phiếu nào mang mã này" in seen.words


def test_a_long_board_is_shown_in_pages(
    client: FlaskClient,
    organizer: Organizer,
    delegates: list[Delegate],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    trackers = [delegate.casts().tracker for delegate in delegates]
    board = f"/c/{organizer.uuid}/board"
    first = page(client, board)
    assert trackers[1] in first.text
    assert trackers[2] not in first.text
    assert [one["rel"] for one in first.all("a") if "rel" in one] == ["next"]
    last = page(client, board, query_string={"page": 3})
    assert trackers[4] in last.text
    assert [one["rel"] for one in last.all("a") if "rel" in one] == ["prev"]
    for wrong in ("0", "-5", "99", "x", "9" * 400):
        assert client.get(board, query_string={"page": wrong}).status_code == 200
