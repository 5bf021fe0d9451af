"""The key ceremony over HTTP: five devices, the server between them."""

import json

import msgspec
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.ceremony import open_share
from ballots.certificates import Context, make_certificate
from ballots.errors import BallotsError
from ballots.group import group_named
from ballots.polynomials import commit_to
from ballots.threshold import ThresholdParameters
from ballots.trustees import parse_trustees
from tests.ballots.support import dump
from tests.voting.committee import NAMES, ROUNDS, Device, Room
from voting.instance import Instance
from voting.services.ceremony import renew_link, restart_ceremony


def code(answer: TestResponse) -> str:
    assert answer.json is not None
    return str(answer.json["refusal"])


@pytest.fixture
def room(instance: Instance, client: FlaskClient) -> Room:
    return Room(instance, client)


def test_three_of_five_make_a_key_that_their_shares_open(room: Room, client: FlaskClient) -> None:
    room.makes_the_key()
    state = room.state()
    assert (state["round"], state["state"], state["needed"]) == ("done", "prepared", 3)
    assert all(member["sent"] == list(ROUNDS) for member in state["members"])
    data = client.get(f"/api/conferences/{room.uuid}/trustees").data
    trustees = parse_trustees(data, group_named("Ed25519"))
    assert [len(item.owners) for item in trustees.items] == [5]
    parameters = trustees.items[0].message
    assert isinstance(parameters, ThresholdParameters)
    for device in room.devices:
        open_share(device.keeps(), parameters)


def test_with_a_server_share_its_key_stands_first(room: Room, client: FlaskClient) -> None:
    room.makes_the_key(2, 3, server_share=True)
    data = client.get(f"/api/conferences/{room.uuid}/trustees").data
    assert [kind for kind, _ in json.loads(data)] == ["Single", "Pedersen"]


def test_there_is_no_conference_before_the_key(room: Room, client: FlaskClient) -> None:
    room.begins()
    assert room.state()["state"] == "keys"
    assert client.get(f"/api/conferences/{room.uuid}").status_code == 404


def test_members_see_names_and_who_has_sent_what(room: Room) -> None:
    room.begins()
    room.devices[2].takes_part("certificate")
    state = room.devices[1].gets()
    assert state["you"] == {"index": 2, "name": NAMES[1], "is_head": False}
    assert [member["name"] for member in state["members"]] == list(NAMES)
    assert [member["is_head"] for member in state["members"]] == [True] + [False] * 4
    assert [member["sent"] for member in state["members"]] == [[], [], ["certificate"], [], []]


@pytest.mark.parametrize(
    "token", ["", "Bearer ", "Bearer x", "Bearer " + "A" * 22, "Basic abc", "Bearer ééééééééééé"]
)
def test_without_a_members_token_nobody_enters(room: Room, token: str, client: FlaskClient) -> None:
    room.begins()
    path = f"/api/conferences/{room.uuid}/committee"
    for answer in (
        client.get(path, headers={"Authorization": token}),
        client.post(f"{path}/certificate", data=b"{}", headers={"Authorization": token}),
        client.get(f"{path}/vinput?token={room.devices[0].link.token}"),
    ):
        assert answer.status_code == 401
        assert answer.json is not None
        assert answer.json["refusal"] == "unknown_member"
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_member_of_another_conference_is_nobody_here(room: Room, instance: Instance) -> None:
    room.begins()
    other = Room(instance, room.client).begins()
    room.devices[0].uuid = other.uuid
    assert room.devices[0].asks().status_code == 401


def test_a_renewed_link_opens_and_the_old_one_does_not(room: Room, instance: Instance) -> None:
    room.begins()
    device = room.devices[3]
    old = device.link
    device.link = renew_link(instance, room.uuid, 4)
    assert device.gets()["you"]["index"] == 4
    device.link = old
    assert device.asks().status_code == 401


def test_a_message_sent_twice_is_taken_once(room: Room) -> None:
    room.begins()
    data = room.devices[0].certificate()
    assert room.devices[0].sends("certificate", data).status_code == 201
    assert room.devices[0].sends("certificate", data).status_code == 200
    again = room.devices[0].sends("certificate", room.devices[0].certificate())
    assert (again.status_code, code(again)) == (409, "already_sent")


