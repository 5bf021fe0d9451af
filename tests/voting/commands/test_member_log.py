"""A member's own machine decrypts only what the log gives that it saw when the key was made."""

import shutil
from collections.abc import Callable
from dataclasses import replace as replaced
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from audit.checkpoint import parse_checkpoint
from audit.cosignature import make_cosignature
from audit.logfile import read_log
from audit.note import KeyType, VerificationKey, add_signatures
from audit.words import words_of_hash
from ballots.trustees import make_single, make_trustees
from tests.voting.commands.members import NUMBERS, Members, at
from tests.voting.desk import Desk
from voting.cli import main
from voting.committee_files import Stick
from voting.config import settings_from
from voting.instance import open_instance
from voting.member_machine import key_of_committee, named_definition, published_key
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence, witnesses

UNION = Ed25519PrivateKey.generate()
UNION_KEY = VerificationKey("union.example", UNION.public_key(), KeyType.COSIGNATURE)
WITNESSED = f"""
[[witnesses]]
name = "Công đoàn"
key = "{UNION_KEY}"
"""


def log_of(members: Members, number: int = 1) -> Path:
    return members.stick(number) / "log.tlog"


def kept(members: Members, what: str) -> Path:
    return Path(members.own(1)) / f"{members.uuid}-{what}"


def closed(members: Members) -> Members:
    members.closes()
    members.takes(1)
    return members


def test_what_is_to_be_compared_is_said_and_asked_for(ready: Members) -> None:
    closed(ready)
    words = ["trustee", "decrypt", str(ready.stick(1)), "--own", ready.own(1)]
    words += ["--copy", ready.copy(1), "--passphrase-file", ready.passphrase]
    refused = CliRunner().invoke(main, words, input="n\n")
    six = words_of_hash(read_log(log_of(ready)).signed.checkpoint.root)
    assert (refused.exit_code, "5 ballots" in refused.stderr, six in refused.stderr) == (
        1,
        True,
        True,
    )
    assert not (ready.stick(1) / "answer-1-decryption.json").exists()
    assert not kept(ready, "decrypted").exists()
    agreed = CliRunner().invoke(main, words, input="y\n")
    assert agreed.exit_code == 0, agreed.output
    ready.brings(1, "decryption")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda log: b"", "log_differs"),
        (lambda log: log.replace(b'"not_returned":0', b'"not_returned":1'), "log_differs"),
        (lambda log: log.replace(b"\xe2\x80\x94 ", b"\xe2\x80\x94 x"), "log_differs"),
    ],
    ids=["empty", "entry-changed", "not-signed"],
)
def test_a_log_that_was_tampered_with_is_refused(
    ready: Members, change: Callable[[bytes], bytes], code: str
) -> None:
    file = log_of(closed(ready))
    changed = change(file.read_bytes())
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    assert f"[{code}]" in ready.decrypts(1, exits=1).stderr
    file.unlink()
    assert "[file_not_there]" in ready.decrypts(1, exits=1).stderr
    assert not (ready.stick(1) / "answer-1-decryption.json").exists()


def test_the_record_of_another_hall_is_refused_though_both_are_signed(
    ready: Members, finished: Members, tmp_path: Path
) -> None:
    """One server, one key: it lets a member see an incident, and later a log without it."""
    ready.desk.types("conference", "incident", ready.uuid, "Mất điện năm phút")
    kept(ready, "checkpoint").unlink()
    Path(ready.copy(1)).unlink()
    ready.copies(1)
    other = tmp_path / "other"
    shutil.copytree(finished.desk.folder, other)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(other)
        second = closed(at(finished, Desk(other).folder))
    shutil.copytree(second.stick(1), ready.stick(1), dirs_exist_ok=True)
    assert "[log_differs]" in ready.decrypts(1, exits=1).stderr
    assert "check 34" in ready.decrypts(1, exits=1).stderr


