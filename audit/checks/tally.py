"""Checks 17 to 22: encrypted tally, partial decryptions, result (spec 4.18 to 4.21)."""

from typing import Final

from audit.checks.ballots import check_of, locate, located
from audit.checks.subject import Subject
from audit.findings import Blocked, Check, Fault, Finding, NotReached, refused
from audit.record import EventType
from audit.survey import Survey
from ballots.errors import BallotsError
from ballots.questions import allows_blank
from ballots.tally import decrypted, parse_encrypted_tally, verify_partial_decryption

_MOST_BITS: Final = 4096


def check_tally_size(subject: Subject) -> list[Finding]:
    """Check 17: number and weight of the tallied ballots are those of the ballots that count."""
    reading = subject.structures.sized
    error = reading.tried()
    if error is not None:
        return [refused(Check.TALLY_SIZE, error, entry=reading.entry)]
    sized, survey = reading.get(), subject.surveyed()
    _need_all_ballots(subject)
    found = []
    for fault, said, right in (
        (Fault.NUM_TALLIED, sized.num_tallied, len(survey.counted)),
        (Fault.TOTAL_WEIGHT, sized.total_weight, survey.total_weight),
    ):
        if said != right:
            values = {"said": str(said), "right": str(right)}
            found.append(
                Finding(check=Check.TALLY_SIZE, fault=fault, entry=reading.entry, values=values)
            )
    return found


def check_tally(subject: Subject) -> list[Finding]:
    """Check 18: the encrypted tally is the product of the ballots that count, with weights."""
    reading = subject.structures.tally
    error = reading.tried()
    if error is not None:
        return [located(subject, refused(Check.TALLY, error, entry=reading.entry))]
    tally, survey = reading.get(), subject.surveyed()
    election = subject.structures.election.get()
    _need_all_ballots(subject)
    if survey.uncountable:
        raise Blocked(_blame(survey))
    right = parse_encrypted_tally(survey.sum.encrypted_tally(), election)
    finding = Finding(check=Check.TALLY, fault=Fault.TALLY, entry=reading.entry)
    return [
        locate(subject, finding, number)
        for number, (said, sum_) in enumerate(zip(tally.rows, right.rows, strict=True), start=1)
        if said != sum_
    ]


def check_decryption_owners(subject: Subject) -> list[Finding]:
    """Check 19: each partial decryption belongs to a trustee, and each trustee gives one."""
    _need_decryptions(subject)
    trustees = subject.structures.trustees.get()
    found, seen = [], set()
    for decryption in subject.structures.decryptions:
        error = decryption.owned.error
        entry = decryption.entry.index
        if error is not None:
            found.append(refused(Check.DECRYPTION_OWNERS, error, entry=entry))
            continue
        if decryption.owned.value is None:
            continue  # its payload is missing, check 5
        owner = decryption.owned.value.owner
        fault = None
        if not 1 <= owner <= trustees.count:
            fault = Fault.OWNER
        elif owner in seen:
            fault = Fault.REPEATED_OWNER
        seen.add(owner)
        if fault:
            values = {"owner": str(owner)}
            found.append(
                Finding(check=Check.DECRYPTION_OWNERS, fault=fault, entry=entry, values=values)
            )
    return found


def check_decryption_proofs(subject: Subject) -> list[Finding]:
    """Check 20: every factor of every partial decryption is proved for its owner's key."""
    _need_decryptions(subject)
    election = subject.structures.election.get()
    trustees = subject.structures.trustees.get()
    tally = subject.structures.tally.get()
    found = []
    for decryption in subject.structures.decryptions:
        owned = decryption.owned.value
        member = subject.record.data(owned.payload) if owned else None
        if owned is None or member is None or not 1 <= owned.owner <= trustees.count:
            continue  # checks 5 and 19
        try:
            factors = verify_partial_decryption(
                subject.record.content(member), tally, trustees.key_of(owned.owner), election
            )
        except BallotsError as error:
            finding = refused(Check.DECRYPTION_PROOFS, error, entry=decryption.entry.index)
            finding.values["owner"] = str(owned.owner)
            found.append(located(subject, finding))
        else:
            subject.factors.setdefault(owned.owner, factors)
    return found


def check_enough_decryptions(subject: Subject) -> list[Finding]:
    """Check 21: where there is a result, enough trustees of every item have decrypted."""
    entry = _need_result(subject)
    trustees = subject.structures.trustees.get()
    if trustees.suffice(_owners(subject)):
        return []
    for decryption in subject.structures.decryptions:
        decryption.owned.get()  # if one is unreadable, nobody knows whose it is
    return [Finding(check=Check.ENOUGH_DECRYPTIONS, fault=Fault.TOO_FEW_DECRYPTIONS, entry=entry)]


