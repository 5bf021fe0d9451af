"""Structures that many threads read for the first time at once are read by all of them."""

import subprocess
import sys

_PROGRAM = """
import sys, threading
from ballots.ballot import BallotMessage
from ballots.canonical import decode
sys.setswitchinterval(1e-6)
proof = '{"challenge":"1","response":"2"}'
body = (
    '{"election_uuid":"x","election_hash":"y","credential":"z","answers":[{"choices":'
    '[{"alpha":"1","beta":"2"}],"individual_proofs":[[%s]],"overall_proof":[%s]}],'
    '"signature":{"hash":"h","proof":%s}}' % (proof, proof, proof)
).encode()
together, read = threading.Barrier(8), []
def run():
    together.wait()
    read.extend(decode(body, BallotMessage) for _ in range(50))
threads = [threading.Thread(target=run) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(read))
"""


def test_threads_that_first_read_a_structure_together_all_read_it() -> None:
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "400\n"), done.stderr
