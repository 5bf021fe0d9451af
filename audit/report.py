"""Say what verification found: as text for people, as JSON for programs.

Text that comes from the record is shown without control or direction characters, so that a
name cannot rewrite the screen. JSON has the closed codes beside the sentences.
"""

import json
from typing import Final

from audit.catalogue import FAULTS, REASONS, STAGES, STATES, TITLES, UNREADABLE, WORDS
from audit.errors import LogFault, RecordUnreadable
from audit.findings import Check, CheckResult, Fault, Finding, State
from audit.inquiries import Answered
from audit.inquiry_sentences import ANSWER_REASONS, ANSWERS, INQUIRIES
from audit.language import Language
from audit.log_catalogue import LOGS
from audit.verifier import Stage, Summary, Verdict
from ballots.errors import SENTENCES, Refusal, Sentence
from ballots.questions import Question, allows_blank

_MARKS: Final = {
    State.PASSED: "✓",
    State.FAILED: "✗",
    State.NOT_REACHED: "·",
    State.NOT_RUN: "?",
}


def say(sentence: Sentence, language: Language, **values: object) -> str:
    """Fill a sentence in one of the two languages."""
    text = sentence.vi if language == "vi" else sentence.en
    return text.format(**{key: shown(str(value)) for key, value in values.items()})


