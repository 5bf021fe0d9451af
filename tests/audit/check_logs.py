"""Forgeries that checks 24 to 34 find, where `tests/vectors/verified` has none of the finding."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from audit.entries import HandCountEntry, IncidentEntry, entry_bytes
from audit.note import VerificationKey
from audit.policy import PolicyKey, make_policy
from ballots.hashing import sha256_hex
from ballots.tally import make_partial_decryption, parse_encrypted_tally
from tests.audit.check_records import opened
from tests.audit.check_vectors import Base, Case, Forged
from tests.audit.forge import dump
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.logs import LOG, OTHER

INCIDENT: Final = entry_bytes(IncidentEntry(text="Mất điện"))


def appended(*entries: bytes) -> Case:
    """Append entries to the log."""
    return lambda base: base.judged(replace(base.log, entries=(*base.log.entries, *entries)))


def changed(act: str, **values: object) -> Case:
    """Change fields of the first entry of an act."""
    return lambda base: base.judged(base.log.changed(act, **values))


def spoilt(line: str) -> Case:
    """Break the signature of the first line of the checkpoint that begins so."""

    def case(base: Base) -> Forged:
        lines = base.log.archive().split(b"\n")
        place = next(i for i, one in enumerate(lines) if one.startswith(f"— {line}".encode()))
        end = b"AAAA" if lines[place][-8:-4] != b"AAAA" else b"BBBB"
        lines[place] = lines[place][:-8] + end + lines[place][-4:]
        return base.judged(b"\n".join(lines))

    return case


def no_log_key(base: Base) -> Forged:
    """Announce a policy that names no key of the log."""
    policy = replace(base.log.policy, logs=())
    log = base.log.changed("definition", policy=make_policy(policy).decode())
    return base.judged(log, policy=make_policy(policy))


def key_of_another_log(base: Base) -> Forged:
    """Announce a policy with the log's key under the name of another log."""
    key = VerificationKey(f"other.example/{base.shop.election.uuid}", LOG.public_key())
    policy = replace(base.log.policy, logs=(PolicyKey(key),))
    log = base.log.changed("definition", policy=make_policy(policy).decode())
    return base.judged(log, policy=make_policy(policy))


def cosigned_beyond_time(base: Base) -> Forged:
    """Let a witness say a time of 2^63 or later: its line is refused before its signature."""
    text = base.log.archive().decode()
    line = next(one for one in text.split("\n") if one.startswith("— witness2.example "))
    name, _, coded = line.rpartition(" ")
    raw = b64decode(coded)
    beyond = b64encode(raw[:4] + b"\xff" + raw[5:]).decode()
    return base.judged(text.replace(line, f"{name} {beyond}").encode())


def counted_otherwise(base: Base) -> Forged:
    """Let the committee count one void card less than was said, and explain nothing."""
    said = json.loads(base.log.entries[base.log.index("opening")])
    counted = HandCountEntry(printed=said["printed"], issued=said["issued"], void=said["void"] - 1)
    place = base.log.index("closing")
    return base.judged(base.log.with_entry(place, base.log.entries[place], counted))


def once_witnessed(base: Base) -> Forged:
    """Keep a checkpoint that enough witnesses saw, and let too few see the newest."""
    seen = replace(base.log, entries=base.log.entries[:4]).checkpoint()
    return base.judged(replace(base.log, witnesses=(3,)), kept={"checkpoint": seen})


def unfinished(base: Base) -> Forged:
    """End the log between what belongs together."""
    log = replace(base.log, entries=base.log.entries[: base.log.index("closing")])
    record = replace(base.sound, tally=None, decryptions=(), result=None)
    return base.judged(log, record=record)


def only_in_the_log(base: Base) -> Forged:
    """Leave a ballot out of the record that the log has."""
    return base.judged(log_of(opened(base.sound, 2), base.shop), record=opened(base.sound, 1))


def stray_proof(base: Base) -> Forged:
    """Prove the decryption twice."""
    index = base.log.index("decryption_proof")
    proof = base.log.entries[index]
    return base.judged(base.log.with_entry(index, proof, proof))


def strong_proof(change: Callable[[Any], None]) -> Case:
    """Change the strong proof."""

    def case(base: Base) -> Forged:
        index = base.log.index("decryption_proof")
        entry = json.loads(base.log.entries[index])
        change(entry["proof"])
        return base.judged(base.log.with_entry(index, dump(entry)))

    return case


def proof_of_another(base: Base) -> Forged:
    """Name another decryption than the record's in the strong proof."""
    total = parse_encrypted_tally(base.sound.tally or b"", base.shop.election)
    other = make_partial_decryption(total, base.shop.secrets[0], base.shop.election)
    return base.judged(base.log.changed("decryption_proof", decryption=sha256_hex(other)))


