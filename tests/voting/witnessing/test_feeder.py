"""The feeder: checkpoints reach the witnesses of the plan, whatever those do."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from audit.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from audit.note import KeyType, VerificationKey, parse_verification_key
from audit.policy import parse_policy
from audit.quorum import evaluate_policy
from ballots.errors import Sentence
from tests.voting.people import Delegate, Organizer
from tests.voting.witnessing.served import NOW, WitnessBox, serving, witness_box
from voting.instance import Instance
from voting.plan.witnesses import Witness
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence
from voting.services.reading import read_conference
from voting.services.witnesses import list_witnesses
from voting.witnessing import feeder
from voting.witnessing.cosigner import init_witness, load_witness_key
from voting.witnessing.delivery import deliver
from voting.witnessing.feeder import Feeder, feed_always

PATIENCE = 300  # seconds; only a test that fails waits so long


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextmanager
def feeding(instance: Instance) -> Iterator[list[Sentence]]:
    """Run a feeder in a thread; give what it says."""
    said: list[Sentence] = []
    stop = Event()
    feeder = Feeder(instance, say=said.append, timeout=60)
    thread = Thread(target=feeder.run, args=(stop,))
    thread.start()
    try:
        yield said
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[list[WitnessBox]]:
    """Give two witnesses that follow nobody yet."""
    with ExitStack() as stack:
        names = ("doan.example", "bao.example")
        yield [stack.enter_context(witness_box(tmp_path / name, name)) for name in names]


def named(*boxes: WitnessBox) -> tuple[Witness, ...]:
    return tuple(Witness(box.key.name, str(box.key), box.url) for box in boxes)


def watched(organizer: Organizer, *boxes: WitnessBox, quorum: int = 0) -> list[Delegate]:
    """Open a conference with these witnesses, who follow its log from now on."""
    delegates = organizer.is_open(witnesses=named(*boxes), witness_quorum=quorum or len(boxes))
    for box in boxes:
        box.cosigner.follow(log_key(organizer), None)
    return delegates


def log_key(organizer: Organizer) -> VerificationKey:
    return parse_verification_key(read_conference(organizer.instance, organizer.uuid).log_key)


def sizes(organizer: Organizer) -> list[int | None]:
    return [one.size for one in list_witnesses(organizer.instance, organizer.uuid)]


def newest(organizer: Organizer) -> int:
    text = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    return parse_checkpoint(text).checkpoint.size


def test_two_witnesses_cosign_every_ballot_and_the_policy_2_of_2_holds(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, *boxes)
    with feeding(organizer.instance) as said:
        for delegate in delegates[:3]:
            index = delegate.casts().index
            until(lambda size=index + 1: sizes(organizer) == [size, size])  # type: ignore[misc]
    assert said == []
    signed = parse_checkpoint(evidence.read_cosigned(organizer.instance, organizer.uuid))
    policy = parse_policy(evidence.read_policy(organizer.instance, organizer.uuid).encode())
    quorum = evaluate_policy(policy, signed)
    assert quorum.is_reached and quorum.times == {"w1": NOW, "w2": NOW}
    assert signed.checkpoint.size == newest(organizer)
    receipt = evidence.read_receipt(organizer.instance, organizer.uuid, index)
    assert "— doan.example " in receipt and "— bao.example " in receipt


def test_a_witness_that_is_away_holds_nobody_up_and_is_told_of_once(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    present, away = boxes
    gone = Witness("Vắng", str(away.key), "http://127.0.0.1:9")
    delegates = organizer.is_open(witnesses=(*named(present), gone), witness_quorum=1)
    present.cosigner.follow(log_key(organizer), None)
    with feeding(organizer.instance) as said:
        until(lambda: len(said) == 1)
        index = delegates[0].casts().index
        until(lambda: sizes(organizer) == [index + 1, None])
    assert [one.en.startswith("Witness Vắng has not cosigned") for one in said] == [True]
    assert "watch_no_answer" in said[0].vi


def test_a_witness_that_comes_to_know_the_log_later_catches_up(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    box = boxes[0]
    delegates = organizer.is_open(witnesses=named(box), witness_quorum=1)
    with feeding(organizer.instance) as said:
        until(lambda: len(said) == 1)  # 404: it does not follow the log yet
        box.cosigner.follow(log_key(organizer), None)
        delegates[0].casts()
        until(lambda: sizes(organizer) == [newest(organizer)])
        until(lambda: len(said) == 2)
    assert "watch_bad_answer" in said[0].en and said[1].en.endswith("again.")


def test_a_feeder_that_does_not_know_where_the_witness_stands_asks(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, boxes[0])
    from_elsewhere = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    body = f"old 0\n\n{from_elsewhere}".encode()
    assert boxes[0].cosigner.add_checkpoint(body).status == 200  # we got no cosignature of it
    delegates[0].casts()
    with feeding(organizer.instance) as said:
        until(lambda: sizes(organizer) == [newest(organizer)])
    assert said == []


def test_after_a_restart_it_goes_on_where_it_was(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, boxes[0])
    for delegate in delegates[:2]:
        delegate.casts()
        with feeding(organizer.instance) as said:
            until(lambda: sizes(organizer) == [newest(organizer)])
        assert said == []


def test_conferences_made_later_are_fed_too(organizer: Organizer, boxes: list[WitnessBox]) -> None:
    with feeding(organizer.instance):
        for _ in range(2):
            watched(organizer, boxes[0])
            until(lambda: sizes(organizer) == [newest(organizer)])


def signed_head(organizer: Organizer, size: int) -> str:
    """Sign a head with the log's own key that the database does not contain."""
    instance = organizer.instance
    key = instance.log_key.of_conference(organizer.uuid)
    head = Checkpoint(key.name, size, bytes(range(32)))
    return sign_checkpoint(head, public_key=key.secret.public_key(), sign=key.secret.sign)


