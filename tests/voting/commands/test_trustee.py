"""The committee at the terminal of the server: links, status, sticks out and in."""

import re
from typing import Any

import pytest
from click.testing import CliRunner

from ballots.election import parse_election
from tests.voting.commands.members import COMMITTEE, Members
from tests.voting.desk import PLAN, Desk
from voting.cli import main
from voting.readout import read_out

FOURTH = """
[[committee]]
name = "Phạm Văn Dũng"
"""


def test_a_link_for_each_member_is_printed_and_kept_nowhere(members: Members) -> None:
    pattern = rf"[123]\t[^\t]+\thttp://127\.0\.0\.1:8000/c/{members.uuid}/committee#[\w-]{{22}}"
    assert all(re.fullmatch(pattern, line) for line in members.links) and len(members.links) == 3
    assert "the secret of one member" in members.said
    tokens = [line.rpartition("#")[2].encode() for line in members.links]
    for file in (members.desk.folder / "instance").rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        assert not [token for token in tokens if token in data], file


def test_a_whole_vote_is_held_with_sticks(ready: Members) -> None:
    status = ready.desk.types("trustee", "status", ready.uuid)
    assert "2*\tTrần Văn Bình\tcertificate,commitment,polynomial,voutput,drill" in status.stdout
    assert "3 of 3 can decrypt; 2 are needed" in status.stderr
    ready.closes()
    for number in (1, 3):
        ready.takes(number)
        ready.decrypts(number)
        ready.brings(number, "decryption")
    assert "tallied\tdone\t1" in ready.desk.types("trustee", "status", ready.uuid).stdout
    assert "head_only" in ready.desk.types("conference", "publish", ready.uuid, exits=1).stderr
    for place, exits in ((0, 1), (1, 0)):
        link = ready.desk.writes("link.txt", ready.links[place])
        published = ready.desk.types("trustee", "publish", ready.uuid, "--link", link, exits=exits)
        assert ("head_only" in published.stderr) is bool(exits)
    assert "100.00" in published.stdout
    ready.desk.types("conference", "record", ready.uuid)
    assert ready.desk.types("verify", f"{ready.uuid}.bel", "--jobs", "1").exit_code == 0


def test_the_members_own_machine_says_which_election_it_verified(ready: Members) -> None:
    ready.closes()
    ready.takes(1)
    words = read_out(parse_election((ready.stick(1) / "election.json").read_bytes()).digest)
    assert f"Eight syllables computed here: {words}." in ready.decrypts(1).stderr


def test_no_secret_of_a_member_reaches_server_or_stick(ready: Members) -> None:
    seeds = [file.read_bytes() for file in ready.desk.folder.glob("own-*/*-seed")]
    assert len(seeds) == 3
    for folder in ("instance", "stick-1", "stick-2", "stick-3"):
        for file in (ready.desk.folder / folder).rglob("*"):
            data = file.read_bytes() if file.is_file() else b""
            assert not [seed for seed in seeds if seed in data], file
    for file in ready.desk.folder.glob("own-*/*"):
        assert file.stat().st_mode & 0o077 == 0


def test_an_answer_made_and_brought_twice_is_the_same(members: Members) -> None:
    members.answers(1)
    file = members.stick(1) / "answer-1-certificate.json"
    first = file.read_bytes()
    members.answers(1)
    assert file.read_bytes() == first
    assert not members.brings(1, "certificate").stdout.endswith("=\n")
    assert members.brings(1, "certificate").stdout.endswith("=\n")


def test_steps_in_the_wrong_order_are_refused(members: Members) -> None:
    members.answers(1)
    file = members.stick(1) / "answer-1-certificate.json"
    members.changes(file, lambda answer: answer | {"step": "voutput"})
    assert "[wrong_round]" in members.brings(1, "certificate", exits=1).stderr


