"""Run checks 24 to 34 on the log that belongs to a record."""

from collections.abc import Callable
from functools import partial
from typing import Final

from audit.checks import acts, log
from audit.checks.log import LogSubject
from audit.checks.subject import Subject
from audit.evidence import Evidence
from audit.findings import Blocked, Check, CheckResult, Finding, NotReached, State

LOG_CHECKS: Final[dict[Check, Callable[[LogSubject], list[Finding]]]] = {
    Check.LOG_FORM: log.check_log_form,
    Check.LOG_TREE: log.check_log_tree,
    Check.LOG_SIGNATURE: log.check_log_signature,
    Check.LOG_WITNESSES: log.check_log_witnesses,
    Check.LOG_DEFINITION: log.check_log_definition,
    Check.LOG_EVENTS: acts.check_log_events,
    Check.LOG_ORDER: acts.check_log_order,
    Check.LOG_CARDS: acts.check_log_cards,
    Check.LOG_DECRYPTIONS: acts.check_log_decryptions,
    Check.LOG_PUBLICATION: acts.check_log_publication,
}


def log_checks(record: Subject, evidence: Evidence) -> dict[Check, Callable[[], CheckResult]]:
    """Return every check of the log, ready to run; check 34 only if something was kept."""
    subject = LogSubject(record, evidence)
    checks = dict(LOG_CHECKS)
    if evidence.earlier:
        checks[Check.LOG_EARLIER] = log.check_log_earlier
    return {check: partial(_run, check, run, subject) for check, run in checks.items()}


def _run(
    check: Check, run: Callable[[LogSubject], list[Finding]], subject: LogSubject
) -> CheckResult:
    """Run one check and say how it ended."""
    try:
        findings = tuple(run(subject))
    except Blocked as blocked:
        return CheckResult(check, State.NOT_RUN, needs=blocked.needs)
    except NotReached:
        return CheckResult(check, State.NOT_REACHED)
    return CheckResult(check, State.FAILED if findings else State.PASSED, findings)
