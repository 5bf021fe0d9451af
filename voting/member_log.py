"""The log on a member's own machine: what was seen of it first holds to the end.

When the key is saved, the machine keeps the key that signs the log and its checkpoint of then, in
the member's own folder. The record that is decrypted later must be what this very log gives, with
the witnesses whom the frozen definition names: a server that shows two groups of members two
records needs two logs, and both its own signature and the witnesses stand against that.

    <uuid>-log-key       vote.example/log/j2Sje6ewboTnzL+8f1c2a90+AYz…
    <uuid>-checkpoint    the signed note, as it was
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from audit.checkpoint import SignedCheckpoint
from audit.entries import DefinitionEntry
from audit.errors import LogFault, LogRefused, RecordUnreadable
from audit.evidence import Evidence, policy_in, read_earlier
from audit.findings import Check, CheckResult, Fault, State
from audit.logfile import LogFile, read_log
from audit.merkle import root_of
from audit.policy import NO_WITNESS, Policy, parse_policy
from audit.quorum import evaluate_policy
from audit.verifier import Verdict
from audit.words import words_of_hash
from ballots.election import Election
from voting.committee_files import Stick
from voting.definition import Definition
from voting.logkey import create_secret_file, read_secret_file
from voting.policy import policy_of
from voting.refusals import Refusal, VotingRefused

LOG_FILE: Final = "log.tlog"


@dataclass(frozen=True, slots=True)
class Mark:
    """What members read aloud of a log: how many entries it has, the six words of its root."""

    size: int
    words: str


def mark_of(signed: SignedCheckpoint) -> Mark:
    """Return what is compared of a checkpoint."""
    return Mark(signed.checkpoint.size, words_of_hash(signed.checkpoint.root))


@dataclass(frozen=True, slots=True)
class MemberLog:
    """What a member's machine knows of the log of one conference."""

    own: Path
    election: Election
    definition: Definition

    def keep(self, stick: Stick) -> None:
        """Keep key and checkpoint of the log on the stick, unless something was kept before.

        Raises VotingRefused FILE_NOT_THERE, LOG_DIFFERS.
        """
        log = read_member_log(stick)
        policy = self._policy(log)
        try:
            evaluate_policy(replace(policy, witnesses={}, groups={}, quorum=NO_WITNESS), log.signed)
        except LogRefused as error:
            raise VotingRefused(Refusal.LOG_DIFFERS, error.code.value) from error
        size, root = log.signed.checkpoint.size, log.signed.checkpoint.root
        if size != len(log.lines) or root != root_of(log.leaves) or not self._is_ours(log):
            raise VotingRefused(Refusal.LOG_DIFFERS, LOG_FILE)
        self._keep(log, policy)

    def _is_ours(self, log: LogFile) -> bool:
        """Tell whether the first entry names this election and its definition."""
        first, election = log.lines[0].entry, self.election
        return (
            isinstance(first, DefinitionEntry)
            and (first.uuid, first.election) == (election.uuid, election.digest)
            and election.message.description.endswith(f"SHA-256: {first.definition}")
        )

    def _keep(self, log: LogFile, policy: Policy) -> None:
        """Write what is kept; what is there already stays."""
        note = log.signed.note
        lines = "".join(f"{signature}\n" for signature in note.signatures)
        create_secret_file(self._file("log-key"), str(policy.logs[0].key).encode())
        create_secret_file(self._file("checkpoint"), f"{note.text}\n{lines}".encode())

    def evidence(self, stick: Stick) -> Evidence:
        """Return what the record on the stick is held against.

        The witnesses are those of the frozen definition; the log's key is the one that was kept, on
        a machine that kept none the one that the log itself names.
        Raises VotingRefused FILE_NOT_THERE, LOG_DIFFERS.
        """
        log = read_member_log(stick)
        kept = self._file("checkpoint")
        earlier = (read_earlier(kept),) if kept.exists() else ()
        return Evidence(log, self._policy(log), is_given=True, earlier=earlier)

    def _policy(self, log: LogFile) -> Policy:
        said = policy_in(log)
        if said is None or not said.logs:
            raise VotingRefused(Refusal.LOG_DIFFERS, LOG_FILE)
        kept = self._file("log-key")
        key = read_secret_file(kept).decode() if kept.exists() else str(said.logs[0].key)
        return parse_policy(policy_of(self.definition, key).encode())

    def _file(self, what: str) -> Path:
        return self.own / f"{self.election.uuid}-{what}"


def read_member_log(stick: Stick) -> LogFile:
    """Read the log on a stick. Raises VotingRefused FILE_NOT_THERE, LOG_DIFFERS."""
    path = stick.folder / LOG_FILE
    if not path.exists():
        raise VotingRefused(Refusal.FILE_NOT_THERE, LOG_FILE)
    try:
        return read_log(path)
    except RecordUnreadable as error:
        raise VotingRefused(Refusal.LOG_DIFFERS, LOG_FILE) from error


def require_sound(verdict: Verdict) -> bool:
    """Refuse a record or log that fails a check; tell whether enough witnesses have confirmed.

    That alone is for the member to decide: a witness may be out of reach.
    Raises VotingRefused RECORD_NOT_SOUND; LOG_DIFFERS for checks 24 to 34.
    """
    is_witnessed = True
    for result in verdict.checks:
        if result.state in (State.PASSED, State.NOT_REACHED):
            continue
        if result.check is Check.LOG_WITNESSES and _lacks_only_witnesses(result):
            is_witnessed = False
            continue
        is_of_log = result.check >= Check.LOG_FORM
        code = Refusal.LOG_DIFFERS if is_of_log else Refusal.RECORD_NOT_SOUND
        raise VotingRefused(code, f"check {result.check.value}")
    return is_witnessed


def _lacks_only_witnesses(result: CheckResult) -> bool:
    """Tell whether too few have cosigned, and no cosignature is wrong."""
    found = {finding.refusal or finding.fault for finding in result.findings}
    return LogFault.NO_QUORUM in found and found <= {LogFault.NO_QUORUM, Fault.WITNESSES_UP_TO}
