"""Checks 24 to 28 and 34: the log by itself: form, tree, signatures, how it begins.

Checks 29 to 33, which hold the acts of the log against the record, are in `audit.checks.acts`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from audit.checkpoint import SignedCheckpoint
from audit.checks.subject import Subject
from audit.entries import DefinitionEntry, Entry
from audit.errors import LogRefused
from audit.evidence import Earlier, Evidence
from audit.findings import Blocked, Check, Fault, Finding, NotReached, log_refused, refused
from audit.merkle import leaf_hash, root_of, verify_inclusion
from audit.policy import NO_WITNESS, Policy, parse_policy
from audit.quorum import evaluate_policy, verify_quorum
from audit.receipt_words import clock_time


@dataclass(frozen=True, slots=True)
class LogSubject:
    """A record and its log under verification."""

    record: Subject
    evidence: Evidence

    def entries(self) -> list[Entry]:
        """Return all entries. Raises Blocked if one cannot be read."""
        entries = [line.entry for line in self.evidence.log.lines if line.entry is not None]
        if len(entries) != len(self.evidence.log.lines):
            raise Blocked(Check.LOG_FORM)
        return entries

    def policy(self) -> Policy:
        """Return the policy. Raises Blocked if none was given and the log has none."""
        if self.evidence.policy is None:
            raise Blocked(Check.LOG_DEFINITION)
        return self.evidence.policy


def check_log_form(subject: LogSubject) -> list[Finding]:
    """Check 24: each entry is canonical JSON of an act that is on the list."""
    return [
        refused(Check.LOG_FORM, line.error, entry=line.index)
        for line in subject.evidence.log.lines
        if line.error is not None
    ]


def check_log_tree(subject: LogSubject) -> list[Finding]:
    """Check 25: the checkpoint's size and root are those of the entries (RFC 6962)."""
    log = subject.evidence.log
    said, right = log.signed.checkpoint.size, len(log.lines)
    if said != right:
        values = {"said": str(said), "right": str(right)}
        return [Finding(check=Check.LOG_TREE, fault=Fault.LOG_SIZE, values=values)]
    if log.signed.checkpoint.root != root_of(log.leaves):
        return [Finding(check=Check.LOG_TREE, fault=Fault.LOG_ROOT)]
    return []


def check_log_signature(subject: LogSubject) -> list[Finding]:
    """Check 26: the policy's log key signed the checkpoint; its origin ends in the uuid."""
    signed, policy = subject.evidence.log.signed, subject.policy()
    uuid = subject.record.structures.election.get().uuid
    origin = signed.checkpoint.origin
    if not origin.endswith(f"/{uuid}"):
        values = {"origin": origin}
        return [Finding(check=Check.LOG_SIGNATURE, fault=Fault.LOG_ORIGIN, values=values)]
    return list(_signature_faults(Check.LOG_SIGNATURE, policy, signed))


def _signature_faults(
    check: Check, policy: Policy, signed: SignedCheckpoint, where: str = ""
) -> Iterator[Finding]:
    """Find what is wrong with the signature of the log, whatever witnesses say."""
    if not policy.logs:
        yield Finding(check=check, fault=Fault.NO_LOG_KEY)
        return
    try:
        evaluate_policy(replace(policy, witnesses={}, groups={}, quorum=NO_WITNESS), signed)
    except LogRefused as error:
        yield log_refused(check, error, where=where)


def check_log_witnesses(subject: LogSubject) -> list[Finding]:
    """Check 27: the policy's quorum cosigned the checkpoint; not reached if it asks for nobody."""
    policy = replace(subject.policy(), logs=())
    try:
        verify_quorum(policy, subject.evidence.log.signed)
    except LogRefused as error:
        return [log_refused(Check.LOG_WITNESSES, error), *_last_seen(subject.evidence, policy)]
    if policy.quorum == NO_WITNESS:
        raise NotReached
    return []


def _last_seen(evidence: Evidence, policy: Policy) -> Iterator[Finding]:
    """Say since when the quorum is missing: after the largest kept beginning that it cosigned."""
    seen = [
        (signed.checkpoint.size, -time)
        for signed in _kept(evidence.earlier)
        if (time := _seen_at(signed, evidence.log.leaves, policy)) is not None
    ]
    if seen:
        size, time = max(seen)
        values = {"size": str(size), "time": clock_time(-time)}
        fault = Fault.WITNESSES_UP_TO
        yield Finding(check=Check.LOG_WITNESSES, fault=fault, entry=size, values=values)


def _kept(earlier: Sequence[Earlier]) -> Iterator[SignedCheckpoint]:
    """Give the kept checkpoints, and those that receipts show to have had enough witnesses."""
    for one in earlier:
        yield one.signed
        if one.receipt is not None and one.receipt.held is not None:
            yield one.receipt.held.signed


