"""Drill, decryption and publication over HTTP, each member on an own device."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from audit.entries import RehearsalEntry, parse_entry
from audit.record import EventType
from ballots.ballot import parse_ballot
from ballots.canonical import encode
from ballots.drill import make_drill_tally
from ballots.hashing import sha256_hex
from ballots.tally import (
    SizedEncryptedTally,
    TallySum,
    make_partial_decryption,
    parse_encrypted_tally,
)
from tests.voting.committee import NAMES, Room, decryption_of
from tests.voting.people import HIGH, LOW, MEDIUM, Organizer
from tests.voting.services.test_verified_log import Auditor
from voting.instance import Instance
from voting.log import entries_of
from voting.models import LogData
from voting.refusals import Refusal, VotingRefused
from voting.roles import ROLES, Role
from voting.services.acts import read_acts
from voting.services.ceremony import restart_ceremony
from voting.services.common import find_conference
from voting.services.journal import read_journal
from voting.services.results import publish_result
from voting.store import entry_of_kind

CHOICES = ([HIGH, LOW], [HIGH, HIGH], [MEDIUM, LOW])


@pytest.fixture
def seats(instance: Instance, client: FlaskClient) -> Room:
    return Room(instance, client)


@pytest.fixture
def room(seats: Room) -> Room:
    """Give a room where any two of three can decrypt, and all three must show that they can."""
    return seats.makes_the_key(2, 3)


def refused(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    return answer.status_code, answer.json["refusal"]


def refuses_to_open(room: Room) -> Refusal:
    with pytest.raises(VotingRefused) as caught:
        Organizer(room.instance, room.uuid).opens()
    return caught.value.refusal


def rehearsals(room: Room) -> list[tuple[int, ...]]:
    with room.instance.database.reading() as session:
        conference = find_conference(session, room.uuid)
        entries = [parse_entry(data) for data in entries_of(session, conference.id, 0, 100)]
    return [entry.trustees for entry in entries if isinstance(entry, RehearsalEntry)]


def test_three_of_five_decrypt_and_the_head_publishes(
    seats: Room, client: FlaskClient, tmp_path: Path
) -> None:
    room = seats.makes_the_key()
    room.drills(1, 2, 4, 5)
    ballots = room.votes(*CHOICES)
    for number in (5, 2):
        device = room.devices[number - 1]
        assert device.sends("decryption", device.decryption(ballots)).status_code == 201
        assert refused(device.asks("result")) == (409, "not_counted")
    last = room.devices[3]
    assert last.sends("decryption", last.decryption(ballots)).status_code == 201
    state = room.state()
    assert state["state"] == "tallied"
    assert [member["decrypted"] for member in state["members"]] == [False, True, False, True, True]
    shown = room.devices[2].gets("result")
    assert shown["result"] == [[2, 1, 0], [1, 0, 2]]
    assert client.get(f"/api/conferences/{room.uuid}/result").status_code == 404
    assert refused(room.devices[1].sends("publication", b"")) == (403, "head_only")
    with pytest.raises(VotingRefused, match="head_only"):
        publish_result(room.instance, room.uuid)
    assert room.devices[0].sends("publication", b"").json == shown
    public = client.get(f"/api/conferences/{room.uuid}/result", headers={"Accept-Language": "en"})
    assert public.json == shown
    assert refused(room.devices[0].sends("publication", b"")) == (409, "already_published")
    [told] = read_acts(room.instance)
    assert (told.about, told.role, told.name) == ("publication", "committee", NAMES[0])
    assert read_journal(room.instance, room.uuid).lines[-1].role == ROLES[Role.COMMITTEE]
    assert Auditor(Organizer(room.instance, room.uuid), tmp_path).verifies().sound


def test_voting_is_not_opened_until_one_more_than_needed_can_decrypt(seats: Room) -> None:
    room = seats.makes_the_key()
    room.drills(1, 3, 5)
    state = room.state()
    assert (state["can_decrypt"], state["needed"], state["needed_to_open"]) == (3, 3, 4)
    assert (refuses_to_open(room), rehearsals(room)) == (Refusal.COMMITTEE_NOT_READY, [])
    room.drills(4)
    assert rehearsals(room) == [(1, 3, 4, 5)]
    assert refuses_to_open(room) is Refusal.NO_CARDS
    room.drills(2)
    assert rehearsals(room) == [(1, 3, 4, 5), (2,)]
    assert room.state()["can_decrypt"] == 5


def test_the_drill_waits_for_the_key(seats: Room) -> None:
    seats.begins(2, 3)
    assert refused(seats.devices[0].asks("drill")) == (409, "keys_not_made")
    assert refused(seats.devices[0].sends("drill", b"{}")) == (409, "keys_not_made")
    assert refused(seats.devices[0].asks("tally")) == (409, "keys_not_made")


def test_a_drill_with_another_members_share_is_blamed_on_its_sender(room: Room) -> None:
    refusal = refused(room.devices[1].sends("drill", room.devices[0].drill()))
    assert refusal == (422, "invalid_proof")
    fault = room.state()["members"][1]["fault"]
    assert (fault["refusal"], fault["round"], fault["by"]) == ("invalid_proof", "drill", None)
    assert f"Member 2, {NAMES[1]}" in fault["message"]
    room.drills(2)
    assert room.state()["members"][1]["fault"] is None


def test_a_drill_done_again_changes_nothing(room: Room) -> None:
    room.drills(1, 2, 3)
    again = room.devices[0].sends("drill", room.devices[0].drill())
    assert (again.status_code, rehearsals(room)) == (200, [(1, 2, 3)])


def test_after_the_opening_there_is_no_drill(room: Room) -> None:
    room.drills(1, 2, 3)
    room.votes(*CHOICES)
    answer = room.devices[0].sends("drill", room.devices[0].drill())
    assert refused(answer) == (409, "already_opened")


def test_a_conference_whose_keys_were_made_again_is_not_used(room: Room) -> None:
    room.drills(1, 2, 3)
    restart_ceremony(room.instance, room.uuid)
    assert refuses_to_open(room) is Refusal.CONFERENCE_REPLACED
    answer = room.devices[0].sends("drill", room.devices[0].drill())
    assert refused(answer) == (409, "conference_replaced")
    with pytest.raises(VotingRefused, match="conference_replaced"):
        restart_ceremony(room.instance, room.uuid)


def test_after_the_opening_the_keys_stay_as_they_are(room: Room) -> None:
    room.drills(1, 2, 3)
    room.votes(*CHOICES)
    with pytest.raises(VotingRefused, match="already_opened"):
        restart_ceremony(room.instance, room.uuid)


def test_the_share_of_the_server_takes_part_where_it_is_asked_for(
    seats: Room, tmp_path: Path
) -> None:
    room = seats.makes_the_key(2, 3, server_share=True)
    room.drills(1, 2, 3)
    room.restores_the_server()
    assert rehearsals(room) == [(2, 3, 4), (1,)]
    ballots = room.votes(*CHOICES)
    for device in room.devices[1:]:
        assert device.sends("decryption", device.decryption(ballots)).status_code == 201
    state = room.state()
    assert state["state"] == "tallied"
    assert [member["decrypted"] for member in state["members"]] == [False, True, True]
    assert room.devices[1].gets("result")["result"] == [[2, 1, 0], [1, 0, 2]]
    room.devices[0].sends("publication", b"")
    assert Auditor(Organizer(room.instance, room.uuid), tmp_path).verifies().sound


def changes_tally(room: Room, part: int, content: bytes) -> None:
    """Write another datum of the tally into the database, as only an insider can."""
    database = room.instance.database
    drop = "DROP TRIGGER log_data_append_only" + ("_update" if database.is_sqlite else "")
    drop += "" if database.is_sqlite else " ON log_data"
    with database.writing() as session:
        session.execute(text(drop))
        conference = find_conference(session, room.uuid)
        entry = entry_of_kind(session, conference.id, EventType.ENCRYPTED_TALLY)
        assert entry is not None
        row = session.get_one(LogData, (conference.id, entry.height, part))
        row.content = content


@pytest.mark.parametrize("part", [0, 1], ids=["of-one-ballot", "of-many-ballots"])
def test_the_servers_share_opens_no_tally_that_the_log_does_not_give(
    part: int, seats: Room
) -> None:
    """An insider and a committee that sends what is asked for: the server's share stays shut."""
    room = seats.makes_the_key(2, 3, server_share=True)
    room.drills(1, 2, 3)
    room.restores_the_server()
    ballots = room.votes(*CHOICES)
    election, _, _ = room.devices[0].secret()
    chosen = TallySum(election)
    for ballot in ballots[: 1 if part == 0 else 3]:
        chosen.add(parse_ballot(ballot, election))
    sized = SizedEncryptedTally(99, 99, sha256_hex(chosen.encrypted_tally()))
    changes_tally(room, part, (chosen.encrypted_tally(), encode(sized))[part])
    tally = parse_encrypted_tally(chosen.encrypted_tally(), election)
    first, second = (
        device.sends("decryption", decryption_of(tally, device.secret()[2], election))
        for device in room.devices[:2]
    )
    assert first.status_code == 201
    assert refused(second) == (409, "tally_differs")
    assert room.state()["state"] == "closed"


