"""Pull mode: the witness goes to the logs, where they cannot reach it.

It fetches checkpoint and tiles, proves consistency to itself, and then asks itself to cosign as
any caller would: what is stored and refused is the same in both modes.
"""

import time
from collections.abc import Callable
from typing import Final

from audit.checkpoint import SignedCheckpoint
from audit.errors import LogRefused
from audit.witness import Status, make_request, parse_request
from voting.witnessing.alarms import Alarm, AlarmKind, reading_alarm
from voting.witnessing.cosigner import Cosigner
from voting.witnessing.source import LogSource, log_signed
from voting.witnessing.store import Followed, Held

PATIENCE: Final = 3  # times that a smaller checkpoint is asked for again: a cache may be behind
PAUSE: Final = 1.0


class Puller:
    """Follows one log for a witness. is_sound: False once it has shown what cannot be."""

    def __init__(
        self,
        cosigner: Cosigner,
        log: Followed,
        *,
        shout: Callable[[Alarm], None],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._cosigner = cosigner
        self.origin = log.origin
        self._source = LogSource(log.url or "", log.key)
        self._shout = shout
        self._pause = pause
        self._is_sent = False
        self.is_sound = True

    def close(self) -> None:
        """Close the connection to the log."""
        self._source.site.close()

    def round(self) -> Held | None:
        """Look once; return the checkpoint that was cosigned, None if there is nothing new.

        Raises WatchRefused NO_ANSWER, BAD_ANSWER.
        """
        try:
            signed = self._newest()
            return self._take(signed)
        except LogRefused as error:
            self.is_sound = False
            self._shout(reading_alarm(error))
            return None

    def _newest(self) -> SignedCheckpoint:
        """Fetch the checkpoint, patiently if it is older than the one that we hold."""
        held = self._cosigner.held(self.origin)
        signed = self._source.checkpoint()
        for _ in range(PATIENCE):
            if held is None or signed.checkpoint.size >= held.size:
                break
            self._pause(PAUSE)
            signed = self._source.checkpoint()
        return signed

    def _take(self, signed: SignedCheckpoint) -> Held | None:
        held = self._cosigner.held(self.origin)
        new = signed.checkpoint
        if held is not None and new.size < held.size:
            self._accuse(AlarmKind.ROLLED_BACK, held, signed)
            return None
        if held is not None and new == held.checkpoint and self._is_sent:
            return None
        old = held.size if held else 0
        path = self._source.reader(signed).consistency(old) if 0 < old < new.size else ()
        body = make_request(old=old, path=path, checkpoint=str(signed))
        verdict, line = self._cosigner.decide(parse_request(body))
        if verdict.status is Status.UNPROCESSABLE and held is not None:
            self._accuse(AlarmKind.FORKED, held, signed)
            return None
        if verdict.status is not Status.COSIGNED:
            return None  # a push came in between: the next round sees
        now = self._cosigner.held(self.origin)
        self._is_sent = False
        self._source.send_cosignatures(f"{log_signed(signed)}{line}", self._cosigner.key.public)
        self._is_sent = True
        return now

    def _accuse(self, kind: AlarmKind, held: Held, signed: SignedCheckpoint) -> None:
        self.is_sound = False
        self._cosigner.accuse(kind, held, signed)
