"""The words of the rules: what is counted, what percentages are of, how a threshold is read."""

from enum import StrEnum

from ballots.errors import Sentence


class Denominator(StrEnum):
    """What percentages and thresholds are taken of.

    VALID is the valid rows of one person (the sum of that person's levels); it differs from person
    to person. The others are one number for the whole conference.
    """

    TOTAL_MEMBERS = "total_members"
    CONVENED = "convened"
    PRESENT = "present"
    ISSUED = "issued"
    COLLECTED = "collected"
    VALID = "valid"


class Operator(StrEnum):
    """How a share is compared with a fraction."""

    MORE_THAN = ">"
    AT_LEAST = ">="


class RowPolicy(StrEnum):
    """What a row with no mark does: nothing for that person, or it voids the whole sheet."""

    ROW = "row"
    SHEET = "sheet"


NUMBERS: dict[str, Sentence] = {
    "total_members": Sentence("Tổng số đại biểu (thành viên)", "The total number of members"),
    "convened": Sentence("Số được triệu tập", "The number convened"),
    "present": Sentence("Số có mặt", "The number present"),
    "issued": Sentence("Số phiếu phát ra", "The number of ballots issued"),
    "exchanged": Sentence("Số phiếu đổi", "The number of ballots exchanged"),
    "collected": Sentence("Số phiếu thu về", "The number of ballots collected"),
    "invalid": Sentence("Số phiếu không hợp lệ", "The number of invalid ballots"),
    "valid": Sentence(
        "Số phiếu hợp lệ đối với người này", "The number of ballots valid for this person"
    ),
}

# The numbers of the books of the cards (`audit.books`).
QUANTITIES: dict[str, Sentence] = {
    "printed": Sentence("số thẻ in ra", "cards printed"),
    "issued": Sentence("số thẻ phát ra", "cards issued"),
    "void": Sentence("số thẻ huỷ", "cards void"),
    "cast": Sentence("số phiếu thu về", "ballots collected"),
    "not_returned": Sentence("số thẻ không thu về", "cards not returned"),
}

OPERATORS: dict[Operator, Sentence] = {
    Operator.MORE_THAN: Sentence("trên", "more than"),
    Operator.AT_LEAST: Sentence("từ", "at least"),
}

DENOMINATOR_WORD = Sentence("Mẫu số", "The denominator")
