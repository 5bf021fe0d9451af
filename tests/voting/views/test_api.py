"""The outside edge: addresses, exact bytes, statuses, words that other tools rely on."""

import json
from io import BytesIO, RawIOBase

import pytest
from flask.testing import FlaskClient

from ballots.ballot import max_ballot_size
from ballots.election import parse_election
from tests.voting.people import HIGH, LOW, Delegate, Organizer
from voting.services.common import find_conference


def test_exact_bytes_are_those_of_the_record(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    record = organizer.record()
    for part in ("election", "trustees", "public_credentials"):
        answer = client.get(f"/api/conferences/{organizer.uuid}/{part}")
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        assert answer.data in record
    assert parse_election(client.get(f"/api/conferences/{organizer.uuid}/election").data).uuid == (
        organizer.uuid
    )


def test_before_the_opening_there_are_no_public_credentials_and_no_record(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    assert client.get(f"/api/conferences/{organizer.uuid}/election").status_code == 200
    assert client.get(f"/api/conferences/{organizer.uuid}/definition").status_code == 200
    credentials = client.get(f"/api/conferences/{organizer.uuid}/public_credentials")
    assert (credentials.status_code, credentials.get_json()["refusal"]) == (404, "no_record_yet")
    record = client.get(f"/c/{organizer.uuid}/{organizer.uuid}.bel")
    assert record.status_code == 404
    assert "Hồ sơ kiểm tra chỉ có từ lúc mở" in record.text


def test_state_and_turnout_follow_the_vote(client: FlaskClient, organizer: Organizer) -> None:
    def seen() -> tuple[str, int, int]:
        state = client.get(f"/api/conferences/{organizer.uuid}").get_json()
        return state["state"], state["issued"], state["cast"]

    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    assert seen() == ("prepared", 0, 0)
    organizer.opens(delegates[4])
    delegates[0].casts()
    delegates[1].casts()
    assert seen() == ("open", 4, 2)
    organizer.closes()
    assert seen() == ("closed", 4, 2)
    organizer.decrypts()
    organizer.counts()
    assert seen() == ("counted", 4, 2)
    organizer.publishes()
    assert seen() == ("published", 4, 2)


def test_a_conference_says_what_a_stranger_needs_to_check_it(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    state = client.get(f"/api/conferences/{organizer.uuid}").get_json()
    assert state["fingerprint"] == organizer.election.fingerprint
    key = organizer.instance.log_key.of_conference(organizer.uuid)
    assert state["log_key"] == key.verification_key
    assert len(state["words"].split()) == 8
    assert (state["convened"], state["present"], state["date"]) == (6, 5, "2026-12-08")


def test_a_ballot_is_answered_201_then_200_with_one_receipt(
    client: FlaskClient, delegates: list[Delegate]
) -> None:
    ballot = delegates[0].encrypts()
    first, again = (delegates[0].posts(client, ballot) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert list(first.get_json()) == ["tracker", "index", "receipt"]


def test_the_receipt_comes_again_even_after_the_publication(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    ballot = delegates[0].encrypts()
    first = delegates[0].posts(client, ballot).get_json()
    delegates[1].casts()
    organizer.finishes()
    again = delegates[0].posts(client, ballot)
    assert (again.status_code, again.get_json()) == (200, first)


def test_refusals_have_a_code_and_a_sentence_in_the_language_asked_for(
    client: FlaskClient, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    other = delegates[0].encrypts()
    vietnamese = delegates[0].posts(client, other)
    english = delegates[0].posts(client, other, headers={"Accept-Language": "en-GB"})
    assert vietnamese.status_code == english.status_code == 409
    assert vietnamese.get_json()["refusal"] == english.get_json()["refusal"] == "credential_used"
    message = vietnamese.get_json()["message"]
    assert message.startswith("Phiếu này đã được sử dụng")
    assert "do đại biểu" in message  # as NQ96-2023 addresses them
    assert english.get_json()["message"].startswith("This card has been used")
    assert list(english.get_json()) == ["refusal", "message", "statement"]


class Bomb(RawIOBase):
    """A body that must not be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("extra", [2, 10_000_000_000])
def test_the_size_is_tested_before_the_body_is_read(
    extra: int, client: FlaskClient, delegates: list[Delegate]
) -> None:
    size = max_ballot_size(delegates[0].election) + extra
    environment = {"CONTENT_LENGTH": str(size), "wsgi.input": Bomb()}
    answer = delegates[0].posts(client, b"", environ_overrides=environment)
    assert (answer.status_code, answer.get_json()["refusal"]) == (413, "too_large")


def test_a_body_without_a_length_is_cut_at_the_cap(
    client: FlaskClient, delegates: list[Delegate]
) -> None:
    size = max_ballot_size(delegates[0].election)
    for extra, refusal in ((0, "malformed"), (1, "too_large"), (1000, "too_large")):
        stream = BytesIO(b" " * (size + extra))
        environment = {
            "CONTENT_LENGTH": "",
            "wsgi.input": stream,
            "wsgi.input_terminated": True,
        }
        answer = delegates[0].posts(client, b"", environ_overrides=environment)
        assert answer.get_json()["refusal"] == refusal
        assert stream.tell() <= size + 1


def test_every_other_address_takes_small_bodies_only(client: FlaskClient) -> None:
    assert client.get("/", data=b"x" * 100).status_code == 200
    assert client.application.config["MAX_CONTENT_LENGTH"] <= 64 * 1024


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/conferences/11111111111111", 404, "unknown_conference"),
        ("/api/conferences/11111111111111/election", 404, "unknown_conference"),
        ("/api/conferences/11111111111111/result", 404, "unknown_conference"),
        ("/api/conferences/short", 404, "not_found"),
        ("/api/conferences/0OIl0OIl0OIl0OIl", 404, "not_found"),
        ("/api/nothing", 404, "not_found"),
    ],
)
def test_unknown_addresses_are_told_so_in_json(
    path: str, status: int, code: str, client: FlaskClient
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()["refusal"]) == (status, code)


def test_a_ballot_for_no_conference_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/conferences/11111111111111/ballots", data=b"{}")
    assert (answer.status_code, answer.get_json()["refusal"]) == (404, "unknown_conference")


def test_a_method_that_is_not_taken_names_those_that_are(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    answer = client.get(f"/api/conferences/{organizer.uuid}/ballots")
    assert (answer.status_code, answer.get_json()["refusal"]) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_the_record_is_downloaded_whole_and_revalidated(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    path = f"/c/{organizer.uuid}/{organizer.uuid}.bel"
    first = client.get(path)
    assert first.data == organizer.record()
    assert first.content_length == len(first.data)
    assert first.headers["Content-Disposition"] == f'attachment; filename="{organizer.uuid}.bel"'
    same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    delegates[0].casts()
    later = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert later.data.startswith(first.data)
    assert client.head(path).content_length == len(later.data)


def test_a_record_under_another_name_is_not_there(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    assert delegates
    assert client.get(f"/c/{organizer.uuid}/11111111111111.bel").status_code == 404


def test_the_result_is_there_once_it_is_published_and_not_before(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    for delegate, choice in zip(delegates, (HIGH, LOW, LOW, LOW), strict=False):
        delegate.casts(choice, HIGH)
    path = f"/api/conferences/{organizer.uuid}/result"
    for step in (organizer.closes, organizer.decrypts, organizer.counts):
        step()
        early = client.get(path)
        assert (early.status_code, early.get_json()["refusal"]) == (404, "result_not_published")
        assert "[1,0,3]" not in client.get(f"/api/conferences/{organizer.uuid}").text
    organizer.publishes()
    result = client.get(path).get_json()
    assert result["result"] == [[1, 0, 3], [4, 0, 0]]
    assert (result["issued"], result["collected"], result["rules"]) == (5, 4, "NQ96-2023")
    first = result["people"][0]
    assert first["hundredths_of_percent"] == [2500, 0, 7500]
    assert (first["name"], first["denominator"], first["whole"]) == (
        "Nguyễn Văn An",
        "collected",
        4,
    )
    assert first["threshold"] is not None
    assert result["people"][1]["threshold"] is None


def test_vietnamese_letters_are_written_as_they_are(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    answer = client.get(f"/api/conferences/{organizer.uuid}")
    assert "Hội đồng nhân dân tỉnh".encode() in answer.data
    with organizer.instance.database.reading() as session:
        stored = find_conference(session, organizer.uuid).election
    assert json.loads(stored)["name"] == json.loads(answer.data)["name"]
