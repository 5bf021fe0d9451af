"""Verify the record of a rehearsal in a fresh process that says how far it is."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

from audit.errors import RecordUnreadable
from audit.evidence import read_evidence
from audit.verifier import verify_record
from voting.demo.run import Evidence

Told = Callable[[int, int], None]


def is_verified(evidence: Evidence, told: Told) -> bool:
    """Tell whether record and log are sound. told: is called with ballots done, and of how many."""
    context = multiprocessing.get_context("spawn")
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=_verifying, args=(evidence, says))
    process.start()
    says.close()
    try:
        while True:
            told(*hears.recv())
    except EOFError:  # the process has ended
        process.join()
    finally:
        if process.is_alive():
            process.terminate()
            process.join()
    return process.exitcode == 0


def _verifying(evidence: Evidence, says: Connection) -> None:
    """Verify; the exit status is 0 if all is sound. The parent alone reacts to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        verdict = verify_record(
            evidence.record,
            jobs=os.cpu_count() or 1,
            evidence=read_evidence(evidence.log, evidence.policy, [evidence.checkpoint]),
            progress=lambda done, total: says.send((done, total)),
        )
    except RecordUnreadable as error:
        raise SystemExit(2) from error
    raise SystemExit(int(not verdict.sound))