def ballot_replaced(base: Base) -> Forged:
    """Give a receipt for a ballot, and put another in its place."""
    receipt = log_of(opened(base.sound, 2), base.shop).receipt(base.log.index("Ballot"))
    other = base.shop.ballot(0, [[0, 0], [0, 0]])
    record = replace(opened(base.sound), ballots=(other, base.sound.ballots[1]))
    return base.judged(log_of(record, base.shop), record=record, kept={"receipt": receipt})


def receipt(change: Callable[[list[str], LogDraft], None]) -> Case:
    """Change the lines of a receipt of the sound log."""

    def case(base: Base) -> Forged:
        text = base.log.receipt(base.log.index("Ballot"), len(base.log.entries))
        lines = text.split("\n")
        change(lines, base.log)
        return base.judged(base.log, kept={"receipt": "\n".join(lines)})

    return case


def swapped(lines: list[str], _: LogDraft) -> None:
    """Exchange two hashes of the path."""
    lines[3], lines[4] = lines[4], lines[3]


def beyond(lines: list[str], log: LogDraft) -> None:
    """Say an index that the checkpoint does not have."""
    lines[2] = f"index {len(log.entries)}"


def longer(base: Base) -> Forged:
    """Keep a checkpoint of a longer log."""
    log = replace(base.log, entries=(*base.log.entries, INCIDENT))
    return base.judged(base.log, kept={"checkpoint": log.checkpoint(len(log.entries))})


def kept_of(change: Callable[[LogDraft], LogDraft]) -> Case:
    """Keep a checkpoint of a log that is this one, but for a change."""
    return lambda base: base.judged(base.log, kept={"checkpoint": change(base.log).checkpoint(3)})


LOGS: Final[dict[str, Case]] = {
    "24-unknown-act": appended(b'{"act":"party","text":"x"}'),
    "24-space-after-a-colon": appended(b'{"act": "incident","text":"x"}'),
    "25-other-root": lambda base: base.judged(replace(base.log, root=bytes(32))),
    "25-other-size": lambda base: base.judged(replace(base.log, size=len(base.log.entries) + 1)),
    "26-origin-of-another-conference": lambda base: base.judged(
        replace(base.log, origin="vote.example/log/AAAAAAAAAAAAAA")
    ),
    "26-policy-without-a-log": no_log_key,
    "26-key-of-another-log": key_of_another_log,
    "26-signed-by-another": lambda base: base.judged(replace(base.log, key=OTHER)),
    "26-signature-broken": spoilt("vote.example/"),
    "27-one-witness-of-two": lambda base: base.judged(replace(base.log, witnesses=(3,))),
    "27-cosignature-broken": spoilt("witness1.example"),
    "27-time-beyond-all": cosigned_beyond_time,
    "27-enough-until-before": once_witnessed,
    "28-no-definition": lambda base: base.judged(replace(base.log, entries=base.log.entries[1:])),
    "28-second-definition": lambda base: base.judged(
        base.log.with_entry(2, base.log.entries[2], base.log.entries[0])
    ),
    "28-other-trustees": changed("definition", trustees="0" * 64),
    "28-definition-not-named": changed("definition", definition="1" * 64),
    "28-other-policy": changed("definition", policy="quorum none\n"),
    "28-policy-is-none": changed("definition", policy="quorum nobody\n"),
    "29-ballot-only-in-the-log": only_in_the_log,
    "29-ballot-only-in-the-record": lambda base: base.judged(
        log_of(opened(base.sound, 1), base.shop), record=opened(base.sound, 2)
    ),
    "29-ballot-changed": lambda base: base.judged(
        log_of(replace(opened(base.sound), ballots=tuple(reversed(base.sound.ballots))), base.shop),
        record=opened(base.sound, 2),
    ),
    "30-rehearsal-after-the-publication": appended(b'{"act":"rehearsal","trustees":[1]}'),
    "30-no-closing": unfinished,
    "30-no-rehearsal": lambda base: base.judged(base.log.with_entry("rehearsal")),
    "31-more-cards-than-printed": changed("cards", count=9),
    "31-opened-at-another-time": changed("opening", time=1),
    "31-more-cast-than-ballots": changed("closing", cast=1, not_returned=1),
    "31-counted-otherwise-by-hand": counted_otherwise,
    "32-no-strong-proof": lambda base: base.judged(base.log.with_entry("decryption_proof")),
    "32-proof-twice": stray_proof,
    "32-proof-of-another-decryption": proof_of_another,
    "32-proof-changed": strong_proof(
        lambda proof: proof.update(response=str(int(proof["response"]) ^ 1))
    ),
    "32-scalar-with-a-zero": strong_proof(
        lambda proof: proof.update(response="0" + proof["response"])
    ),
    "33-other-result": changed("publication", result="0" * 64),
    "34-went-back": longer,
    "34-forked": kept_of(lambda log: log.changed("cards", made_by="committee")),
    "34-not-of-this-log": kept_of(lambda log: replace(log, key=OTHER)),
    "34-ballot-replaced": ballot_replaced,
    "34-path-swapped": receipt(swapped),
    "34-index-beyond-the-tree": receipt(beyond),
}
