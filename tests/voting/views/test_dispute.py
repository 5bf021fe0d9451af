"""The desk settles a dispute by the public record and log: one of the six verdicts."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Delegate, Organizer
from voting.refusals import VotingRefused
from voting.services import disputing
from voting.store import record_pieces


def settles(client: FlaskClient, organizer: Organizer, paper: str, ballot: str = "") -> str:
    address = f"/c/{organizer.uuid}/dispute?lang=en"
    answer = client.post(address, data={"paper": paper, "ballot": ballot})
    assert answer.status_code == 200, answer.text
    return answer.text


def refused(delegate: Delegate, ballot: bytes) -> str:
    with pytest.raises(VotingRefused) as caught:
        delegate.sends(ballot)
    return caught.value.statement or ""


def test_the_page_asks_for_a_paper(client: FlaskClient, organizer: Organizer) -> None:
    organizer.is_open()
    seen = client.get(f"/c/{organizer.uuid}/dispute").text
    assert "Phân xử khiếu nại về một phiếu" in seen
    assert f"/c/{organizer.uuid}/dispute" in client.get(f"/c/{organizer.uuid}/").text


def test_papers_of_one_vote_get_their_verdicts(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    receipt = delegates[0].casts().receipt
    assert "COUNTED" in settles(client, organizer, receipt.replace("\n", "\r\n"))
    second = delegates[0].encrypts()
    used = refused(delegates[0], second)
    assert "REPLACED" in settles(client, organizer, used, second.decode())
    forgotten, late = delegates[1].encrypts(), delegates[2].encrypts()
    assert "NEVER ARRIVED" in settles(client, organizer, forgotten.decode())
    organizer.closes()
    assert "ARRIVED TOO LATE" in settles(client, organizer, refused(delegates[2], late))


def test_a_dispute_during_voting_is_not_disturbed_by_ballots_that_come_meanwhile(
    client: FlaskClient,
    organizer: Organizer,
    delegates: list[Delegate],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Record and log are read piece by piece while others vote: they stay those of one moment."""
    receipt = delegates[0].casts().receipt
    waiting = delegates[1:]

    def meanwhile(*given: Any) -> Iterator[bytes]:
        for piece in record_pieces(*given):
            if waiting:
                waiting.pop().casts()
            yield piece

    monkeypatch.setattr(disputing, "record_pieces", meanwhile)
    assert "COUNTED" in settles(client, organizer, receipt)
    assert len(waiting) < len(delegates) - 1
    second = delegates[-1].encrypts()
    used = refused(delegates[-1], second)
    assert "REPLACED" in settles(client, organizer, used, second.decode())


@pytest.mark.parametrize("paper", ["", "rubbish", "{}", "c2sp.org/tlog-proof@v1\nindex 1\n"])
def test_what_is_no_paper_is_said_so_and_kept(
    paper: str, client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    answer = client.post(f"/c/{organizer.uuid}/dispute", data={"paper": paper})
    assert answer.status_code == 422
    assert "Chưa phân xử được" in answer.text
    assert paper.split("\n")[0] in answer.text


def test_one_dispute_is_settled_at_a_time(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    receipt = delegates[0].casts().receipt
    with disputing._busy:
        answer = client.post(f"/c/{organizer.uuid}/dispute", data={"paper": receipt})
    assert (answer.status_code, "thử lại sau vài giây" in answer.text) == (503, True)
    assert "ĐƯỢC TÍNH" in client.post(f"/c/{organizer.uuid}/dispute", data={"paper": receipt}).text


def test_before_the_opening_there_is_nothing_to_settle(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    answer = client.post(f"/c/{organizer.uuid}/dispute", data={"paper": "x"})
    assert answer.status_code == 404