@pytest.mark.parametrize("step", ["commitment", "polynomial", "voutput"])
def test_a_step_before_its_round_is_refused(room: Room, step: str) -> None:
    room.begins()
    answer = room.devices[0].sends(step, b"0" * 64)
    assert (answer.status_code, code(answer)) == (409, "wrong_round")
    assert room.state()["round"] == "certificate"


@pytest.mark.parametrize("what", ["certificates", "commitments", "polynomials", "voutputs"])
def test_messages_are_shown_only_when_all_are_there(room: Room, what: str) -> None:
    room.begins()
    room.plays(*ROUNDS[: ROUNDS.index(what.removesuffix("s"))])
    for device in room.devices[:4]:
        device.takes_part(what.removesuffix("s"))
    answer = room.devices[0].asks(what)
    assert (answer.status_code, code(answer)) == (
        409,
        "round_not_complete",
    )
    room.devices[4].takes_part(what.removesuffix("s"))
    assert len(room.devices[0].gets(what)) == 5


def test_a_restart_keeps_the_links_and_asks_for_everything_again(
    room: Room, instance: Instance
) -> None:
    room.begins()
    room.plays("certificate", "commitment")
    assert restart_ceremony(instance, room.uuid).links == ()
    state = room.state()
    assert (state["attempt"], state["round"]) == (2, "certificate")
    assert all(member["sent"] == [] for member in state["members"])
    room.plays(*ROUNDS)
    assert room.state()["round"] == "done"


def test_after_the_key_a_restart_makes_another_conference(room: Room, instance: Instance) -> None:
    room.makes_the_key(2, 3)
    first = room.uuid
    begun = restart_ceremony(instance, room.uuid)
    assert begun.uuid != first
    assert room.state()["replaced_by"] == begun.uuid
    room.sits_down(begun)
    room.plays(*ROUNDS)
    assert room.state()["state"] == "prepared"


def with_bad_secret(room: Room) -> None:
    """Let member 2 commit to a polynomial whose letter to member 5 is not meant for member 5."""
    for device in room.devices:
        commitment = device.commitment()
        if device.number == 2:
            message = json.loads(device.polynomial)
            message["secrets"][4] = message["secrets"][0]
            device.polynomial = dump(message)
            commitment = commit_to(device.polynomial).encode()
        assert device.sends("commitment", commitment).status_code == 201


def test_a_bad_secret_is_found_by_its_receiver_and_stops_the_ceremony(
    room: Room, instance: Instance
) -> None:
    room.begins()
    room.plays("certificate")
    with_bad_secret(room)
    room.plays("polynomial")
    assert room.devices[0].takes_part("voutput").status_code == 201
    with pytest.raises(BallotsError, match="trustee 2") as caught:
        room.devices[4].answer()
    found = {"round": "polynomial", "index": 2, "refusal": caught.value.refusal.value}
    assert room.devices[4].sends("blame", json.dumps(found).encode()).status_code == 200
    state = room.state()
    assert state["stopped"]
    fault = state["members"][1]["fault"]
    assert (fault["refusal"], fault["by"], fault["round"]) == (found["refusal"], 5, "polynomial")
    assert NAMES[1] in fault["message"]
    for refused in (
        room.devices[2].takes_part("voutput"),
        room.devices[3].sends("blame", json.dumps(found).encode()),
    ):
        assert (refused.status_code, code(refused)) == (409, "ceremony_stopped")
    restart_ceremony(instance, room.uuid)
    state = room.state()
    assert (state["stopped"], state["members"][1]["fault"]) == (False, None)
    room.plays(*ROUNDS)


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ({"round": "polynomial", "index": 2, "refusal": "bad_share"}, 409),
        ({"round": "drill", "index": 2, "refusal": "bad_share"}, 409),
        ({"round": "certificate", "index": 6, "refusal": "bad_share"}, 409),
        ({"round": "certificate", "index": 2, "refusal": "ugly"}, 400),
        ({"round": "rumour", "index": 2, "refusal": "bad_share"}, 400),
        ({"round": "certificate", "index": 0, "refusal": "bad_share"}, 400),
        ({"round": "certificate", "index": 2, "refusal": "bad_share", "by": 3}, 400),
    ],
    ids=["not-sent", "no-round", "nobody", "code", "round", "zero", "field"],
)
def test_only_a_message_that_is_there_can_be_blamed(
    room: Room, found: dict[str, object], status: int
) -> None:
    room.begins()
    room.plays("certificate")
    answer = room.devices[0].sends("blame", json.dumps(found).encode())
    assert answer.status_code == status
    assert not room.state()["stopped"]


