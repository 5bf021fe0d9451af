"""Say a table's report: sentences for people (vi, en), and JSON for programs.

The JSON is one line: {"file":"…","sound":false,"cells":41,"reproduced":40,"base":{…},
"trials":[…],"inferred":[[88,88]],"rows":[{"row":2,"name":"…","cells":[…]}],"problems":[…]}.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ballots.errors import Sentence
from voting.findings import Language, fill, quoted, sentence_in
from voting.rules.percent import Hundredths, format_percentage
from voting.tables.bases import BASES, Base, Trial
from voting.tables.checking import TableReport
from voting.tables.faults import SENTENCES
from voting.tables.judging import CellVerdict, JudgedCell
from voting.tables.problems import Problem, lower
from voting.tables.rounding import ROUNDINGS

_SHARES = {"printed": "printed", "expected": "expected", "here_share": "here"}
_SHARES["there_share"] = "there"

MARKS = {
    CellVerdict.REPRODUCED: "✓",
    CellVerdict.OTHER_ROUNDING: "≈",
    CellVerdict.OTHER_BASE: "≠",
    CellVerdict.WRONG: "✗",
    CellVerdict.UNREADABLE: "✗",
    CellVerdict.NOT_PRINTED: "",
    CellVerdict.NO_BASE: "?",
}

VERDICTS: dict[CellVerdict, Sentence] = {
    CellVerdict.REPRODUCED: Sentence("khớp", "fits"),
    CellVerdict.OTHER_ROUNDING: Sentence("làm tròn khác", "rounded otherwise"),
    CellVerdict.OTHER_BASE: Sentence("mẫu số khác", "another denominator"),
    CellVerdict.WRONG: Sentence("không thể đúng", "cannot be right"),
    CellVerdict.UNREADABLE: Sentence("không đọc được", "cannot be read"),
    CellVerdict.NOT_PRINTED: Sentence("không in tỷ lệ", "no percentage printed"),
    CellVerdict.NO_BASE: Sentence("chưa biết mẫu số", "denominator not known"),
}

_NONE_PRINTED = Sentence(
    "Bảng không in tỷ lệ nào bên số phiếu; chỉ kiểm tra được các số phiếu.",
    "The table prints no percentage beside a count; only the counts could be checked.",
)
_NO_BASE = Sentence(
    "Không tìm được mẫu số nào cho ra các tỷ lệ này.",
    "No denominator was found that gives these percentages.",
)
_BASE = Sentence(
    "{reproduced}/{cells} tỷ lệ đúng với mẫu số: {what} ({whole}); {how}.",
    "{reproduced} of {cells} percentages fit this denominator: {what} ({whole}); {how}.",
)
_TIED = Sentence(
    "Không phân biệt được với: {others}, vì cho cùng các tỷ lệ.",
    "It cannot be told from: {others}, which give the same percentages.",
)
_INFERRED = Sentence(
    "Bảng không ghi mẫu số ấy. Những số cho được nhiều ô nhất: {ranges}.",
    "The table does not state it. The numbers that fit most cells: {ranges}.",
)
_SOUND = Sentence("Không thấy gì sai.", "Nothing wrong was found.")


def problem_sentence(problem: Problem) -> Sentence:
    """Return the sentence of a problem in both languages."""
    return Sentence(*(_filled(problem, language) for language in ("vi", "en")))


def _filled(problem: Problem, language: Language) -> str:
    values: dict[str, object] = {"row": problem.row, "ballots": "–"}
    for key, value in problem.values.items():
        if key in _SHARES:
            values[_SHARES[key]] = _share(value, language)
        else:
            values[key] = "–" if value is None else value
    return sentence_in(fill(SENTENCES[problem.fault], values), language)


def _share(value: object, language: Language) -> str:
    return format_percentage(Hundredths(value), language) if isinstance(value, int) else "–"


def conclusions(report: TableReport) -> list[Sentence]:
    """Return what was found about the denominator, in sentences."""
    best = report.best
    if best is None:
        return [_NO_BASE if report.cells else _NONE_PRINTED]
    values = {
        "reproduced": report.reproduced,
        "cells": report.cells,
        "what": lower(BASES[best.base]),
        "whole": wholes_of(best),
        "how": ROUNDINGS[best.rounding],
    }
    said = [fill(_BASE, values)]
    if report.tied:
        names = [lower(BASES[trial.base]) for trial in report.tied]
        others = Sentence(", ".join(n.vi for n in names), ", ".join(n.en for n in names))
        said.append(fill(_TIED, {"others": others}))
    if best.base is Base.INFERRED:
        said.append(fill(_INFERRED, {"ranges": ranges_of(report)}))
    return said


def wholes_of(trial: Trial) -> str:
    """Return the numbers that stood for a base: "498", or "89–90" where rows differ."""
    first, last = trial.wholes[0], trial.wholes[-1]
    return str(first) if first == last else f"{first}–{last}"


def ranges_of(report: TableReport) -> str:
    """Return the numbers that a hidden denominator may be."""
    ends = (str(a) if a == b else f"{a}–{b}" for a, b in report.inferred[:5])
    return ", ".join(ends) + (", …" if len(report.inferred) > 5 else "")


def report_text(report: TableReport, language: Language, *, name: str) -> str:
    """Return a report for people, as lines."""
    return "\n".join(_lines(report, language, name)) + "\n"


def _lines(report: TableReport, language: Language, name: str) -> Iterable[str]:
    vi = language == "vi"
    rows = len(report.rows)
    yield f"{quoted(name)}: " + (
        f"{rows} dòng, {report.cells} ô có tỷ lệ" if vi else f"{rows} rows, {report.cells} cells"
    )
    for trial in report.trials:
        what = sentence_in(BASES[trial.base], language)
        yield f"  {trial.reproduced:>4}/{trial.cells:<4} {what}: {wholes_of(trial)}"
    for sentence in conclusions(report):
        yield sentence_in(sentence, language)
    for judged in report.rows:
        cells = "   ".join(_cell_text(each, language) for each in judged.cells)
        yield f"  {judged.row.number:>4}  {cells}   {quoted(judged.row.name)[1:-1]}"
    yield from _problem_lines(report, language)


def _cell_text(each: JudgedCell, language: Language) -> str:
    cell = each.cell
    count = "–" if cell.count is None else str(cell.count)
    share = "–" if cell.printed is None else format_percentage(cell.printed, language)
    should = ""
    if each.verdict not in (CellVerdict.REPRODUCED, CellVerdict.NOT_PRINTED) and each.expected:
        should = f" ({format_percentage(each.expected, language)})"
    return f"{count:>4} {share:>6}{MARKS[each.verdict]:1}{should}"


def _problem_lines(report: TableReport, language: Language) -> Iterable[str]:
    wrong = [problem for problem in report.problems if not problem.is_doubtful]
    odd = [problem for problem in report.problems if problem.is_doubtful]
    heads = (("Không thể đúng", "Cannot be right"), ("Cần xem lại", "To be looked at"))
    for (vi, en), problems in zip(heads, (wrong, odd), strict=True):
        if problems:
            yield f"{vi if language == 'vi' else en}: {len(problems)}"
            for problem in problems:
                yield f"  - {sentence_in(problem_sentence(problem), language)}"
    if report.is_sound:
        yield sentence_in(_SOUND, language)


def report_json(report: TableReport, *, name: str) -> str:
    """Return a report for programs, one line."""
    shown: Mapping[str, Any] = {
        "file": name,
        "sound": report.is_sound,
        "cells": report.cells,
        "reproduced": report.reproduced,
        "base": None if report.best is None else _trial(report.best),
        "tied": [trial.base.value for trial in report.tied],
        "trials": [_trial(trial) for trial in report.trials],
        "inferred": [list(ends) for ends in report.inferred],
        "rows": [
            {
                "row": judged.row.number,
                "name": judged.row.name,
                "cells": [_cell(each) for each in judged.cells],
            }
            for judged in report.rows
        ],
        "problems": [_problem(problem) for problem in report.problems],
    }
    return msgspec.json.encode(shown).decode() + "\n"


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "denominator": trial.base.value,
        "rounding": trial.rounding.value,
        "wholes": list(trial.wholes),
        "reproduced": trial.reproduced,
        "cells": trial.cells,
    }


def _cell(each: JudgedCell) -> dict[str, Any]:
    return {
        "level": each.cell.level,
        "count": each.cell.count,
        "printed": _hundredths(each.cell.printed),
        "verdict": each.verdict.value,
        "expected": _hundredths(each.expected),
        "counts_that_fit": list(each.fitting),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    said = problem_sentence(problem)
    return {
        "code": problem.fault.value,
        "doubtful": problem.is_doubtful,
        "row": problem.row,
        "column": problem.column or None,
        "vi": said.vi,
        "en": said.en,
    }


def _hundredths(value: Hundredths | None) -> str | None:
    return None if value is None else format_percentage(value, "en")
