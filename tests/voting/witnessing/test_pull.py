"""Pull mode: the witness reads the log by its tiles, cosigns, and sends the cosignature back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from tests.voting.witnessing.served import (
    KEY,
    NOW,
    ORIGIN,
    Heard,
    Log,
    LogServer,
    WitnessBox,
    entries,
)
from voting.witnessing.alarms import AlarmKind
from voting.witnessing.pull import Puller
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.store import Followed

FORK = Log().append(*entries(3), *entries(600, 3, "other"))


class Round:
    """A witness that goes to the log; nothing is waited for."""

    def __init__(self, box: WitnessBox, served: LogServer) -> None:
        self.box, self.heard = box, Heard()
        self.pauses: list[float] = []
        log = Followed(ORIGIN, str(KEY), served.address)
        self.puller = Puller(box.cosigner, log, shout=self.heard, pause=self.pauses.append)

    def __call__(self) -> int | None:
        """Look once; give the size that was cosigned."""
        try:
            held = self.puller.round()
        finally:
            self.puller.close()
        return held.size if held else None


@pytest.fixture
def look(box: WitnessBox, served: LogServer) -> Round:
    return Round(box, served)


def test_each_new_checkpoint_is_cosigned_and_sent_back(
    box: WitnessBox, served: LogServer, look: Round
) -> None:
    for size in (5, 6, 256, 300, 700):
        served.log.append(*entries(size - served.log.size, served.log.size))
        assert look() == size
        signed = parse_checkpoint(served.sent[-1])
        verify_checkpoint(signed, KEY)
        assert verify_cosignature(signed, box.key) == NOW
        assert look() is None  # nothing new: nothing is sent
    assert len(served.sent) == 5
    assert look.puller.is_sound and not look.heard.alarms and not box.heard.alarms


def test_a_cosignature_that_did_not_arrive_is_sent_again(
    served: LogServer, look: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(served, "take", lambda _path, _body: 503)
        with pytest.raises(WatchRefused) as caught:
            look()
    assert caught.value.refusal is WatchRefusal.BAD_ANSWER
    assert look() == 5
    assert len(served.sent) == 1


def test_a_witness_whom_nobody_named_introduces_itself(
    box: WitnessBox, served: LogServer, look: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[tuple[str, bytes]] = []

    def take(path: str, body: bytes) -> int:
        came.append((path.rpartition("/")[2], body))
        return 403 if len(came) == 1 else 204

    monkeypatch.setattr(served, "take", take)
    assert look() == 5
    assert [path for path, _ in came] == ["cosignatures", "witnesses", "cosignatures"]
    assert came[1][1].decode() == str(box.key)


def test_a_log_that_goes_back_is_asked_again_then_shouted_at_and_kept(
    box: WitnessBox, served: LogServer, look: Round
) -> None:
    assert look() == 5
    served.log = Log().append(*entries(4))
    assert look() is None
    assert len(look.pauses) == 3  # a cache might have been behind
    assert box.heard.kinds == [AlarmKind.ROLLED_BACK]
    assert not look.puller.is_sound
    [kept] = box.heard.kept
    assert kept is not None and (kept / "shown.txt").read_text() == served.log.checkpoint()
    assert served.sent[1:] == []


def test_an_older_checkpoint_from_a_cache_is_no_alarm(
    box: WitnessBox, served: LogServer, look: Round
) -> None:
    assert look() == 5
    whole, served.log = served.log, Log().append(*entries(4))
    look.puller._pause = lambda _seconds: setattr(served, "log", whole)
    assert look() is None
    assert look.puller.is_sound and not box.heard.alarms


@pytest.mark.parametrize("size", [5, 6, 300])
def test_another_log_under_the_same_key_is_refused_and_kept(
    box: WitnessBox, served: LogServer, look: Round, size: int
) -> None:
    assert look() == 5
    served.log = Log().append(*FORK.entries[:size])
    assert look() is None
    assert box.heard.kinds == [AlarmKind.FORKED]
    assert not look.puller.is_sound
    held = box.cosigner.held(ORIGIN)
    assert held is not None and held.size == 5
    [kept] = {one for one in box.heard.kept if one}
    for name in ("held.txt", "shown.txt"):
        verify_checkpoint(parse_checkpoint((kept / name).read_text()), KEY)


Spoil = Callable[[str, bytes], bytes | None]
SPOILT: list[tuple[str, Spoil, AlarmKind]] = [
    (
        "a tile is missing",
        lambda path, content: None if path.startswith("tile/0") else content,
        AlarmKind.ENTRY_MISSING,
    ),
    (
        "a hash in a tile is another",
        lambda path, content: bytes(32) + content[32:] if path.startswith("tile/0") else content,
        AlarmKind.ENTRY_CHANGED,
    ),
    (
        "a tile is too short",
        lambda path, content: content[:-1] if path.startswith("tile/0") else content,
        AlarmKind.ENTRY_CHANGED,
    ),
    (
        "the checkpoint is signed by nobody",
        lambda path, content: b"x\n1\n" if path == "checkpoint" else content,
        AlarmKind.BAD_CHECKPOINT,
    ),
    (
        "the signature is another's",
        lambda path, content: content[:-9] + b"AAAAAAA=\n" if path == "checkpoint" else content,
        AlarmKind.BAD_CHECKPOINT,
    ),
]


@pytest.mark.parametrize(("_claim", "spoil", "kind"), SPOILT, ids=[one[0] for one in SPOILT])
def test_what_does_not_hold_is_not_cosigned(
    served: LogServer, look: Round, _claim: str, spoil: Spoil, kind: AlarmKind
) -> None:
    assert look() == 5
    served.log.append(*entries(300, 5))
    served.spoil = spoil
    assert look() is None
    assert look.heard.kinds == [kind]
    assert not look.puller.is_sound and len(served.sent) == 1


def test_a_server_that_does_not_answer_is_no_lie(box: WitnessBox) -> None:
    log = Followed(ORIGIN, str(KEY), "http://127.0.0.1:9/c/x/log")
    puller = Puller(box.cosigner, log, shout=Heard())
    with pytest.raises(WatchRefused) as caught:
        puller.round()
    assert caught.value.refusal is WatchRefusal.NO_ANSWER
    assert puller.is_sound


def test_evidence_is_bounded(box: WitnessBox, served: LogServer, look: Round) -> None:
    assert look() == 5
    crowd: Path = box.folder / "evidence"
    for number in range(200):
        (crowd / f"{number}").mkdir(parents=True)
    served.log = Log().append(*entries(4))
    assert look() is None
    assert box.heard.kept == [None] and box.heard.kinds == [AlarmKind.ROLLED_BACK]