def test_the_key_of_the_log_is_the_one_of_the_ceremony(ready: Members) -> None:
    closed(ready)
    file, other = kept(ready, "log-key"), Ed25519PrivateKey.generate().public_key()
    name = file.read_text().partition("+")[0]
    file.write_text(str(VerificationKey(name, other, KeyType.ED25519)))
    assert "[log_differs]" in ready.decrypts(1, exits=1).stderr
    file.unlink()  # a fresh machine has kept nothing: words and witnesses are compared
    kept(ready, "checkpoint").unlink()
    ready.decrypts(1)
    assert kept(ready, "log-key").exists()


def test_the_log_of_another_election_is_not_kept(ready: Members) -> None:
    Path(ready.copy(2)).unlink()
    for what in ("log-key", "checkpoint"):
        (Path(ready.own(2)) / f"{ready.uuid}-{what}").unlink()
    ready.takes(2)
    whole = log_of(ready, 2).read_bytes()
    log_of(ready, 2).write_bytes(whole.replace(ready.uuid.encode(), b"A1b2C3d4E5f6G7"))
    words = ["trustee", "copy", str(ready.stick(2)), "--own", ready.own(2)]
    words += ["--out", ready.copy(2), "--passphrase-file", ready.passphrase]
    assert "[log_differs]" in ready.desk.types(*words, exits=1).stderr


def test_too_few_witnesses_are_told_and_the_member_decides(desk: Desk) -> None:
    members = Members(desk, WITNESSED)
    members.ready()
    closed(members)
    assert "[not_witnessed]" in members.decrypts(1, exits=1).stderr
    members.decrypts(1, "--compared", "--unwitnessed")
    instance = open_instance(settings_from({}, desk.folder))
    note = evidence.read_checkpoint(instance, members.uuid)
    line = make_cosignature(
        parse_checkpoint(note).note.text,
        time=1_795_302_900,
        key_name=UNION_KEY.name,
        public_key=UNION_KEY.public_key,
        sign=UNION.sign,
    )
    witnesses.accept_cosignatures(instance, members.uuid, add_signatures(note, [line]))
    instance.close()
    members.takes(2)
    members.decrypts(2)
    whole = log_of(members, 2).read_text(encoding="utf-8")
    wrong = line.rpartition(" ")[0] + " " + line.rpartition(" ")[2][:20] + "A" * 20 + line[-20:]
    log_of(members, 2).write_text(whole.replace(line, wrong), encoding="utf-8")
    assert "[log_differs]" in members.decrypts(2, "--unwitnessed", exits=1).stderr


def test_a_share_of_the_server_that_was_not_announced_is_refused(ready: Members) -> None:
    ready.takes(1)
    stick = Stick(ready.stick(1))
    found = published_key(stick)
    group, told = found.election.group, named_definition(stick, found.election)
    assert told.committee is not None
    shared = replace(told, committee=replace(told.committee, server_share=True))
    _, server = make_single(group)
    both = make_trustees([server, found.parameters], group)
    with_both = replaced(found.election, public_key=both.public_key)
    assert key_of_committee(with_both, both, shared).first_owner == 2
    for election, trustees, definition, code in (
        (found.election, found.trustees, replace(told, committee=None), Refusal.WRONG_FILE),
        (found.election, found.trustees, shared, Refusal.UNANNOUNCED_SHARE),
        (with_both, both, told, Refusal.UNANNOUNCED_SHARE),
        (found.election, both, shared, Refusal.WRONG_FILE),
    ):
        with pytest.raises(VotingRefused) as refused:
            key_of_committee(election, trustees, definition)
        assert refused.value.refusal is code


def test_a_share_that_the_server_did_not_tell_of_at_first_is_refused(ready: Members) -> None:
    Path(ready.copy(1)).unlink()
    (told,) = Path(ready.own(1)).glob("*-server-share")
    told.write_bytes(b"yes")
    assert "[unannounced_share]" in ready.copies(1, exits=1).stderr


def test_all_members_kept_the_log_when_they_saved_the_key(ready: Members) -> None:
    for number in NUMBERS:
        own = Path(ready.own(number))
        assert (own / f"{ready.uuid}-log-key").stat().st_mode & 0o077 == 0
        parse_checkpoint((own / f"{ready.uuid}-checkpoint").read_text(encoding="utf-8"))