def shown(text: str) -> str:
    """Replace what must not reach a screen from a record: control and direction characters."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def finding_text(finding: Finding, language: Language) -> str:
    """Say one finding in a line: where, then what."""
    parts = []
    if finding.entry is not None:
        word = "entry" if finding.check < Check.LOG_FORM else "log_entry"
        parts.append(say(WORDS[word], language, entry=finding.entry))
    if finding.person is not None:
        parts.append(f"«{shown(finding.person)}»")
    elif finding.question is not None:
        parts.append(say(WORDS["question"], language, question=finding.question))
    if finding.tracker is not None:
        parts.append(say(WORDS["tracker"], language, tracker=finding.tracker))
    what = _what(finding, language)
    return f"{', '.join(parts)}: {what}" if parts else what


def _what(finding: Finding, language: Language) -> str:
    if finding.fault not in (Fault.REFUSED, Fault.LOG_REFUSED) or finding.refusal is None:
        return say(FAULTS[finding.fault], language, **finding.values)
    detail = finding.values.get("detail")
    text = say(_reason(finding.refusal), language)
    return f"{text} ({shown(detail)})" if detail else text


def _reason(refusal: Refusal | LogFault) -> Sentence:
    """Return why `ballots`, or a format of the log, refused."""
    if isinstance(refusal, LogFault):
        return LOGS[refusal]
    return REASONS.get(refusal, SENTENCES[refusal])


def text_report(verdict: Verdict, language: Language) -> str:
    """Write the whole report: the record, each check with its findings, the result, the verdict."""
    lines = [f"{say(WORDS['record'], language)}: {shown(str(verdict.path))}"]
    lines += _summary_lines(verdict.summary, language)
    lines += ["", f"{say(WORDS['questions'], language)}:"]
    lines += [_answer_line(answered, language) for answered in verdict.answers]
    lines += _trust_lines(verdict, language)
    lines += ["", f"{say(WORDS['checks'], language)}:"]
    for result in verdict.checks:
        lines.append(_check_line(result, language))
        lines += [f"       → {finding_text(f, language)}" for f in result.findings]
    lines += _result_lines(verdict.summary, language)
    lines += ["", _verdict_line(verdict, language), ""]
    return "\n".join(lines)


def unreadable_text(path: object, error: RecordUnreadable, language: Language) -> str:
    """Say why a file cannot be read as a record, and at which byte that shows."""
    detail = f" ({shown(error.detail)})" if error.detail else ""
    where = say(WORDS["at_byte"], language, offset=error.offset)
    why = say(UNREADABLE[error.code], language)
    head = say(WORDS["unreadable"], language)
    return f"{head}: {shown(str(path))}: {where}: {why}{detail}\n"


def _check_line(result: CheckResult, language: Language) -> str:
    line = f"{_MARKS[result.state]} {result.check.value:>2}  {say(TITLES[result.check], language)}"
    if result.state is State.PASSED:
        return line
    if result.check is Check.LOG_WITNESSES and result.state is State.NOT_REACHED:
        return f"{line}: {say(WORDS['nobody_asked'], language)}"
    line += f": {say(STATES[result.state], language)}"
    if result.needs is not None:
        line += f" {say(WORDS['needs'], language, needs=result.needs.value)}"
    return line


def _answer_line(answered: Answered, language: Language) -> str:
    asked = say(INQUIRIES[answered.inquiry], language)
    answer = say(ANSWERS[answered.answer], language)
    return f"{answered.inquiry.value}. {asked} — {answer}: {_because(answered, language)}"


def _because(answered: Answered, language: Language) -> str:
    checks = ", ".join(str(check.value) for check in answered.checks)
    return say(ANSWER_REASONS[answered.reason], language, checks=checks)


def _trust_lines(verdict: Verdict, language: Language) -> list[str]:
    """Say whose policy the signatures were judged by, where there is a log."""
    if not verdict.given.log:
        return []
    word = WORDS["given_policy" if verdict.given.policy else "own_policy"]
    return [f"{say(WORDS['trust'], language)}: {say(word, language)}"]


def _summary_lines(summary: Summary, language: Language) -> list[str]:
    election = summary.election
    rows: list[tuple[str, object]] = []
    if election is not None:
        rows += [("name", shown(election.name)), ("uuid", election.uuid)]
        rows += [("fingerprint", election.fingerprint), ("group", election.group.name)]
    rows += [("stage", say(STAGES[summary.stage], language)), ("entries", summary.entries)]
    rows += [("credentials", summary.credentials), ("trustees", summary.trustees)]
    rows.append(("ballots", _ballots_text(summary, language)))
    return [f"{say(WORDS[key], language)}: {value}" for key, value in rows if value is not None]


def _ballots_text(summary: Summary, language: Language) -> str:
    parts = [
        say(WORDS[key], language, **{key: value})
        for key, value in (
            ("counted", summary.counted),
            ("revotes", summary.revotes or None),
            ("weight", summary.weight if summary.weight != summary.counted else None),
        )
        if value is not None
    ]
    return f"{summary.ballots} ({', '.join(parts)})" if parts else str(summary.ballots)


def _result_lines(summary: Summary, language: Language) -> list[str]:
    if summary.result is None or summary.election is None:
        return []
    lines = ["", f"{say(WORDS['result'], language)}:"]
    # Not strict: a result of a wrong shape is a finding of check 22, and shown as far as it goes.
    for question, counts in zip(summary.election.questions, summary.result, strict=False):
        lines.append(f"  {shown(question.question)}")
        for answer, count in zip(_answers(question, language), counts, strict=False):
            lines.append(f"    {count:>6}  {shown(answer)}")
    return lines


def _answers(question: Question, language: Language) -> list[str]:
    blank = [say(WORDS["blank"], language)] if allows_blank(question) else []
    return [*blank, *question.answers]


def _verdict_line(verdict: Verdict, language: Language) -> str:
    if not verdict.sound:
        count = sum(len(result.findings) for result in verdict.checks)
        return say(WORDS["findings"], language, count=count)
    ended = verdict.summary.stage is Stage.RESULT
    return say(WORDS["sound" if ended else "sound_so_far"], language)


def json_report(verdict: Verdict, language: Language) -> str:
    """Write the report as one JSON object on one line."""
    summary, election = verdict.summary, verdict.summary.election
    return _line(
        {
            "record": str(verdict.path),
            "outcome": "sound" if verdict.sound else "findings",
            "stage": summary.stage.value,
            "election": election
            and {
                "name": election.name,
                "uuid": election.uuid,
                "fingerprint": election.fingerprint,
                "group": election.group.name,
            },
            "entries": summary.entries,
            "credentials": summary.credentials,
            "trustees": summary.trustees,
            "ballots": summary.ballots,
            "counted": summary.counted,
            "revotes": summary.revotes,
            "weight": summary.weight,
            "result": summary.result,
            "policy": _policy_json(verdict),
            "questions": [_answer_json(answered, language) for answered in verdict.answers],
            "checks": [_check_json(result, language) for result in verdict.checks],
        }
    )


def unreadable_json(path: object, error: RecordUnreadable, language: Language) -> str:
    """Write why a file cannot be read as one JSON object on one line."""
    return _line(
        {
            "record": str(path),
            "outcome": "unreadable",
            "code": error.code.value,
            "offset": error.offset,
            "detail": error.detail,
            "text": say(UNREADABLE[error.code], language),
        }
    )


def _policy_json(verdict: Verdict) -> str | None:
    """Tell where the policy came from: given, or the log's own; None without a log."""
    if not verdict.given.log:
        return None
    return "given" if verdict.given.policy else "own"


def _answer_json(answered: Answered, language: Language) -> dict[str, object]:
    return {
        "number": answered.inquiry.value,
        "name": answered.inquiry.name.lower(),
        "question": say(INQUIRIES[answered.inquiry], language),
        "answer": answered.answer.value,
        "reason": answered.reason.value,
        "checks": [check.value for check in answered.checks],
        "text": _because(answered, language),
    }


def _check_json(result: CheckResult, language: Language) -> dict[str, object]:
    return {
        "number": result.check.value,
        "name": result.check.name.lower(),
        "title": say(TITLES[result.check], language),
        "state": result.state.value,
        "needs": result.needs.value if result.needs else None,
        "findings": [_finding_json(finding, language) for finding in result.findings],
    }


def _finding_json(finding: Finding, language: Language) -> dict[str, object]:
    return {
        "code": finding.code,
        "entry": finding.entry,
        "question": finding.question,
        "person": finding.person,
        "tracker": finding.tracker,
        "values": finding.values,
        "text": finding_text(finding, language),
    }


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
