"""A witness over real HTTP: every status of C2SP tlog-witness, one state for many processes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogRefused
from audit.note import VerificationKey
from audit.witness import SIZE, checkpoint_path, make_request, parse_response
from tests.voting.processes import processes
from tests.voting.witnessing.served import (
    KEY,
    NOW,
    ORIGIN,
    SECRET,
    Heard,
    Log,
    WitnessBox,
    entries,
    witness_box,
)
from voting.witnessing.alarms import AlarmKind
from voting.witnessing.cosigner import Cosigner, init_witness, load_witness_key
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.web import Answer, Site

LOG = Log().append(*entries(300))
FORK = Log().append(*entries(4), *entries(296, 4, "other"))


def ask(box: WitnessBox, body: bytes) -> Answer:
    with Site(box.url) as site:
        return site.post("add-checkpoint", body)


def fetch(box: WitnessBox, path: str) -> Answer:
    with Site(box.url) as site:
        return site.get(path)


def size_held(box: WitnessBox) -> int:
    held = box.cosigner.held(ORIGIN)
    return held.size if held else 0


def test_a_growing_log_is_cosigned_and_the_lines_hold(box: WitnessBox) -> None:
    old = 0
    for new in (0, 1, 5, 256, 256, 300):
        answer = ask(box, LOG.request(old, new))
        signed = parse_checkpoint(LOG.checkpoint(new))
        [(line, time)] = parse_response(answer.body, signed, [box.key])
        assert (answer.status, time, line.startswith("— doan.example ")) == (200, NOW, True)
        old = new
    assert size_held(box) == 300


def test_the_last_checkpoint_is_served_with_both_signatures(box: WitnessBox) -> None:
    assert fetch(box, checkpoint_path(ORIGIN)).status == 404
    ask(box, LOG.request(0, 7))
    answer = fetch(box, checkpoint_path(ORIGIN))
    signed = parse_checkpoint(answer.body.decode())
    verify_checkpoint(signed, KEY)
    assert verify_cosignature(signed, box.key) == NOW
    assert signed.checkpoint.size == 7
    assert fetch(box, checkpoint_path("another/log")).status == 404
    assert fetch(box, "").body.decode() == f"{box.key}\n"


def test_signatures_of_strangers_are_not_kept(box: WitnessBox) -> None:
    text = f"{LOG.checkpoint(3)}— stranger.example AAAAAAAA\n"
    assert ask(box, make_request(old=0, path=(), checkpoint=text)).status == 200
    kept = fetch(box, checkpoint_path(ORIGIN)).body.decode()
    assert "stranger" not in kept and kept.count("—") == 2


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 400, b"witness_request_malformed\n"),
        (b"old 0\n\nnonsense\n", 400, b"note_malformed\n"),
        (b"\xff", 400, b"witness_request_malformed\n"),
        (LOG.request(0, 4).replace(b"old 0", b"old 5"), 400, b"witness_old_size_above\n"),
        (LOG.request(0, 9), 409, b"4\n"),
        (LOG.request(3, 9), 409, b"4\n"),
        (LOG.request(0, 4), 409, b"4\n"),
        (LOG.request(3, 9).replace(b"old 3", b"old 4"), 422, b"bad_consistency\n"),
        (FORK.request(4, 9), 200, b"\xe2\x80\x94 doan.example"),
    ],
)
def test_each_request_gets_the_status_of_the_specification(
    box: WitnessBox, body: bytes, status: int, says: bytes
) -> None:
    assert ask(box, LOG.request(0, 4)).status == 200
    answer = ask(box, body)
    assert (answer.status, answer.body[: len(says)]) == (status, says)
    assert (answer.content_type == SIZE) == (status == 409)
    assert size_held(box) == (9 if status == 200 else 4)


def test_a_log_that_is_not_followed_is_not_found(tmp_path: Path) -> None:
    with witness_box(tmp_path / "other") as box:
        assert ask(box, LOG.request(0, 4)).status == 404


def test_another_key_or_a_spoilt_signature_is_forbidden(box: WitnessBox) -> None:
    signed = LOG.checkpoint(4)
    head, _, line = signed.rpartition("— ")
    spoilt = head + "— " + line[:-10] + ("B" if line[-10] == "A" else "A") + line[-9:]
    unsigned = f"{head}— stranger.example AAAAAAAA\n"
    for text, says in ((spoilt, "log_bad_signature\n"), (unsigned, "log_wrong_key\n")):
        answer = ask(box, make_request(old=0, path=(), checkpoint=text))
        assert (answer.status, answer.body.decode()) == (403, says)
    assert size_held(box) == 0


def test_a_proof_where_none_belongs_is_unprocessable(box: WitnessBox) -> None:
    body = make_request(old=0, path=[bytes(32)], checkpoint=LOG.checkpoint(4))
    assert ask(box, body).status == 422


def test_the_same_size_with_another_root_is_refused_shouted_and_kept(box: WitnessBox) -> None:
    ask(box, LOG.request(0, 9))
    answer = ask(box, FORK.request(9, 9))
    assert answer.status == 422
    assert box.heard.kinds == [AlarmKind.FORKED]
    [kept] = box.heard.kept
    assert kept is not None
    shown = parse_checkpoint((kept / "shown.txt").read_text())
    held = parse_checkpoint((kept / "held.txt").read_text())
    for signed in (shown, held):
        verify_checkpoint(signed, KEY)  # both signed by the log: the proof of its lie
    assert shown.checkpoint.size == held.checkpoint.size == 9
    assert shown.checkpoint.root != held.checkpoint.root
    assert "HAI HÒM PHIẾU" in (kept / "about.txt").read_text()
    ask(box, FORK.request(9, 9))
    assert len(box.heard.alarms) == 1  # said once
    assert size_held(box) == 9


def test_a_fork_that_went_on_is_refused(box: WitnessBox) -> None:
    ask(box, LOG.request(0, 9))
    assert ask(box, FORK.request(9, 20)).status == 422
    assert size_held(box) == 9


def test_unknown_paths_methods_and_lengths_are_refused(box: WitnessBox) -> None:
    with Site(box.url) as site:
        assert site.post("other", b"x").status == 404
        assert site.get("add-checkpoint").status == 404
    host, port = box.url.removeprefix("http://").split(":")
    for headers, status in (({"Content-Length": "9999999999"}, 413), ({}, 411)):
        connection = HTTPConnection(host, int(port), timeout=60)
        connection.putrequest("POST", "/add-checkpoint")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == status
        connection.close()


def test_of_many_requests_at_one_instant_each_size_is_cosigned_once(box: WitnessBox) -> None:
    with ThreadPoolExecutor(8) as hands:
        bodies = [LOG.request(0, 1 + number % 8) for number in range(40)]
        statuses = list(hands.map(lambda body: ask(box, body).status, bodies))
    assert statuses.count(200) == 1
    assert set(statuses) == {200, 409}


def climb(folder: Path, start: int) -> list[tuple[int, int]]:
    """Push every size in a process of its own; return what was cosigned, from where to where."""
    done = []
    with Cosigner(folder, clock=lambda: NOW, shout=Heard()) as cosigner:
        at = 0
        while at < 120:
            new = min(120, at + start)
            reply = cosigner.add_checkpoint(LOG.request(at, new))
            if reply.status == 200:
                done.append((at, new))
                at = new
            else:
                assert reply.status == 409
                at = int(reply.body)
    return done


def test_several_processes_never_cosign_two_ways_from_one_size(tmp_path: Path) -> None:
    folder = tmp_path / "witness"
    folder.mkdir()
    init_witness(folder, "doan.example")
    with Cosigner(folder, clock=lambda: NOW, shout=Heard()) as cosigner:
        cosigner.follow(KEY, None)
    with processes.Pool(3) as pool:
        parts = pool.starmap(climb, [(folder, 1), (folder, 2), (folder, 3)])
        pool.close()
        pool.join()
    steps = sorted(step for part in parts for step in part if step[0] != step[1])
    assert [old for old, _ in steps] == [0, *(new for _, new in steps[:-1])]
    assert steps[-1][1] == 120


def test_what_was_cosigned_is_remembered_after_a_restart(box: WitnessBox) -> None:
    ask(box, LOG.request(0, 9))
    with Cosigner(box.folder, clock=lambda: NOW, shout=Heard()) as again:
        assert again.add_checkpoint(LOG.request(0, 5)).status == 409
        assert again.add_checkpoint(LOG.request(9, 12)).status == 200


def test_the_key_is_secret_made_once_and_checked(tmp_path: Path) -> None:
    public = init_witness(tmp_path, "doan.example")
    file = tmp_path / "witness-key.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_witness_key(tmp_path).public == public
    assert "PRIVATE" not in repr(load_witness_key(tmp_path))
    for act, refusal in (
        (lambda: init_witness(tmp_path, "other"), WatchRefusal.WITNESS_EXISTS),
        (lambda: load_witness_key(tmp_path / "nothing"), WatchRefusal.NO_WITNESS),
    ):
        with pytest.raises(WatchRefused) as caught:
            act()
        assert caught.value.refusal is refusal
    file.chmod(0o644)
    with pytest.raises(WatchRefused) as caught:
        load_witness_key(tmp_path)
    assert caught.value.refusal is WatchRefusal.BAD_WITNESS_KEY
    file.unlink()
    init_witness(tmp_path / "second", "doan.example")
    (tmp_path / "second" / "witness-key.pem").rename(file)
    with pytest.raises(WatchRefused) as caught:
        load_witness_key(tmp_path)
    assert caught.value.refusal is WatchRefusal.BAD_WITNESS_KEY
    with pytest.raises(LogRefused):
        init_witness(tmp_path / "third", "a name")


def test_a_log_is_never_followed_with_a_second_key(box: WitnessBox) -> None:
    stranger = VerificationKey(ORIGIN, load_witness_key(box.folder).secret.public_key())
    with pytest.raises(WatchRefused) as caught:
        box.cosigner.follow(stranger, None)
    assert caught.value.refusal is WatchRefusal.OTHER_KEY
    box.cosigner.follow(VerificationKey(ORIGIN, SECRET.public_key()), "http://127.0.0.1:9/c/x/log")
    assert [log.url for log in box.cosigner.followed()] == ["http://127.0.0.1:9/c/x/log"]
