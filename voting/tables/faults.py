"""What can be wrong in a published table: the closed list, and the sentence of each (vi, en)."""

from enum import StrEnum

from ballots.errors import Sentence


class Fault(StrEnum):
    """What was found (closed list). Those of `DOUBTFUL` are odd but could be true."""

    CELL_UNREADABLE = "cell_unreadable"
    PERCENTAGE_WRONG = "percentage_wrong"
    COUNT_WRONG = "count_wrong"
    COUNT_OR_PERCENTAGE_WRONG = "count_or_percentage_wrong"
    SWAPPED = "swapped"
    ROW_OVER = "row_over"
    ROW_NOT_VALID = "row_not_valid"
    TOTALS_IMPOSSIBLE = "totals_impossible"
    TOTALS_DIFFER = "totals_differ"
    DUPLICATE_PERSON = "duplicate_person"
    OTHER_BASE = "other_base"
    OTHER_ROUNDING = "other_rounding"
    ROW_LOW = "row_low"
    DIFFERS = "differs"
    COUNTS_CROSSED = "counts_crossed"
    NAME_DIFFERS = "name_differs"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"


BETWEEN_COPIES = frozenset(
    {
        Fault.DIFFERS,
        Fault.COUNTS_CROSSED,
        Fault.NAME_DIFFERS,
        Fault.ONLY_HERE,
        Fault.ONLY_THERE,
    }
)
DOUBTFUL = BETWEEN_COPIES | {
    Fault.OTHER_BASE,
    Fault.OTHER_ROUNDING,
    Fault.ROW_LOW,
    Fault.TOTALS_DIFFER,
}

_F = Fault

SENTENCES: dict[Fault, Sentence] = {
    _F.CELL_UNREADABLE: Sentence(
        "Dòng {row}, {name}, “{column}”: {value} không phải số phiếu hay tỷ lệ.",
        "Row {row}, {name}, “{column}”: {value} is neither a count nor a percentage.",
    ),
    _F.PERCENTAGE_WRONG: Sentence(
        "Dòng {row}, {name}, “{column}”: in {printed}%, nhưng {count}/{whole} là {expected}%."
        " Tỷ lệ in sai: không số phiếu nào trên {whole} cho {printed}% mà vừa với dòng này.",
        "Row {row}, {name}, “{column}”: {printed}% is printed, but {count}/{whole} is {expected}%."
        " The percentage is wrong: no count of {whole} that fits this row gives {printed}%.",
    ),
    _F.COUNT_WRONG: Sentence(
        "Dòng {row}, {name}, “{column}”: in {count} phiếu bên {printed}%, nhưng {count}/{whole} là"
        " {expected}%. Số phiếu in sai: {printed}% là {fitting}/{whole}, và với {fitting} thì tổng"
        " của dòng là {sum_fitting} thay vì {sum} (phiếu thu về: {ballots}).",
        "Row {row}, {name}, “{column}”: {count} ballots beside {printed}%, but {count}/{whole} is"
        " {expected}%. The count is wrong: {printed}% is {fitting}/{whole}, and with {fitting} the"
        " row adds up to {sum_fitting} instead of {sum} (ballots: {ballots}).",
    ),
    _F.COUNT_OR_PERCENTAGE_WRONG: Sentence(
        "Dòng {row}, {name}, “{column}”: {count} phiếu và {printed}% không thể cùng đúng:"
        " {count}/{whole} là {expected}%, còn {printed}% là {fitting}/{whole}.",
        "Row {row}, {name}, “{column}”: {count} ballots and {printed}% cannot both be right:"
        " {count}/{whole} is {expected}%, and {printed}% is {fitting}/{whole}.",
    ),
    _F.SWAPPED: Sentence(
        "Dòng {row}, {name}: “{column}” và “{other}” bị đổi chỗ cho nhau: tỷ lệ của mức này đúng"
        " với số phiếu của mức kia.",
        "Row {row}, {name}: “{column}” and “{other}” are swapped: the percentage of one fits the"
        " count of the other.",
    ),
    _F.ROW_OVER: Sentence(
        "Dòng {row}, {name}: ba mức cộng lại là {sum}, lớn hơn {ballots} phiếu."
        " Ít nhất một số phiếu in sai.",
        "Row {row}, {name}: the levels add up to {sum}, more than the {ballots} ballots."
        " At least one count is wrong.",
    ),
    _F.ROW_NOT_VALID: Sentence(
        "Dòng {row}, {name}: ba mức cộng lại là {sum}, nhưng bảng ghi {valid} phiếu hợp lệ.",
        "Row {row}, {name}: the levels add up to {sum}, but the table says {valid} valid ballots.",
    ),
    _F.TOTALS_IMPOSSIBLE: Sentence("Dòng {row}: {problem}", "Row {row}: {problem}"),
    _F.TOTALS_DIFFER: Sentence(
        "Dòng {row}: {what} là {value}, nhưng dòng {first} ghi {other}.",
        "Row {row}: {what} is {value}, but row {first} says {other}.",
    ),
    _F.DUPLICATE_PERSON: Sentence(
        "Dòng {row}: {name} đã có ở dòng {first}.",
        "Row {row}: {name} is already in row {first}.",
    ),
    _F.OTHER_BASE: Sentence(
        "Dòng {row}, {name}, “{column}”: {printed}% tính trên {other} ({what}), không phải trên"
        " {whole} như các ô khác.",
        "Row {row}, {name}, “{column}”: {printed}% is of {other} ({what}), not of {whole} as the"
        " other cells are.",
    ),
    _F.OTHER_ROUNDING: Sentence(
        "Dòng {row}, {name}, “{column}”: in {printed}%, đúng ra {expected}%: {how}.",
        "Row {row}, {name}, “{column}”: {printed}% is printed for {expected}%: {how}.",
    ),
    _F.ROW_LOW: Sentence(
        "Dòng {row}, {name}: ba mức cộng lại chỉ {sum}, thiếu {missing} so với {ballots} phiếu;"
        " các dòng khác thường thiếu {usual}. Nên đối chiếu với nguồn khác.",
        "Row {row}, {name}: the levels add up to {sum} only, {missing} fewer than the {ballots}"
        " ballots; other rows usually lack {usual}. Compare with another source.",
    ),
    _F.DIFFERS: Sentence(
        "Dòng {row}, {name}, “{column}”: bảng này in {here}, bảng kia in {there}.",
        "Row {row}, {name}, “{column}”: this table prints {here}, the other one {there}.",
    ),
    _F.COUNTS_CROSSED: Sentence(
        "Dòng {row}, {name}: “{column}” và “{other}” ở hai bảng đổi chỗ cho nhau"
        " ({here} – {there}).",
        "Row {row}, {name}: “{column}” and “{other}” are exchanged between the tables"
        " ({here} – {there}).",
    ),
    _F.NAME_DIFFERS: Sentence(
        "Dòng {row}: bảng này ghi {name}, bảng kia ghi {there}.",
        "Row {row}: this table says {name}, the other one {there}.",
    ),
    _F.ONLY_HERE: Sentence(
        "Dòng {row}: {name} không có trong bảng kia.",
        "Row {row}: {name} is not in the other table.",
    ),
    _F.ONLY_THERE: Sentence(
        "Dòng {row} của bảng kia: {name} không có trong bảng này.",
        "Row {row} of the other table: {name} is not in this one.",
    ),
}
