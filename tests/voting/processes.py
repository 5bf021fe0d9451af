"""Processes of a test that are real and begin at once.

Each is forked from a server of this run that has imported what they all need, and nothing else: it
has no thread, no connection and no file of the test. So a process costs a fork and not an import.
"""

import multiprocessing
from typing import Final

SHARED: Final = ["tests.voting.people", "voting.witnessing.cosigner"]

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(SHARED)