def _seen_at(signed: SignedCheckpoint, leaves: Sequence[bytes], policy: Policy) -> int | None:
    """Say when enough witnesses had cosigned a checkpoint that is of a beginning of the log."""
    size, root = signed.checkpoint.size, signed.checkpoint.root
    if not 0 < size <= len(leaves) or root_of(leaves[:size]) != root:
        return None
    try:
        return evaluate_policy(policy, signed).reached_at
    except LogRefused:
        return None


def check_log_definition(subject: LogSubject) -> list[Finding]:
    """Check 28: the log begins with the record's definition, and has one; its policy is ours."""
    lines = subject.evidence.log.lines
    if lines and lines[0].entry is None:
        raise Blocked(Check.LOG_FORM)
    first = lines[0].entry if lines else None
    if not isinstance(first, DefinitionEntry):
        return [Finding(check=Check.LOG_DEFINITION, fault=Fault.NO_DEFINITION)]
    found = [
        Finding(check=Check.LOG_DEFINITION, fault=Fault.SECOND_DEFINITION, entry=line.index)
        for line in islice(lines, 1, None)
        if isinstance(line.entry, DefinitionEntry)
    ]
    found += _definition_faults(subject, first)
    found += _policy_faults(subject, first)
    return found


def _definition_faults(subject: LogSubject, first: DefinitionEntry) -> Iterator[Finding]:
    """Compare uuid and hashes with the record's; the definition's stands in the description."""
    setup = subject.record.structures.setup.get()
    election = subject.record.structures.election.get()
    for what, said, right in (
        ("uuid", first.uuid, election.uuid),
        ("election", first.election, setup.election),
        ("trustees", first.trustees, setup.trustees),
    ):
        if said != right:
            yield _definition_finding(Fault.DEFINITION_DIFFERS, what)
    if not election.message.description.endswith(f"SHA-256: {first.definition}"):
        yield _definition_finding(Fault.DEFINITION_UNNAMED)


def _policy_faults(subject: LogSubject, first: DefinitionEntry) -> Iterator[Finding]:
    """Compare the policy in the log with the given one: the same log keys, the same witnesses."""
    try:
        said = parse_policy(first.policy.encode())
    except LogRefused as error:
        yield log_refused(Check.LOG_DEFINITION, error, entry=0)
        return
    right = subject.policy()
    if {str(log.key) for log in said.logs} != {str(log.key) for log in right.logs}:
        yield _definition_finding(Fault.POLICY_DIFFERS, "log")
    keys = [{str(one.key) for one in policy.witnesses.values()} for policy in (said, right)]
    if keys[0] != keys[1]:
        yield _definition_finding(Fault.POLICY_DIFFERS, "witness")


def _definition_finding(fault: Fault, what: str | None = None) -> Finding:
    values = {} if what is None else {"what": what}
    return Finding(check=Check.LOG_DEFINITION, fault=fault, entry=0, values=values)


def check_log_earlier(subject: LogSubject) -> list[Finding]:
    """Check 34: every checkpoint and receipt that was kept is a beginning of this log."""
    policy, leaves = subject.policy(), subject.evidence.log.leaves
    found: list[Finding] = []
    for earlier in subject.evidence.earlier:
        unsigned = list(
            _signature_faults(Check.LOG_EARLIER, policy, earlier.signed, earlier.path.name)
        )
        found += unsigned or _earlier_faults(earlier, leaves)
    return found


def _earlier_faults(earlier: Earlier, leaves: Sequence[bytes]) -> Iterator[Finding]:
    """Compare a kept checkpoint, and the ballot of a receipt, with the entries of the log."""
    size, root = earlier.signed.checkpoint.size, earlier.signed.checkpoint.root
    values = {"file": earlier.path.name, "said": str(size), "right": str(len(leaves))}
    if size > len(leaves):
        yield Finding(check=Check.LOG_EARLIER, fault=Fault.LOG_WENT_BACK, values=values)
    elif root_of(leaves[:size]) != root:
        yield Finding(check=Check.LOG_EARLIER, fault=Fault.LOG_FORKED, values=values)
    if earlier.receipt is None:
        return
    index, leaf = earlier.receipt.index, leaf_hash(earlier.receipt.entry)
    try:
        verify_inclusion(leaf, index, size, earlier.receipt.proof.path, root)
    except LogRefused as error:
        yield log_refused(Check.LOG_EARLIER, error, where=earlier.path.name)
        return
    if index < len(leaves) and leaves[index] != leaf:
        yield Finding(
            check=Check.LOG_EARLIER,
            fault=Fault.LOG_ENTRY_CHANGED,
            entry=index,
            tracker=earlier.receipt.tracker,
            values=values,
        )
