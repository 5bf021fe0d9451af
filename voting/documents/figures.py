"""The figures of a published result, as every document prints them.

Percentages are hundredths of a percent from integers, rounded half up (`voting.rules.percent`);
nothing here divides or rounds again.
"""

from collections.abc import Callable, Iterator, Sequence

from voting.documents.account import Account, PersonCount
from voting.documents.blocks import Align, Cell, Table
from voting.documents.office import Speech
from voting.findings import Language
from voting.rules.percent import format_percentage
from voting.rules.profile import Threshold, fraction_of
from voting.rules.words import NUMBERS, Denominator, Operator

NONE = "–"
NO_BREAK = "\u00a0"
_RIGHT: list[Align] = ["right"]


def shares_of(one: PersonCount, language: Language) -> list[str]:
    """Return the percentages of a person, high to low, without the sign."""
    if one.outcome is None:
        return [NONE] * len(one.counts)
    return [format_percentage(level.percentage, language) for level in one.outcome.levels]


def base_of(account: Account, language: Language) -> str:
    """Say what the percentages are of: "số phiếu thu về: 47"."""
    say, denominator = Speech(language), account.definition.profile.denominator
    words = say.small(NUMBERS[denominator.value])
    wholes = {one.outcome.whole for one in account.people if one.outcome is not None}
    if denominator is Denominator.VALID or len(wholes) != 1:
        return words
    return f"{words}: {say.number(wholes.pop())}"


def short_table(account: Account, language: Language) -> Table:
    """Return the table of the minutes: name and post in one column."""
    say, levels = Speech(language), account.definition.profile.levels
    head = _head(account, say, (say("Họ và tên, chức vụ", "Name and post"),))
    rows = _rows(account, language, lambda one: [_who(one)])
    aligns: list[Align] = ["center", "left", *_RIGHT * (2 * len(levels) + 1)]
    widths = (15, 69, *[15, 17] * len(levels), 20)
    return Table(widths=widths, aligns=tuple(aligns), head=head, body=tuple(rows), names=1)


def wide_table(account: Account, language: Language) -> Table:
    """Return the table of the summary: name and post apart."""
    say, levels = Speech(language), account.definition.profile.levels
    titles = (say("Họ và tên", "Name"), say("Chức vụ", "Post"))
    head = _head(account, say, titles)
    rows = _rows(account, language, lambda one: [one.person.name, one.person.position])
    aligns: list[Align] = ["center", "left", "left", *_RIGHT * (2 * len(levels) + 1)]
    widths = (6, 26, 34, *[8, 8] * len(levels), 11)
    return Table(widths=widths, aligns=tuple(aligns), head=head, body=tuple(rows), names=1)


def own_table(account: Account, one: PersonCount, language: Language) -> Table:
    """Return the table of one person: a line a level."""
    say, levels = Speech(language), account.definition.profile.levels
    titles = (
        say("Mức", "Level"),
        say("Số phiếu", "Count"),
        say("Tỷ lệ %", "%"),
    )
    body = [
        (say.of(level), say.number(count), share)
        for level, count, share in zip(levels, one.counts, shares_of(one, language), strict=True)
    ]
    body.append((unmarked_title(account, say), say.number(one.unmarked), NONE))
    head = (tuple(Cell(text=title) for title in titles),)
    aligns: tuple[Align, ...] = ("left", "right", "right")
    return Table(widths=(60, 20, 20), aligns=aligns, head=head, body=tuple(body))


def unmarked_title(account: Account, say: Speech) -> str:
    """Return the heading of the rows without a mark: they count for nobody."""
    if account.definition.seats is not None:
        return say("Không bầu", "Not chosen")
    return say("Không đánh dấu", "Not marked")


def _head(
    account: Account, say: Speech, titles: Sequence[str]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    levels = account.definition.profile.levels
    upper = [Cell(text=say("STT", "No."), rows=2)]
    upper += [Cell(text=title, rows=2) for title in titles]
    upper += [Cell(text=say.of(level), columns=2) for level in levels]
    upper.append(Cell(text=unmarked_title(account, say), rows=2))
    pair = (Cell(text=say("Số phiếu", "Count")), Cell(text=say("Tỷ lệ %", "%")))
    return tuple(upper), pair * len(levels)


def _who(one: PersonCount) -> str:
    return "\n".join(filter(None, (one.person.name, one.person.position)))


def _rows(
    account: Account, language: Language, who: Callable[[PersonCount], list[str]]
) -> Iterator[tuple[str, ...]]:
    """Give the rows, in the order of the list; a section (khối) begins with a row of its own."""
    say, before = Speech(language), ""
    for one in account.people:
        if one.person.section != before:
            before = one.person.section
            if before:
                yield (before,)
        pairs = zip(one.counts, shares_of(one, language), strict=True)
        figures = [text for count, share in pairs for text in (say.number(count), share)]
        yield (str(one.number), *who(one), *figures, say.number(one.unmarked))


def comparison(one: PersonCount, threshold: Threshold, account: Account) -> str:
    """Show the integers that were compared, on one line: "25 × 2 = 50 > 47 × 1 = 47"."""
    if one.outcome is None:
        return NONE
    part = one.counts[account.definition.profile.level_index(threshold.level)]
    numerator, denominator = fraction_of(threshold.fraction)
    left, right = part * denominator, one.outcome.whole * numerator
    sign = ">" if threshold.operator is Operator.MORE_THAN else "≥"
    shown = f"{part} × {denominator} = {left} {sign} {one.outcome.whole} × {numerator} = {right}"
    return shown.replace(" ", NO_BREAK)
