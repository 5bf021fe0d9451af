"""Checks 11 to 16: every ballot, from its form to its proofs, and repeats (spec 4.11 to 4.17).

`verify_ballot` gives the first reason it finds against a ballot, so a ballot stands under one of
the checks 11, 12, 14 and 15; whether its credential is listed is looked at apart from that.
"""

import re
from base64 import b64encode
from dataclasses import replace
from typing import Final

from audit.checks.subject import Subject
from audit.findings import Check, Fault, Finding, refused
from audit.piece import BallotFault
from ballots.errors import Refusal

_CHECK_OF: Final = {
    Refusal.WRONG_ELECTION: Check.BALLOT_ELECTION,
    Refusal.BAD_SIGNATURE: Check.BALLOT_SIGNATURE,
    Refusal.INVALID_PROOF: Check.BALLOT_PROOFS,
}
_QUESTION = re.compile(r"question (\d+)(?:: )?(.*)", re.ASCII)


def check_ballot_form(subject: Subject) -> list[Finding]:
    """Check 11: each ballot is canonical and of the right shape, every element in the group."""
    return _faults(subject, Check.BALLOT_FORM)


def check_ballot_election(subject: Subject) -> list[Finding]:
    """Check 12: each ballot names this election and its fingerprint."""
    return _faults(subject, Check.BALLOT_ELECTION)


def check_ballot_credential(subject: Subject) -> list[Finding]:
    """Check 13: each ballot's public credential is on the list."""
    survey = subject.surveyed()
    subject.structures.credentials.get()
    return [
        Finding(
            check=Check.BALLOT_CREDENTIAL,
            fault=Fault.UNLISTED_CREDENTIAL,
            entry=entry,
            tracker=tracker_of_digest(digest),
        )
        for entry, digest in survey.unlisted
    ]


def check_ballot_signature(subject: Subject) -> list[Finding]:
    """Check 14: each ballot is signed by its credential."""
    return _faults(subject, Check.BALLOT_SIGNATURE)


def check_ballot_proofs(subject: Subject) -> list[Finding]:
    """Check 15: the individual, overall and blank proofs of each ballot hold."""
    return _faults(subject, Check.BALLOT_PROOFS)


def check_repeats(subject: Subject) -> list[Finding]:
    """Check 16: no ballot is there twice, none has a ciphertext of another credential's ballot."""
    found = []
    first: dict[str, int] = {}
    for entry, member in subject.record.ballots:
        earlier = first.setdefault(member.name, entry.index)
        if earlier != entry.index:
            found.append(_repeat(Fault.REPEATED_BALLOT, entry.index, member.digest, earlier))
    for repeat in subject.surveyed().repeats:
        entry_, digest, question, earlier = repeat
        finding = _repeat(Fault.REPEATED_CIPHERTEXT, entry_, digest, earlier)
        found.append(locate(subject, finding, question))
    return found


def check_of(fault: BallotFault) -> Check:
    """Return the check under which what `ballots` refused of a ballot stands."""
    return _CHECK_OF.get(fault.error.refusal, Check.BALLOT_FORM)


def tracker_of_digest(digest: str) -> str:
    """Return the tracker of a ballot whose SHA-256 is given in hex."""
    return b64encode(bytes.fromhex(digest)).rstrip(b"=").decode()


def locate(subject: Subject, finding: Finding, question: int) -> Finding:
    """Add the number of a question, and its text, to a finding."""
    election = subject.structures.election.get()
    person = None
    if 1 <= question <= len(election.questions):
        person = election.questions[question - 1].question
    return replace(finding, question=question, person=person)


def located(subject: Subject, finding: Finding) -> Finding:
    """Move the number of the question from the detail of a refusal to its place."""
    match = _QUESTION.fullmatch(finding.values.get("detail", ""))
    if match is None:
        return finding
    rest = replace(finding, values={**finding.values, "detail": match[2]})
    return locate(subject, rest, int(match[1]))


def _faults(subject: Subject, check: Check) -> list[Finding]:
    return [
        _ballot_finding(subject, check, fault)
        for fault in subject.surveyed().faults
        if check_of(fault) is check
    ]


def _ballot_finding(subject: Subject, check: Check, fault: BallotFault) -> Finding:
    finding = refused(check, fault.error, entry=fault.entry)
    return located(subject, replace(finding, tracker=tracker_of_digest(fault.digest)))


def _repeat(fault: Fault, entry: int, digest: str, earlier: int) -> Finding:
    return Finding(
        check=Check.REPEATS,
        fault=fault,
        entry=entry,
        tracker=tracker_of_digest(digest),
        values={"earlier": str(earlier)},
    )
