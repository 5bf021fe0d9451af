"""Does a checkpoint satisfy a policy? Who signed it, who cosigned it and when, is it enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.checkpoint import SignedCheckpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogFault, LogRefused
from audit.note import VerificationKey
from audit.policy import NO_WITNESS, Policy, printable


@dataclass(frozen=True, slots=True)
class Quorum:
    """What the signatures of a checkpoint say under a policy, each of them verified.

    log: the key that signed, None if the policy lists no log: then verify the log's signature
    with a key known from elsewhere. times: when each witness of the policy that cosigned did so,
    by its name in the policy, in seconds since 1970. is_reached: whether the quorum holds.
    reached_at: by then enough of them had cosigned; None if they have not, or nobody is asked for.
    """

    log: VerificationKey | None
    times: Mapping[str, int]
    is_reached: bool
    reached_at: int | None


def evaluate_policy(policy: Policy, signed: SignedCheckpoint) -> Quorum:
    """Say who of a policy signed a checkpoint. Signatures of others mean nothing.

    Raises LogRefused: WRONG_ORIGIN or WRONG_KEY if none of the policy's logs signed, BAD_SIGNATURE
    if a line names a key of the policy and fails (C2SP signed-note, section "Signatures").
    """
    log = _verify_logs(policy, signed) if policy.logs else None
    times = {}
    for name, witness in policy.witnesses.items():
        if _is_named(signed, witness.key):
            times[name] = verify_cosignature(signed, witness.key)
    return Quorum(log, times, _holds(policy, times), _reached_at(policy, times))


def verify_quorum(policy: Policy, signed: SignedCheckpoint) -> Quorum:
    """Verify that a checkpoint satisfies a policy.

    Raises LogRefused as `evaluate_policy`, and NO_QUORUM.
    """
    quorum = evaluate_policy(policy, signed)
    if not quorum.is_reached:
        raise LogRefused(LogFault.NO_QUORUM, printable(policy.quorum))
    return quorum


def _holds(policy: Policy, times: Mapping[str, int]) -> bool:
    """Say whether the quorum of a policy holds if these witnesses cosigned."""
    holding = {NO_WITNESS, *times}
    for name, group in policy.groups.items():  # each after its members
        if len(holding.intersection(group.members)) >= group.threshold:
            holding.add(name)
    return policy.quorum in holding


def _reached_at(policy: Policy, times: Mapping[str, int]) -> int | None:
    """Return the time at which enough witnesses had cosigned."""
    if policy.quorum == NO_WITNESS:
        return None
    for moment in sorted(times.values()):
        if _holds(policy, {name: time for name, time in times.items() if time <= moment}):
            return moment
    return None


def _verify_logs(policy: Policy, signed: SignedCheckpoint) -> VerificationKey:
    """Verify the signatures by the policy's logs; return the first key that signed."""
    keys = [log.key for log in policy.logs if log.key.name == signed.checkpoint.origin]
    if not keys:
        raise LogRefused(LogFault.WRONG_ORIGIN, signed.checkpoint.origin)
    signing = [key for key in keys if _is_named(signed, key)]
    if not signing:
        raise LogRefused(LogFault.WRONG_KEY, signed.checkpoint.origin)
    for key in signing:
        verify_checkpoint(signed, key)
    return signing[0]


def _is_named(signed: SignedCheckpoint, key: VerificationKey) -> bool:
    """Say whether a signature line names a key, whatever it is worth."""
    name, identifier = key.name, key.key_id
    return any((s.key_name, s.key_id) == (name, identifier) for s in signed.note.signatures)