@pytest.mark.parametrize(
    ("ahead", "refusal"), [(3, Refusal.LOG_WENT_BACK), (-1, Refusal.LOG_FORKED)]
)
def test_a_witness_that_holds_what_the_log_has_forgotten_stops_the_signing(
    organizer: Organizer, boxes: list[WitnessBox], ahead: int, refusal: Refusal
) -> None:
    box = boxes[0]
    delegates = watched(organizer, box)
    body = f"old 0\n\n{signed_head(organizer, newest(organizer) + ahead)}".encode()
    assert box.cosigner.add_checkpoint(body).status == 200
    with feeding(organizer.instance) as said:
        until(lambda: len(said) == 1)
    assert said[0].vi.startswith("!!!")
    for act in (delegates[0].casts, lambda: newest(organizer)):
        with pytest.raises(VotingRefused) as caught:
            act()
        assert caught.value.refusal is refusal


# ---------------------------------------------------------------- what nobody foresaw


def breaks(*_: object) -> int:
    raise ZeroDivisionError


def test_a_delivery_that_breaks_is_told_and_tried_again(
    organizer: Organizer, boxes: list[WitnessBox], monkeypatch: pytest.MonkeyPatch
) -> None:
    present, broken = boxes
    delegates = watched(organizer, present, broken, quorum=1)
    real = deliver

    def sometimes(instance: Instance, uuid: str, key: VerificationKey, *more: Any) -> int:
        return breaks() if key == broken.key else real(instance, uuid, key, *more)

    monkeypatch.setattr(feeder, "deliver", sometimes)
    with feeding(organizer.instance) as said:
        index = delegates[0].casts().index
        until(lambda: sizes(organizer) == [index + 1, None] and len(said) > 0)
        assert "ZeroDivisionError, test_feeder.py:" in said[0].en
        monkeypatch.setattr(feeder, "deliver", real)
        until(lambda: sizes(organizer) == [index + 1, index + 1])
        until(lambda: len(said) == 2)
    assert said[1].en.endswith("again.")


def test_a_feeder_that_breaks_is_told_and_begins_again(
    organizer: Organizer, boxes: list[WitnessBox], monkeypatch: pytest.MonkeyPatch
) -> None:
    delegates = watched(organizer, boxes[0])
    monkeypatch.setattr(feeder, "IDLE", 0.1)
    said: list[Sentence] = []
    stop, starts = Event(), count()

    def work(stop: Event) -> None:
        if next(starts) < 2:
            breaks()
        Feeder(organizer.instance, say=said.append, timeout=60).run(stop)

    thread = Thread(target=feed_always, args=(work, stop), kwargs={"say": said.append})
    thread.start()
    delegates[0].casts()
    until(lambda: sizes(organizer) == [newest(organizer)])
    stop.set()
    thread.join()
    assert [one.en.startswith("!!! Bringing checkpoints") for one in said] == [True, True]
    assert "ZeroDivisionError" in said[0].vi


class Liar(BaseHTTPRequestHandler):
    """A witness that says that it stands further, and has nothing of ours to show for it."""

    protocol_version = "HTTP/1.1"
    key_file: Path
    origin: str

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(409, b"99999\n")

    def do_GET(self) -> None:
        key = load_witness_key(self.key_file)
        text = f"{self.origin}\n99999\n{'A' * 43}=\n"
        line = key.cosign(text, NOW)
        self.reply(200, f"{text}\n{line}".encode())

    def reply(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_witness_that_lies_cannot_stop_the_signing(organizer: Organizer, tmp_path: Path) -> None:
    key = init_witness(tmp_path / "liar", "liar.example")
    assert key.type is KeyType.COSIGNATURE
    server = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    server.daemon_threads = True
    with serving(server) as url:
        witness = Witness("Gian", str(key), url)
        delegates = organizer.is_open(witnesses=(witness,), witness_quorum=1)
        Liar.key_file, Liar.origin = tmp_path / "liar", log_key(organizer).name
        with feeding(organizer.instance) as said:
            until(lambda: len(said) == 1)
    assert "log_wrong_key" in said[0].en
    assert delegates[0].casts().is_new
