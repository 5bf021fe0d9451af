"""A process that casts ballots and is killed on the way, at a step that is told to it.

    {"step": 17, "bodies": ["<hex>", …]}   →   {"died": true, "at": "after INSERT INTO log_leaves"}

The ballots, which are sound, are recorded together. With "member", "deed" and "body" it is a
voutput or a decryption of that member of the committee.

Each line is done by a child of its own, which opens the installation anew and, at that step, sends
itself SIGKILL: no handler runs, no connection is closed, nothing is written. A step is the moment
before or after each statement, before each commit, and before and after the signed heads advance.
A child that gets to the end of the ballot reports `died: false`; step 0 is the moment before the
answer.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from ballots.ballot import parse_ballot
from voting.ceremony_models import Step
from voting.config import Settings
from voting.heads import SignedHeads
from voting.instance import open_instance
from voting.services.ceremony_messages import take_message
from voting.services.committee_decrypting import take_decryption
from voting.services.common import fixed_parts
from voting.services.recording import record_ballots


class Steps:
    """Counts the steps and ends the process at one of them."""

    def __init__(self, last: int, pipe: int) -> None:
        self._left, self._pipe = last, pipe
        self._is_for_the_end = last == 0

    def step(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.write(self._pipe, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def end(self) -> None:
        """The ballots are cast and nobody has been told."""
        self._left = 1 if self._is_for_the_end else 0
        self.step("before the answer")

    def watch(self) -> None:
        """See every statement and commit from now on, and the heads."""
        event.listen(Engine, "before_cursor_execute", self._statement("before"))
        event.listen(Engine, "after_cursor_execute", self._statement("after"))
        event.listen(Engine, "commit", lambda _connection: self.step("before COMMIT"))
        advance = SignedHeads.advance

        def watched(heads: SignedHeads, *values: Any) -> None:
            self.step("before the heads advance")
            advance(heads, *values)
            self.step("after the heads advanced")

        setattr(SignedHeads, "advance", watched)  # noqa: B010  mypy knows its type too well

    def _statement(self, when: str) -> Callable[..., None]:
        def seen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            self.step(f"{when} {' '.join(statement.split()[:3])}")

        return seen


def do(settings: Settings, uuid: str, order: dict[str, Any], pipe: int) -> None:
    """Record ballots, or do what a member does, and die at a step."""
    instance, body = open_instance(settings), bytes.fromhex(order.get("body", ""))
    sent = [bytes.fromhex(one) for one in order.get("bodies", ())]
    ballots = [parse_ballot(one, fixed_parts(instance, uuid).election) for one in sent]
    steps = Steps(order["step"], pipe)
    steps.watch()
    if order.get("deed") == "voutput":
        take_message(instance, uuid, order["member"], Step.VOUTPUT, body)
    elif order.get("deed") == "decryption":
        sent = json.loads(body)
        partial, proof = sent["partial"].encode(), sent["proof"].encode()
        take_decryption(instance, uuid, order["member"], partial, proof)
    else:
        record_ballots(instance, uuid, ballots)
    steps.end()
    instance.close()


def in_child(settings: Settings, uuid: str, order: dict[str, Any]) -> dict[str, object]:
    """Do it in a child; say whether and where it died."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        do(settings, uuid, order, writer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        name = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not died and status != 0:
        raise SystemExit(f"the child failed: {status}")
    return {"died": died, "at": name}


def main() -> None:
    """Read orders, a line each, until the end."""
    folder, url, uuid = sys.argv[1:]
    settings = Settings(instance=Path(folder), database_url=url)
    for line in sys.stdin:
        order = json.loads(line)
        outcome = in_child(settings, uuid, order)
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