def test_after_the_last_round_there_is_nothing_to_answer(ready: Members) -> None:
    assert "[wrong_round]" in ready.answers(1, exits=1).stderr


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uuid": "A1b2C3d4E5f6G7"}, "unknown_conference"),
        ({"attempt": 2}, "wrong_file"),
        ({"index": 4}, "wrong_file"),
        ({"step": "tally"}, "wrong_file"),
        ({"step": "decryption"}, "wrong_file"),
        ({"step": "blame"}, "wrong_file"),
        ({"tinnhiem": "key-copy"}, "wrong_file"),
    ],
    ids=["conference", "attempt", "member", "step", "decryption", "blame", "kind"],
)
def test_a_file_that_does_not_belong_here_is_refused(
    members: Members, change: dict[str, Any], code: str
) -> None:
    members.answers(1)
    members.changes(members.stick(1) / "answer-1-certificate.json", lambda answer: answer | change)
    assert f"[{code}]" in members.brings(1, "certificate", exits=1).stderr


def test_swapped_files_are_refused_under_the_name_of_whose_they_should_be(
    members: Members,
) -> None:
    members.answers(1)
    members.answers(2)
    file = members.stick(2) / "answer-2-certificate.json"
    members.changes(file, lambda answer: answer | {"index": 3})
    refused = members.brings(2, "certificate", exits=1).stderr
    assert "Member 3, Lê Thị Cúc" in refused and "[bad_trustees]" in refused
    assert "Lê Thị Cúc\t–\tMember 3" in members.desk.types("trustee", "status", members.uuid).stdout
    members.brings(1, "certificate")


def test_a_new_link_takes_the_place_of_the_old_one(members: Members) -> None:
    made = members.desk.types("trustee", "link", members.uuid, "2").stdout
    assert made.startswith("2\tTrần Văn Bình\t") and made.rstrip() != members.links[1]
    old = members.desk.writes("link.txt", members.links[1])
    refused = members.desk.types("trustee", "publish", members.uuid, "--link", old, exits=1)
    assert "[unknown_member]" in refused.stderr
    new = members.desk.writes("link.txt", made)
    refused = members.desk.types("trustee", "publish", members.uuid, "--link", new, exits=1)
    assert "[unknown_conference]" in refused.stderr
    assert (
        "[unknown_member]"
        in members.desk.types("trustee", "link", members.uuid, "4", exits=1).stderr
    )


def test_a_restart_with_finished_keys_gives_another_conference(ready: Members) -> None:
    uuid, *links = ready.desk.types("trustee", "restart", ready.uuid).stdout.splitlines()
    assert uuid != ready.uuid and len(links) == 3
    assert uuid in ready.desk.types("trustee", "status", ready.uuid).stdout
    assert (
        "[conference_replaced]"
        in ready.desk.types("conference", "open", ready.uuid, exits=1).stderr
    )


def test_who_is_no_member_gets_no_stick(members: Members) -> None:
    words = ["trustee", "export", members.uuid, "4", "--out", str(members.stick(4))]
    assert "[unknown_member]" in members.desk.types(*words, exits=1).stderr


def test_a_single_key_on_the_server_is_warned_of_in_red(desk: Desk) -> None:
    plan = desk.writes("plan.toml", PLAN.replace('"2/3"', '"server"'))
    made = CliRunner().invoke(main, ["conference", "create", plan], color=True)
    assert "\x1b[31m" in made.stderr and "can open every single ballot" in made.stderr


def test_a_threshold_that_two_groups_reach_is_warned_of(desk: Desk) -> None:
    written = (PLAN + COMMITTEE).replace('"2/3"', '"2/4"') + FOURTH
    made = desk.types("conference", "create", desk.writes("plan.toml", written))
    assert "2/4: two groups without a common member" in made.stderr
    usual = desk.types("conference", "create", desk.writes("plan.toml", PLAN + COMMITTEE))
    assert "WARNING" not in usual.stderr
