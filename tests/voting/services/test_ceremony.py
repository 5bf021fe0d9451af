"""The ceremony as a service: all at once, what the database holds, what nobody can change."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ballots.canonical import decode
from ballots.group import group_named
from ballots.keys import TrusteePublicKey
from tests.voting.committee import ROUNDS, Room, committee
from tests.voting.people import definition
from tests.voting.views.test_photos import DIGEST, PEOPLE, PHOTO
from voting.acting import Actor, acting
from voting.ceremony_models import Base, Step
from voting.definition import Committee
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.acts import Act, read_acts
from voting.services.ceremony import (
    begin_ceremony,
    find_ceremony,
    find_member,
    renew_link,
    restart_ceremony,
)
from voting.services.ceremony_messages import take_message
from voting.services.ceremony_reading import read_ceremony
from voting.services.evidence import read_checkpoint
from voting.services.keys import server_key_file


@pytest.fixture
def room(instance: Instance, client: FlaskClient) -> Room:
    return Room(instance, client)


def test_all_members_at_the_same_moment_make_one_key(room: Room, instance: Instance) -> None:
    room.begins(2, 3)
    for step, make in zip(ROUNDS, ("certificate", "commitment", "opened", "answer"), strict=True):
        made = [(device.number, getattr(device, make)()) for device in room.devices]
        twice = [*made, *made]

        def send(one: tuple[int, bytes], step: str = step) -> bool:
            return take_message(instance, room.uuid, one[0], Step(step), one[1])

        with ThreadPoolExecutor(len(twice)) as pool:
            assert sorted(pool.map(send, twice)) == [False] * 3 + [True] * 3
    assert read_ceremony(instance, room.uuid).state == "prepared"


def everything_stored(instance: Instance) -> bytes:
    with instance.database.reading() as session:
        rows = [
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(table.select())
        ]
    return "\n".join(rows).encode()


@pytest.mark.parametrize("share", [False, True], ids=["without-server-share", "with-it"])
def test_the_database_holds_no_secret(room: Room, instance: Instance, share: bool) -> None:
    room.makes_the_key(2, 3, server_share=share)
    room.drills(1, 2, 3)
    stored = everything_stored(instance)
    assert room.uuid.encode() in stored
    for device in room.devices:
        _, _, secret = device.secret()
        for hidden in (device.seed, str(secret), device.link.token):
            assert hidden.encode() not in stored
    for file in instance.settings.key_folder.glob("*"):
        assert json.loads(file.read_bytes())["secret"].encode() not in stored


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ceremony_messages SET content = content",
        "DELETE FROM ceremony_messages",
        "UPDATE ceremonies SET definition = definition",
        "UPDATE ceremonies SET uuid = 'x'",
        "DELETE FROM ceremonies",
    ],
)
def test_the_database_itself_refuses_to_rewrite_a_ceremony(
    statement: str, room: Room, instance: Instance
) -> None:
    room.begins(2, 3)
    room.plays("certificate")
    with pytest.raises(DBAPIError), instance.database.writing() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("named", [None, Committee(2, 3)], ids=["server", "nameless"])
def test_a_ceremony_needs_a_committee_with_names(
    instance: Instance, named: Committee | None
) -> None:
    with pytest.raises(VotingRefused, match="no_committee"):
        begin_ceremony(instance, definition(committee=named))


def test_a_definition_that_cannot_be_is_refused_before_anybody_is_asked(
    instance: Instance,
) -> None:
    with pytest.raises(VotingRefused, match="bad_definition"):
        begin_ceremony(instance, definition(committee=committee(2, 3), minimum_ballots=0))
    assert not everything_stored(instance)


def test_what_is_not_there_is_said(instance: Instance, room: Room) -> None:
    unknown = "A1b2C3d4E5f6G7"
    for ask in (read_ceremony, restart_ceremony):
        with pytest.raises(VotingRefused, match="unknown_conference"):
            ask(instance, unknown)
    with pytest.raises(VotingRefused, match="unknown_member"):
        find_member(instance, unknown, "A" * 22)
    room.begins(2, 3)
    with pytest.raises(VotingRefused, match="unknown_member"):
        renew_link(instance, room.uuid, 4)


class CutError(Exception):
    """The server is gone."""


def test_a_ceremony_cut_between_its_last_message_and_the_commit_can_begin_again(
    room: Room, instance: Instance
) -> None:
    """The file of signed heads knows of the log then, the database does not."""
    room.begins(2, 3)
    room.plays(*ROUNDS[:3])
    *_, last = room.devices
    for device in room.devices[:2]:
        device.takes_part("voutput")
    made, origin = last.answer(), instance.log_key.of_conference(room.uuid).name

    def cut(_connection: object) -> None:
        if instance.heads.newest(origin) is not None:
            raise CutError

    event.listen(instance.database.engine, "commit", cut)
    with pytest.raises(CutError):
        take_message(instance, room.uuid, last.number, Step.VOUTPUT, made)
    event.remove(instance.database.engine, "commit", cut)
    assert instance.heads.newest(origin) is not None
    assert read_ceremony(instance, room.uuid).state == "keys"
    assert restart_ceremony(instance, room.uuid).uuid == room.uuid
    room.plays(*ROUNDS)
    room.drills(1, 2, 3)
    assert read_checkpoint(instance, room.uuid)
    newest = instance.heads.newest(origin)
    assert newest is not None and newest.size == 2


def test_who_begins_again_twice_at_the_same_moment_keeps_the_key_of_the_server(
    room: Room, instance: Instance
) -> None:
    room.makes_the_key(2, 3, server_share=True)

    def press(_: int) -> str:
        try:
            return restart_ceremony(instance, room.uuid).uuid
        except VotingRefused as error:
            return error.refusal

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(press, range(3)))
    [new] = set(answers) - {Refusal.CONFERENCE_REPLACED}
    assert answers.count(new) == 1
    with instance.database.reading() as session:
        public = decode(find_ceremony(session, new).server_key or b"", TrusteePublicKey)
    group = group_named("Ed25519")
    kept = json.loads(server_key_file(instance.settings, new).read_bytes())["secret"]
    assert group.text(group.power_g(group.scalar(kept))) == public.public_key
    assert len(list(instance.settings.key_folder.glob("*.json"))) == 2


def test_a_beginning_that_was_refused_leaves_no_line_in_the_journal(
    room: Room, instance: Instance
) -> None:
    room.makes_the_key(2, 3)
    mark = acting.set(Actor(None, "Chị Hoa", Role.ORGANIZER.value, 0))
    try:
        restart_ceremony(instance, room.uuid)
        with pytest.raises(VotingRefused, match="conference_replaced"):
            restart_ceremony(instance, room.uuid)
    finally:
        acting.reset(mark)
    assert [line.act for line in read_acts(instance)].count(Act.BEGAN_KEYS_AGAIN) == 1


def test_photos_are_kept_with_the_definition_that_names_them_or_not_at_all(
    instance: Instance,
) -> None:
    about = definition(committee=committee(2, 3), people=PEOPLE)

    def cut(_session: Session, _uuid: str) -> None:
        raise CutError

    with pytest.raises(CutError):
        begin_ceremony(instance, about, {DIGEST: PHOTO}, also=cut)
    assert not everything_stored(instance)
    begin_ceremony(instance, about, {DIGEST: PHOTO})
    assert DIGEST.encode() in everything_stored(instance)


def test_what_was_seen_before_the_key_was_made_does_not_begin_it_again(
    room: Room, instance: Instance
) -> None:
    room.begins(2, 3)
    stage = read_ceremony(instance, room.uuid).stage
    restart_ceremony(instance, room.uuid, seen=stage)
    room.plays(*ROUNDS)
    for stale in (stage, "2-making", ""):
        with pytest.raises(VotingRefused, match="ceremony_moved"):
            restart_ceremony(instance, room.uuid, seen=stale)
    seen = read_ceremony(instance, room.uuid)
    assert (seen.state, seen.replaced_by) == ("prepared", None)
    assert restart_ceremony(instance, room.uuid, seen=seen.stage).uuid != room.uuid


def test_all_see_how_often_a_link_was_renewed_and_the_desk_gives_no_seat_away(
    room: Room, instance: Instance
) -> None:
    room.begins(2, 3)
    renew = partial(renew_link, instance, room.uuid, at_desk=True)
    first, second, _ = room.devices
    first.takes_part("certificate")
    with pytest.raises(VotingRefused, match="member_at_work"):
        renew(1)
    assert first.asks().status_code == 200  # the refused link is still the member's
    second.link = renew(2)
    first.link = renew_link(instance, room.uuid, 1)  # by command
    restart_ceremony(instance, room.uuid)
    first.link = renew(1)  # a lost device: begun again, then renewed
    assert [member["renewals"] for member in room.state()["members"]] == [2, 1, 0]
    room.plays(*ROUNDS)
    first.link = renew(1)
    assert [one.renewals for one in read_ceremony(instance, room.uuid).members] == [3, 1, 0]
