"""A member's own machine with a stick: what it refuses, saves, restores and decrypts."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ballots.polynomials import commit_to
from tests.voting.commands.members import NUMBERS, ROUNDS, Members
from tests.voting.desk import Desk
from voting.cli import main


def test_a_stick_without_the_files_of_the_step_is_refused(members: Members, desk: Desk) -> None:
    (desk.folder / "empty").mkdir()
    words = ["trustee", "answer", str(desk.folder / "empty"), "--own", members.own(1)]
    assert "[file_not_there]" in desk.types(*words, exits=1).stderr
    members.takes(1)
    for text in ("", "[]", '{"tinnhiem":"key-copy"}'):
        (desk.folder / "empty" / "ceremony.json").write_text(text)
        assert "[wrong_file]" in desk.types(*words, exits=1).stderr


@pytest.mark.parametrize("name", ["certificates", "commitments", "polynomials"])
def test_a_server_that_shows_something_else_than_was_sent_is_caught(
    members: Members, name: str
) -> None:
    step = name.removesuffix("s")
    members.plays(*ROUNDS[: ROUNDS.index(step) + 1])
    members.takes(1)
    file = members.stick(1) / f"{name}.json"
    members.changes(file, lambda listed: [listed[1], listed[0], listed[2]])
    words = ["trustee", "answer", str(members.stick(1)), "--own", members.own(1)]
    assert "[transcript_differs]" in members.desk.types(*words, exits=1).stderr


def test_a_server_that_shows_other_messages_later_is_caught(members: Members) -> None:
    members.plays("certificate", "commitment")
    own = members.desk.folder / "own-1"
    kept = next(own.glob("*-certificates"))
    kept.chmod(0o600)
    kept.write_bytes(b'["x"]')
    assert "[transcript_differs]" in members.answers(1, exits=1).stderr


def test_a_bad_secret_stops_the_ceremony_under_its_senders_name(members: Members) -> None:
    members.plays("certificate")
    for number in NUMBERS:
        members.answers(number)
    own = members.desk.folder / "own-2"
    drawn, sent = next(own.glob("*-polynomial")), next(own.glob("*-commitment"))
    message = json.loads(drawn.read_bytes())
    message["secrets"][2] = message["secrets"][0]
    bad = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    drawn.write_bytes(bad)
    sent.write_text(commit_to(bad))
    members.plays("commitment", "polynomial")
    members.answers(1)
    members.brings(1, "voutput")
    assert "trustee 2" in members.answers(3, exits=1).stderr
    members.brings(3, "blame")
    told = members.desk.types("trustee", "status", members.uuid).stdout
    assert "Trần Văn Bình\tcertificate,commitment,polynomial\tMember 2, Trần Văn Bình" in told
    members.desk.types("trustee", "restart", members.uuid)
    members.plays(*ROUNDS)


def test_six_words_are_proposed_for_the_saved_key(ready: Members) -> None:
    Path(ready.copy(1)).unlink()
    words = ["trustee", "copy", str(ready.stick(1)), "--own", ready.own(1)]
    words += ["--out", ready.copy(1)]
    made = CliRunner().invoke(main, words, input="\n")
    assert made.exit_code == 0, made.output
    proposed = re.search("proposed: (.+)", made.stderr)
    assert proposed is not None and len(proposed[1].split()) == 6
    words = ["trustee", "drill", str(ready.stick(1)), "--copy", ready.copy(1)]
    restored = CliRunner().invoke(main, words, input=f"{proposed[1]}\n")
    assert restored.exit_code == 0, restored.output
    refused = CliRunner().invoke(main, words, input="other words than these six\n")
    assert (refused.exit_code, "[wrong_passphrase]" in refused.stderr) == (1, True)


def test_a_saved_key_is_not_overwritten_and_its_passphrase_is_long(ready: Members) -> None:
    assert "exists" in ready.copies(1, exits=1).stderr
    Path(ready.copy(1)).unlink()
    short = ready.desk.writes("short.txt", "ngắn")
    refused = ready.copies(1, "--passphrase-file", short, exits=1)
    assert "[weak_passphrase]" in refused.stderr
    assert not Path(ready.copy(1)).exists()


def test_the_key_of_another_member_is_not_drilled(ready: Members) -> None:
    assert "[wrong_key]" in ready.drills(1, stick=2, exits=1).stderr


def test_the_rehearsal_on_a_stick_cannot_be_another_tally(ready: Members) -> None:
    file = ready.stick(1) / "election.json"
    file.write_bytes(file.read_bytes().replace(ready.uuid.encode(), b"A1b2C3d4E5f6G7"))
    words = ["trustee", "drill", str(ready.stick(1)), "--copy", ready.copy(1)]
    refused = ready.desk.types(*words, "--passphrase-file", ready.passphrase, exits=1)
    assert "[wrong_key]" in refused.stderr


def test_nothing_is_decrypted_before_the_end(ready: Members) -> None:
    assert "[file_not_there]" in ready.decrypts(1, exits=1).stderr
    ready.open_for(5)
    ready.takes(1)
    record = str(ready.stick(1) / "record.bel")
    ready.desk.types("conference", "record", ready.uuid, "--out", record)
    assert "[voting_still_open]" in ready.decrypts(1, exits=1).stderr


def test_a_record_or_tally_that_was_tampered_with_is_not_decrypted(ready: Members) -> None:
    ready.closes()
    ready.takes(1)
    tally, record = ready.stick(1) / "tally.json", ready.stick(1) / "record.bel"
    ready.changes(tally, lambda shown: shown | {"number": 4})
    assert "[tally_differs]" in ready.decrypts(1, exits=1).stderr
    tally.write_text("{}")
    assert "[wrong_file]" in ready.decrypts(1, exits=1).stderr
    whole = record.read_bytes()
    record.write_bytes(whole.replace(b'"challenge":"1', b'"challenge":"2', 1))
    assert "[record_not_sound]" in ready.decrypts(1, exits=1).stderr
    record.write_bytes(whole[:-100])
    assert "[record_not_sound]" in ready.decrypts(1, exits=1).stderr


def test_a_machine_decrypts_one_tally_of_a_conference_and_no_other(ready: Members) -> None:
    ready.closes()
    ready.takes(1)
    ready.decrypts(1)
    ready.decrypts(1)
    remembered = next((ready.desk.folder / "own-1").glob("*-decrypted"))
    remembered.write_text("0" * 64)
    assert "[tally_differs]" in ready.decrypts(1, exits=1).stderr


def test_fewer_ballots_than_the_plan_allows_are_not_decrypted(ready: Members) -> None:
    ready.closes(4)
    words = ["trustee", "export", ready.uuid, "1", "--out", str(ready.stick(1))]
    assert "[too_few_ballots]" in ready.desk.types(*words, exits=1).stderr


def test_the_definition_that_says_how_few_must_be_the_elections(ready: Members) -> None:
    ready.closes()
    ready.takes(1)
    file = ready.stick(1) / "definition.json"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"minimum_ballots":5', b'"minimum_ballots":1'))
    assert "[wrong_file]" in ready.decrypts(1, exits=1).stderr