def test_without_its_key_file_the_server_cannot_be_drilled(seats: Room) -> None:
    room = seats.makes_the_key(2, 3, server_share=True)
    next(room.instance.settings.key_folder.iterdir()).unlink()
    room.drills(1, 2)
    answer = room.devices[2].sends("drill", room.devices[2].drill())
    assert refused(answer) == (409, "server_key_missing")
    assert room.state()["can_decrypt"] == 2


def test_a_bad_decryption_is_blamed_and_stops_nobody(room: Room) -> None:
    room.drills(1, 2, 3)
    ballots = room.votes(*CHOICES)
    stolen = room.devices[0].decryption(ballots)
    assert refused(room.devices[1].sends("decryption", stolen)) == (422, "invalid_proof")
    fault = room.state()["members"][1]["fault"]
    assert (fault["round"], fault["refusal"]) == ("decryption", "invalid_proof")
    assert NAMES[1] in fault["message"]
    for device in (room.devices[0], room.devices[2]):
        assert device.sends("decryption", device.decryption(ballots)).status_code == 201
    assert room.state()["state"] == "tallied"


def test_the_decryption_of_another_aggregate_is_refused(room: Room) -> None:
    room.drills(1, 2, 3)
    ballots = room.votes(*CHOICES)
    election, _, secret = room.devices[0].secret()
    one = TallySum(election)
    one.add(parse_ballot(ballots[0], election))
    tally = parse_encrypted_tally(one.encrypted_tally(), election)
    for other in (tally, make_drill_tally(election)):
        answer = room.devices[0].sends("decryption", decryption_of(other, secret, election))
        assert refused(answer) == (422, "invalid_proof")


