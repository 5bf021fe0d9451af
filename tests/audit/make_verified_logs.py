"""Write tests/vectors/verified/*: records with logs, sound and forged, and what a verifier finds.

    .venv/bin/python -m tests.audit.make_verified_logs

Keys and ballots are random, so this was run once for each release; what it wrote stays, and every
verifier, in any language, must find in it what `expected.json` says (test_verified_logs.py).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from audit.entries import IncidentEntry, PublicationEntry, entry_bytes
from audit.evidence import read_evidence
from audit.findings import State
from audit.policy import make_policy
from audit.verifier import Verdict, verify_record
from ballots.ballot import parse_ballot
from ballots.tally import TallySum, make_result, parse_encrypted_tally
from tests.audit.forge import Draft, dump
from tests.audit.forge_log import LogDraft, log_of, policy_for
from tests.audit.logs import OTHER
from tests.audit.workshop import Workshop, complete, workshop
from tests.ballots.weak_decryption import forged_decryption, last_ballot, make_plans

FOLDER = Path(__file__).parent.parent / "vectors" / "verified"


@dataclass(frozen=True)
class Made:
    """A case: a record by its name, its log, what people kept; whether the policy is given."""

    name: str
    record: str
    log: LogDraft
    earlier: dict[str, str] = field(default_factory=dict)
    policy: str | None = "policy"


def weak(shop: Workshop) -> Draft:
    """Make the record whose count is forged, though every v1 verifier accepts it."""
    ballots = [shop.ballot(voter, [[1, 0], [0, 1]]) for voter in range(2)]
    total = TallySum(shop.election)
    for ballot in ballots:
        total.add(parse_ballot(ballot, shop.election))
    before = parse_encrypted_tally(total.encrypted_tally(), shop.election)
    plans = make_plans(shop.election, shop.secrets[0], before, [(-2, 2), (0, 0)])
    patch = pytest.MonkeyPatch()
    ballots.append(last_ballot(plans, patch, lambda: shop.ballot(2, [[0, 0], [0, 0]])))
    record = replace(shop.draft(), ballots=tuple(ballots))
    record = shop.tallied(record, [(ballot, 1) for ballot in ballots])
    tally = parse_encrypted_tally(record.tally or b"", shop.election)
    decryption = forged_decryption(shop.election, shop.secrets[0], tally, plans)
    return replace(record, decryptions=((1, decryption),), result=make_result([[0, 2], [0, 2]]))


def twice(shop: Workshop) -> Draft:
    """Make the record in which a card was used twice."""
    ballots = tuple(shop.ballot(voter, [[1, 0], [0, 1]]) for voter in (0, 1, 1))
    record = replace(shop.draft(), ballots=ballots)
    record = shop.tallied(record, [(ballots[0], 1), (ballots[2], 1)])
    return replace(record, result=make_result([[2, 0], [0, 2]]))


def records(shop: Workshop) -> dict[str, Draft]:
    """Make all records, of one election."""
    whole = complete(shop)
    opened = replace(whole, ended=False, tally=None, decryptions=(), result=None)
    sealed = replace(whole, decryptions=(), result=None)
    return {
        "whole": whole,
        "open": opened,
        "sealed": sealed,
        "weak": weak(shop),
        "twice": twice(shop),
    }


def cases(shop: Workshop, drafts: dict[str, Draft]) -> Iterator[Made]:
    """Give the cases."""
    log = log_of(drafts["whole"], shop)
    opened = log_of(drafts["open"], shop)
    incident = entry_bytes(IncidentEntry(text="x"))
    first = log.index("Ballot")
    kept = {"checkpoint": log.checkpoint(3), "receipt": log.receipt(first)}
    yield Made("sound", "whole", log, kept)
    yield Made("sound-by-its-own-word", "whole", log, policy=None)
    yield Made("sound-while-open", "open", opened)
    yield Made(
        "sound-before-publication",
        "sealed",
        log_of(replace(drafts["whole"], result=None), shop),
    )
    alone = policy_for(log.origin, quorum=0)
    unwatched = replace(log_of(drafts["whole"], shop, policy=alone), witnesses=())
    yield Made("sound-without-witnesses", "whole", unwatched, policy="alone")
    yield Made("24-unknown-act", "whole", replace(log, entries=(*log.entries, b'{"act":"x"}')))
    yield Made("25-other-root", "whole", replace(log, root=bytes(32)))
    yield Made("25-other-size", "whole", replace(log, size=len(log.entries) + 1))
    yield Made("26-other-key", "whole", replace(log, key=OTHER))
    yield Made("26-other-origin", "whole", replace(log, origin="vote.example/log/AAAAAAAAAAAAAA"))
    yield Made("27-one-witness-of-two", "whole", replace(log, witnesses=(3,)))
    yield Made("28-no-definition", "whole", replace(log, entries=log.entries[1:]))
    yield Made("28-second-definition", "whole", log.with_entry(2, log.entries[2], log.entries[0]))
    yield Made("28-other-election", "whole", log.changed("definition", election="0" * 64))
    yield Made("28-unnamed-definition", "whole", log.changed("definition", definition="1" * 64))
    text = make_policy(policy_for(log.origin, key=OTHER)).decode()
    yield Made("28-other-log-key", "whole", log.changed("definition", policy=text))
    ballot = json.loads(log.entries[first])
    ballot["event"]["payload"] = "0" * 64
    yield Made("29-other-ballot", "whole", log.with_entry(first, dump(ballot)))
    fewer = log_of(replace(drafts["open"], ballots=drafts["open"].ballots[:2]), shop)
    yield Made("29-ballot-only-in-the-record", "open", fewer)
    yield Made("29-result-kept-back", "sealed", log)
    yield Made("30-no-rehearsal", "whole", log.with_entry("rehearsal"))
    opening = log.index("opening")
    yield Made(
        "30-incident-in-the-opening",
        "whole",
        log.with_entry(opening, log.entries[opening], incident),
    )
    yield Made("31-more-cards-than-printed", "whole", log.changed("cards", count=9))
    yield Made("31-cards-not-returned", "whole", log.changed("closing", not_returned=1))
    yield Made("31-opened-at-another-time", "whole", log.changed("opening", time=1))
    yield Made("31-card-used-twice", "twice", log_of(drafts["twice"], shop))
    yield Made("32-forged-count", "weak", log_of(drafts["weak"], shop))
    yield Made("32-no-strong-proof", "whole", log.with_entry("decryption_proof"))
    yield Made(
        "33-other-result",
        "whole",
        log.with_entry("publication", PublicationEntry(result="0" * 64)),
    )
    changed = log.changed("cards", made_by="committee")
    yield Made("34-changed-since", "whole", changed, kept)
    longer = replace(log, entries=(*log.entries, incident))
    yield Made("34-went-back", "whole", log, {"longer": longer.checkpoint(len(longer.entries))})
    yield Made(
        "34-not-of-this-log", "whole", log, {"foreign": replace(log, key=OTHER).checkpoint(3)}
    )


def judged(case: dict[str, Any]) -> Verdict:
    """Verify a case of expected.json."""
    policy = None if case["policy"] is None else FOLDER / case["policy"]
    earlier = [FOLDER / name for name in case["earlier"]]
    evidence = read_evidence(FOLDER / case["log"], policy, earlier)
    return verify_record(FOLDER / case["record"], evidence=evidence)


def findings(verdict: Verdict) -> dict[str, Any]:
    """Return what programs compare: codes by check, checks that did not run, answers."""
    return {
        "failed": {
            str(r.check.value): [finding.code for finding in r.findings]
            for r in verdict.checks
            if r.state is State.FAILED
        },
        "not_run": {str(r.check.value): r.needs.value for r in verdict.checks if r.needs},
        "not_reached": [r.check.value for r in verdict.checks if r.state is State.NOT_REACHED],
        "answers": [answered.answer.value for answered in verdict.answers],
    }


def write() -> None:
    """Write everything."""
    FOLDER.mkdir(exist_ok=True)
    shop = workshop()
    drafts = records(shop)
    for name, draft in drafts.items():
        (FOLDER / f"{name}.bel").write_bytes(draft.archive())
    expected = []
    for made in cases(shop, drafts):
        files: dict[str, bytes] = {f"{made.name}.tlog": made.log.archive()}
        files |= {f"{made.name}.{name}": text.encode() for name, text in made.earlier.items()}
        if made.policy is not None:
            files[f"{made.policy}.txt"] = make_policy(made.log.policy)
        for name, content in files.items():
            (FOLDER / name).write_bytes(content)
        case = {
            "name": made.name,
            "record": f"{made.record}.bel",
            "log": f"{made.name}.tlog",
            "policy": None if made.policy is None else f"{made.policy}.txt",
            "earlier": [f"{made.name}.{name}" for name in made.earlier],
        }
        expected.append({**case, **findings(judged(case))})
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / "expected.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
