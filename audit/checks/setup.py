"""Checks 6 to 10: what is asked, who holds the keys, who may vote (spec 4.5 to 4.10)."""

from audit.checks.subject import Subject
from audit.findings import Check, Fault, Finding, refused
from audit.reading import Reading


def check_setup(subject: Subject) -> list[Finding]:
    """Check 6: the setup data names the election, the trustees and the credentials."""
    return _read(Check.SETUP, subject.structures.setup)


def check_election(subject: Subject) -> list[Finding]:
    """Check 7: the election is well formed and of a kind and group that we know."""
    return _read(Check.ELECTION, subject.structures.election)


def check_trustees(subject: Subject) -> list[Finding]:
    """Check 8: every proof, certificate and signature of the trustees' keys holds."""
    return _read(Check.TRUSTEES, subject.structures.trustees)


def check_election_key(subject: Subject) -> list[Finding]:
    """Check 9: the key of the election is the product of the trustees' sub-keys."""
    election = subject.structures.election.get()
    trustees = subject.structures.trustees.get()
    if election.public_key != trustees.public_key:
        return [Finding(check=Check.ELECTION_KEY, fault=Fault.ELECTION_KEY, entry=0)]
    return []


def check_credentials(subject: Subject) -> list[Finding]:
    """Check 10: public credentials are valid, canonical and distinct, weights are 1 or more."""
    return _read(Check.CREDENTIALS, subject.structures.credentials)


def _read(check: Check, reading: Reading[object]) -> list[Finding]:
    error = reading.tried()
    return [] if error is None else [refused(check, error, entry=reading.entry)]