def test_a_decryption_without_the_strong_proof_of_it_is_refused(room: Room) -> None:
    room.drills(1, 2, 3)
    ballots = room.votes(*CHOICES)
    election, _, secret = room.devices[0].secret()
    sent = json.loads(room.devices[0].decryption(ballots))
    tally = parse_encrypted_tally(
        room.devices[0].gets("tally")["encrypted_tally"].encode(), election
    )
    other = make_partial_decryption(tally, secret, election).decode()
    answer = room.devices[0].sends("decryption", json.dumps(sent | {"partial": other}).encode())
    assert refused(answer) == (422, "invalid_proof")
    answer = room.devices[0].sends("decryption", json.dumps(sent | {"proof": "{}"}).encode())
    assert refused(answer) == (422, "malformed")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"partial":"x"}', b"\xff"])
def test_what_is_no_decryption_at_all_is_a_bad_request(room: Room, body: bytes) -> None:
    assert refused(room.devices[0].sends("decryption", body)) == (400, "bad_request")


def test_each_member_decrypts_once(room: Room) -> None:
    room.drills(1, 2, 3)
    ballots = room.votes(*CHOICES)
    first = room.devices[0].decryption(ballots)
    assert room.devices[0].sends("decryption", first).status_code == 201
    assert room.devices[0].sends("decryption", first).status_code == 200
    again = room.devices[0].sends("decryption", room.devices[0].decryption(ballots))
    assert refused(again) == (409, "already_decrypted")
    assert room.state()["state"] == "closed"
    late = room.devices[2].decryption(ballots)
    room.devices[1].sends("decryption", room.devices[1].decryption(ballots))
    assert refused(room.devices[2].sends("decryption", late)) == (409, "already_counted")
    assert room.devices[0].sends("decryption", first).status_code == 200


def test_fewer_ballots_than_the_plan_allows_stay_sealed(seats: Room) -> None:
    room = seats.makes_the_key(2, 3, minimum_ballots=4)
    room.drills(1, 2, 3)
    room.votes(*CHOICES)
    device = room.devices[0]
    assert refused(device.asks("tally")) == (409, "too_few_ballots")
    body = json.dumps({"partial": "{}", "proof": "{}"}).encode()
    assert refused(device.sends("decryption", body)) == (409, "too_few_ballots")


def test_nothing_is_decrypted_before_the_end(room: Room) -> None:
    room.drills(1, 2, 3)
    body = json.dumps({"partial": "{}", "proof": "{}"}).encode()
    assert refused(room.devices[0].asks("tally")) == (409, "voting_not_open")
    organizer = Organizer(room.instance, room.uuid)
    organizer.prints()
    organizer.opens()
    assert refused(room.devices[0].asks("tally")) == (409, "voting_still_open")
    assert refused(room.devices[0].sends("decryption", body)) == (409, "voting_still_open")
    assert room.state()["state"] == "voting"


def test_a_member_sees_the_own_drill_and_nobody_elses(room: Room) -> None:
    room.makes_the_key(2, 3)
    first, second, _ = room.devices
    made = first.drill()
    assert first.sends("drill", made).status_code == 201
    assert first.asks("drill/own").data == made
    missing = second.asks("drill/own")
    told = json.loads(missing.data)
    assert (missing.status_code, told["refusal"]) == (409, "round_not_complete")