def test_after_the_key_nobody_can_stop_it(room: Room) -> None:
    room.makes_the_key(2, 3)
    found = {"round": "certificate", "index": 2, "refusal": "bad_share"}
    refused = room.devices[0].sends("blame", json.dumps(found).encode())
    assert (refused.status_code, code(refused)) == (409, "wrong_round")


def other_certificate(device: Device, **changes: object) -> bytes:
    context = Context(group="Ed25519", size=5, threshold=3, index=device.number)
    return make_certificate(device.seed, msgspec.structs.replace(context, **changes))


@pytest.mark.parametrize("change", [{"threshold": 1}, {"size": 6}, {"index": 3}], ids=str)
def test_a_certificate_for_another_committee_is_refused(room: Room, change: dict[str, int]) -> None:
    room.begins()
    refused = room.devices[1].sends("certificate", other_certificate(room.devices[1], **change))
    assert (refused.status_code, code(refused)) == (422, "bad_trustees")


def test_one_person_cannot_be_two_members(room: Room) -> None:
    room.begins()
    room.devices[0].takes_part("certificate")
    room.devices[1].seed = room.devices[0].seed
    refused = room.devices[1].takes_part("certificate")
    assert (refused.status_code, code(refused)) == (422, "bad_trustees")


def test_a_commitment_cannot_be_copied(room: Room) -> None:
    room.begins()
    room.plays("certificate")
    commitment = room.devices[0].commitment()
    assert room.devices[0].sends("commitment", commitment).status_code == 201
    refused = room.devices[1].sends("commitment", commitment)
    assert (refused.status_code, code(refused)) == (422, "bad_trustees")


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"x" * 1000], ids=str)
@pytest.mark.parametrize("step", ["certificate", "commitment"])
def test_rubbish_is_refused_and_the_member_named(room: Room, step: str, body: bytes) -> None:
    room.begins()
    room.plays(*ROUNDS[: ROUNDS.index(step)])
    refused = room.devices[3].sends(step, body)
    assert (refused.status_code, code(refused)) == (422, "malformed")
    assert NAMES[3] in refused.text


def test_too_large_a_message_is_refused_unread(room: Room) -> None:
    room.begins()
    refused = room.devices[0].sends("certificate", b"x" * (2 << 20) + b"x")
    assert (refused.status_code, code(refused)) == (413, "too_large")


def cheats(step: str, room: Room) -> bytes:
    """Return what member 2 sends for a round instead of the own message: swapped, or bad."""
    device = room.devices[1]
    if step == "certificate":
        return room.devices[2].certificate()
    if step == "commitment":
        return b"x"
    if step == "polynomial":
        device.commitment()
        return device.polynomial
    return room.devices[2].answer()


@pytest.mark.parametrize("step", ROUNDS)
def test_a_bad_message_is_blamed_on_its_sender_and_nothing_is_lost(room: Room, step: str) -> None:
    room.begins()
    room.plays(*ROUNDS[: ROUNDS.index(step)])
    kept = room.devices[1].polynomial
    refused = room.devices[1].sends(step, cheats(step, room))
    room.devices[1].polynomial = kept
    assert refused.status_code == 422
    assert refused.json is not None
    assert f"Member 2, {NAMES[1]}" in refused.json["message"]
    fault = room.state()["members"][1]["fault"]
    assert (fault["refusal"], fault["by"]) == (refused.json["refusal"], None)
    room.plays(*ROUNDS[ROUNDS.index(step) :])
    assert room.state()["members"][1]["fault"] is None