def check_result(subject: Subject) -> list[Finding]:
    """Check 22: the result is what the partial decryptions open, and its numbers are possible."""
    _need_result(subject)
    reading = subject.structures.result
    error = reading.tried()
    if error is not None:
        return [refused(Check.RESULT, error, entry=reading.entry)]
    result = reading.get()
    election = subject.structures.election.get()
    tally = subject.structures.tally.get()
    if [len(row) for row in result] != [len(row) for row in tally.rows]:
        return [Finding(check=Check.RESULT, fault=Fault.RESULT_SHAPE, entry=reading.entry)]
    found = _check_possible(subject, result)
    trustees = subject.structures.trustees.get()
    if not trustees.suffice(subject.factors):
        if found:
            return found
        enough = trustees.suffice(_owners(subject))
        raise Blocked(Check.DECRYPTION_PROOFS if enough else Check.ENOUGH_DECRYPTIONS)
    powers = decrypted(trustees, subject.factors, tally, election.group)
    for number, (counts, row) in enumerate(zip(result, powers, strict=True), start=1):
        for answer, (count, power) in enumerate(zip(counts, row, strict=True), start=1):
            if election.group.power_g(election.group.reduce(count)) != power:
                values = {"answer": _answer(subject, number, answer), "said": str(count)}
                found.append(_result_finding(subject, Fault.RESULT_VALUE, number, values))
    return found


def _check_possible(subject: Subject, result: list[list[int]]) -> list[Finding]:
    """Compare a result with the weight of all ballots and with min and max of each question."""
    weight = _weight(subject)
    found = []
    for number, (question, counts) in enumerate(
        zip(subject.structures.election.get().questions, result, strict=True), start=1
    ):
        for answer, count in enumerate(counts, start=1):
            if not 0 <= count <= weight:
                values = {"answer": _answer(subject, number, answer), "said": str(count)}
                found.append(_result_finding(subject, Fault.RESULT_RANGE, number, values))
        blank, marks = (counts[0], counts[1:]) if allows_blank(question) else (0, counts)
        filled = weight - blank
        if not question.min * filled <= sum(marks) <= question.max * filled:
            values = {"said": _written(sum(marks)), "weight": _written(filled)}
            found.append(_result_finding(subject, Fault.RESULT_SUM, number, values))
    return found


def _written(number: int) -> str:
    """Write a number; of one far beyond any count (Python writes 4300 digits) only the size."""
    bits = number.bit_length()
    return str(number) if bits <= _MOST_BITS else f"2^{bits}"


def _weight(subject: Subject) -> int:
    """Return the weight of all ballots that count; what the record says if that is not known."""
    try:
        _need_all_ballots(subject)
    except Blocked:
        return subject.structures.sized.get().total_weight
    return subject.surveyed().total_weight


def _blame(survey: Survey) -> Check:
    """Return the check that reports why a ballot cannot be added up."""
    unread = survey.uncountable[0]
    return next(check_of(fault) for fault in survey.faults if fault.entry == unread)


def _result_finding(
    subject: Subject, fault: Fault, question: int, values: dict[str, str]
) -> Finding:
    entry = subject.structures.result.entry
    return locate(
        subject, Finding(check=Check.RESULT, fault=fault, entry=entry, values=values), question
    )


def _owners(subject: Subject) -> set[int]:
    """Return the trustees of whom there is a partial decryption, right or wrong."""
    return {d.owned.value.owner for d in subject.structures.decryptions if d.owned.value}


def _answer(subject: Subject, question: int, answer: int) -> str:
    """Return the text of an answer; of a blank vote, ∅."""
    asked = subject.structures.election.get().questions[question - 1]
    place = answer - 1 - allows_blank(asked)
    return asked.answers[place] if place >= 0 else "∅"


def _need_all_ballots(subject: Subject) -> None:
    """Raise Blocked if it is not known which ballots count."""
    subject.structures.credentials.get()
    if len(subject.record.ballots) != len(subject.record.of_type(EventType.BALLOT)):
        raise Blocked(Check.REFERENCES)
    if subject.surveyed().unreadable:
        raise Blocked(Check.BALLOT_FORM)


def _need_decryptions(subject: Subject) -> None:
    """Raise NotReached if there is neither a partial decryption nor a result yet."""
    if not subject.structures.decryptions:
        _need_result(subject)


def _need_result(subject: Subject) -> int:
    """Return the entry of the result. Raises NotReached if there is none yet."""
    entries = subject.record.of_type(EventType.RESULT)
    if not entries:
        raise NotReached
    return entries[0].index
