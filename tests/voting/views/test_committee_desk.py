"""The committee seen from the desk: a lost link is renewed, the key is begun again, once told."""

import re

import pytest
from flask import Flask

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.committee import Device, Room
from voting.instance import Instance
from voting.roles import Role
from voting.services.acts import Act, read_acts
from voting.services.ceremony_reading import read_ceremony

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = re.compile(r"http://localhost/c/(\w+)/committee#([\w-]{22})")


@pytest.fixture
def instance(application: Flask) -> Instance:
    found: Instance = application.extensions["tinnhiem"]
    return found


@pytest.fixture
def clerk(application: Flask, instance: Instance) -> Clerk:
    _, secret = logged_in(instance, make_account(instance, Role.ORGANIZER, "Chị Hoa"))
    return Clerk(application).has_session(secret)


@pytest.fixture
def room(application: Flask, instance: Instance) -> Room:
    return Room(instance, application.test_client())


def path(room: Room) -> str:
    return f"/desk/conferences/{room.uuid}/committee"


def test_a_member_who_lost_the_link_gets_another_and_the_old_one_is_dead(
    clerk: Clerk, room: Room, instance: Instance
) -> None:
    room.begins(2, 3)
    lost: Device = room.devices[1]
    assert "Trần Văn Bình" in clerk.opens(path(room)).text
    made = clerk.fills(path(room), f"{path(room)}/link", number="2")
    [(uuid, token)] = LINK.findall(made.text)
    assert (made.status_code, uuid) == (200, room.uuid)
    assert "no-store" in made.headers["Cache-Control"]
    assert "script-src 'self'" in made.headers["Content-Security-Policy"]
    assert "Trần Văn Bình" in made.text and '<svg class="qr-code"' in made.text
    assert lost.asks().status_code == 401
    renewed = {"Authorization": f"Bearer {token}"}
    state = f"/api/conferences/{room.uuid}/committee"
    assert room.client.get(state, headers=renewed).status_code == 200
    seen = clerk.opens(path(room)).text
    assert token not in seen and seen.count("Đường dẫn đã được cấp lại 1 lần.") == 1
    [line, *_] = read_acts(instance)
    assert (line.act, line.name) == (Act.RENEWED_LINK, "Chị Hoa")
    assert line.about == f"{room.uuid}: 2. Trần Văn Bình"
    for number, status in (("4", 401), ("x", 422), ("", 422)):
        refused = clerk.fills(path(room), f"{path(room)}/link", number=number)
        assert refused.status_code == status and not LINK.search(refused.text)


def test_the_key_is_begun_again_only_by_who_ticked_it(
    clerk: Clerk, room: Room, instance: Instance
) -> None:
    room.begins(2, 3)
    refused = clerk.fills(path(room), f"{path(room)}/restart")
    assert refused.status_code == 422 and "Chưa đánh dấu đồng ý" in refused.text
    assert read_ceremony(instance, room.uuid).attempt == 1
    assert (
        clerk.fills(path(room), f"{path(room)}/restart", agreed="1", stage="1-making").status_code
        == 303
    )
    assert read_ceremony(instance, room.uuid).attempt == 2
    assert read_acts(instance)[0].act is Act.BEGAN_KEYS_AGAIN
    assert room.devices[0].asks().status_code == 200  # the links stay


def test_a_key_that_was_ready_gives_way_to_another_conference_and_new_links(
    clerk: Clerk, room: Room
) -> None:
    room.makes_the_key(2, 3)
    assert '<input type="hidden" name="stage" value="1-made">' in clerk.opens(path(room)).text
    for stale in ({"stage": "1-making"}, {"stage": "2-made"}, {}):
        refused = clerk.fills(path(room), f"{path(room)}/restart", agreed="1", **stale)
        assert refused.status_code == 409 and not LINK.search(refused.text)
        assert "khoá đã được tạo xong hoặc đã được tạo lại" in refused.text
    made = clerk.fills(path(room), f"{path(room)}/restart", agreed="1", stage="1-made")
    links = LINK.findall(made.text)
    assert len(links) == 3 and {uuid for uuid, _ in links} != {room.uuid}
    after = clerk.opens(path(room)).text
    assert f'href="/desk/conferences/{links[0][0]}"' in after
    assert "Cấp đường dẫn mới" not in after
    again = clerk.fills(path(room), f"{path(room)}/restart", agreed="1", stage="1-made")
    assert again.status_code == 409 and not LINK.search(again.text)
