"""Receipts of logs of several sizes, with three witnesses: bytes, and time to judge one."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from audit.cosignature import make_cosignature
from audit.entries import event_entry
from audit.merkle import inclusion_path, leaf_hash, node_hash, root_of
from audit.note import KeyType, VerificationKey, add_signatures
from audit.policy import Group, Policy, PolicyKey, make_policy
from audit.receipt import make_receipt
from audit.receipt_verdict import Verdict, judge_receipt
from audit.record import Event, EventType
from benchmarks.report import Report

SIZES: Final = (100, 1_000, 10_000)
ORIGIN: Final = "tinnhiem/log/NZZ1dyugGn6wkD"
NAMES: Final = ("Công-đoàn", "Báo-Nhân-dân", "Mặt-trận-Tổ-quốc")


def receipts_table(report: Report, repeats: int) -> None:
    """Tell sizes, and the time of `judge_receipt` in this process; then of a process for each."""
    columns = ("entries", "bytes", "judged, ms median", "of a whole process, ms median")
    table = report.table("receipts", "Receipts, three witnesses", columns)
    for size in SIZES:
        text, policy = receipt_in(size)
        key = policy.logs[0].key

        def judge(text: str = text, key: VerificationKey = key, policy: Policy = policy) -> None:
            if judge_receipt(text, key, policy).verdict is not Verdict.HOLDS:
                raise RuntimeError

        once = statistics.median(times(judge, repeats))
        with tempfile.TemporaryDirectory() as folder:
            whole = statistics.median(times(process(Path(folder), text, policy), 5))
        table.add(size, len(text.encode()), once, whole)


def times(act: Callable[[], object], repeats: int) -> list[float]:
    """Return how many milliseconds an act takes, each time."""
    act()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    return found


def process(folder: Path, text: str, policy: Policy) -> Callable[[], object]:
    """Return what runs `tinnhiem receipt verify` in a process of its own."""
    (folder / "receipt").write_text(text, encoding="utf-8")
    (folder / "policy").write_bytes(make_policy(policy))
    command = [sys.executable, "-m", "voting.cli", "receipt", "verify", str(folder / "receipt")]
    command += ["--policy", str(folder / "policy")]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def receipt_in(size: int) -> tuple[str, Policy]:
    """Make the receipt of a ballot in the middle of a log, cosigned by all, and its policy."""
    index = size // 2
    event = Event(parent="a" * 64, height=index, type=EventType.BALLOT, payload="b" * 64)
    entry = event_entry(event)
    leaves = [leaf_hash(entry if place == index else b"%d" % place) for place in range(size)]
    secret = Ed25519PrivateKey.generate()
    state = Checkpoint(ORIGIN, size, root_of(leaves))
    note = sign_checkpoint(state, public_key=secret.public_key(), sign=secret.sign)
    witnesses = {name: Ed25519PrivateKey.generate() for name in NAMES}
    text = parse_checkpoint(note).note.text
    lines = [
        make_cosignature(
            text, time=1_795_302_820, key_name=name, public_key=one.public_key(), sign=one.sign
        )
        for name, one in witnesses.items()
    ]
    keys = {
        f"w{number}": PolicyKey(VerificationKey(name, one.public_key(), KeyType.COSIGNATURE))
        for number, (name, one) in enumerate(witnesses.items(), start=1)
    }
    log = PolicyKey(VerificationKey(ORIGIN, secret.public_key()))
    policy = Policy((log,), keys, {"enough": Group(2, tuple(keys))}, "enough")

    def node(level: int, place: int) -> bytes:
        return _node(leaves[place << level : (place + 1) << level])

    path = inclusion_path(index, size, node)
    return make_receipt(
        entry=entry, index=index, path=path, checkpoint=add_signatures(note, lines)
    ), policy


def _node(block: Sequence[bytes]) -> bytes:
    while len(block) > 1:
        block = [node_hash(block[i], block[i + 1]) for i in range(0, len(block), 2)]
    return block[0]
