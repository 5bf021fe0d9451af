"""The closed list of what the rules refuse, and the sentence of each (vi, en)."""

from enum import StrEnum

from ballots.errors import Sentence
from voting.findings import Finding, FindingsError, fill


class RulesRefusal(StrEnum):
    """Why a profile, a total or a count was refused (closed list)."""

    UNKNOWN_PROFILE = "unknown_profile"
    PROFILE_MALFORMED = "profile_malformed"
    UNKNOWN_SETTING = "unknown_setting"
    SETTING_MALFORMED = "setting_malformed"
    SETTING_FIXED = "setting_fixed"
    NEGATIVE_NUMBER = "negative_number"
    PRESENT_OVER_CONVENED = "present_over_convened"
    ISSUED_OVER_PRESENT = "issued_over_present"
    COLLECTED_OVER_ISSUED = "collected_over_issued"
    INVALID_OVER_COLLECTED = "invalid_over_collected"
    WRONG_NUMBER_OF_COUNTS = "wrong_number_of_counts"
    SUM_OVER_COLLECTED = "sum_over_collected"
    PART_OVER_WHOLE = "part_over_whole"
    DENOMINATOR_UNKNOWN = "denominator_unknown"
    DENOMINATOR_ZERO = "denominator_zero"
    QUORUM_UNKNOWN = "quorum_unknown"
    QUORUM_MISSING = "quorum_missing"
    NOT_A_PERCENTAGE = "not_a_percentage"


_R = RulesRefusal

SENTENCES: dict[RulesRefusal, Sentence] = {
    _R.UNKNOWN_PROFILE: Sentence(
        "Không có bộ quy tắc {value}.{hint} Các bộ quy tắc hiện có: {known}.",
        "There is no rule profile {value}.{hint} The profiles are: {known}.",
    ),
    _R.PROFILE_MALFORMED: Sentence(
        "Bộ quy tắc {profile} không hợp lệ: {problem}. Hãy sửa các thiết lập của nó.",
        "Rule profile {profile} is not valid: {problem}. Mend its settings.",
    ),
    _R.UNKNOWN_SETTING: Sentence(
        "Mục [rules] không có thiết lập {key}.{hint} Các thiết lập được phép: {known}.",
        "[rules] has no setting {key}.{hint} The settings allowed are: {known}.",
    ),
    _R.SETTING_MALFORMED: Sentence(
        "Thiết lập trong [rules] không đúng: {problem}. Hãy viết như trong hướng dẫn kế hoạch.",
        "A setting in [rules] is not right: {problem}. Write it as the plan guide shows.",
    ),
    _R.SETTING_FIXED: Sentence(
        "Không thể đổi “{key}” của {profile}: văn bản đã quy định. Hãy dùng bộ quy tắc CUSTOM.",
        "“{key}” of {profile} cannot be changed: the regulation fixes it. Use profile CUSTOM.",
    ),
    _R.NEGATIVE_NUMBER: Sentence(
        "{what} là {value}. Phải là số nguyên từ 0 trở lên.",
        "{what} is {value}. It must be a whole number from 0 up.",
    ),
    _R.PRESENT_OVER_CONVENED: Sentence(
        "Số có mặt ({present}) lớn hơn số được triệu tập ({convened}). Hãy kiểm tra hai số này.",
        "More are present ({present}) than were convened ({convened}). Check both numbers.",
    ),
    _R.ISSUED_OVER_PRESENT: Sentence(
        "Số phiếu phát ra ({issued}) lớn hơn số có mặt cộng số phiếu đổi ({present} + {exchanged})."
        " Hãy dừng lại và ghi vào biên bản.",
        "More ballots were issued ({issued}) than delegates present plus ballots exchanged"
        " ({present} + {exchanged}). Stop and record it.",
    ),
    _R.COLLECTED_OVER_ISSUED: Sentence(
        "Số phiếu thu về ({collected}) lớn hơn số phiếu phát ra ({issued})."
        " Hãy dừng lại và ghi vào biên bản.",
        "More ballots were collected ({collected}) than issued ({issued}). Stop and record it.",
    ),
    _R.INVALID_OVER_COLLECTED: Sentence(
        "Số phiếu không hợp lệ ({invalid}) lớn hơn số phiếu thu về ({collected})."
        " Hợp lệ và không hợp lệ cộng lại phải bằng thu về.",
        "More ballots are invalid ({invalid}) than were collected ({collected})."
        " Valid and invalid must add up to collected.",
    ),
    _R.WRONG_NUMBER_OF_COUNTS: Sentence(
        "{person}: có {found} số đếm nhưng bộ quy tắc có {expected} mức.",
        "{person}: there are {found} counts, but the rule profile has {expected} levels.",
    ),
    _R.SUM_OVER_COLLECTED: Sentence(
        "{person}: tổng các mức ({total}) lớn hơn số phiếu hợp lệ thu về ({collected})."
        " Hãy đếm lại hàng này.",
        "{person}: the levels add up to {total}, more than the {collected} valid ballots collected."
        " Count this row again.",
    ),
    _R.PART_OVER_WHOLE: Sentence(
        "{part} phiếu trên mẫu số {whole} là quá 100%. Mẫu số không đúng; hãy kiểm tra.",
        "{part} of {whole} is over 100%. The denominator is not right; check it.",
    ),
    _R.DENOMINATOR_UNKNOWN: Sentence(
        "Chưa biết {what}, nên chưa tính được tỷ lệ. Hãy ghi số này rồi tính lại.",
        "{what} is not known, so no percentage can be given. Enter it and count again.",
    ),
    _R.DENOMINATOR_ZERO: Sentence(
        "{what} bằng 0, nên không có tỷ lệ. Hãy kiểm tra số này.",
        "{what} is 0, so there is no percentage. Check this number.",
    ),
    _R.QUORUM_UNKNOWN: Sentence(
        "Chưa biết {what}, nên chưa xác định được có đủ số đại biểu theo quy định hay không.",
        "{what} is not known, so the quorum cannot be checked. Enter it.",
    ),
    _R.QUORUM_MISSING: Sentence(
        "Có mặt {present} trên {whole}; phải {operator} {fraction}. Chưa đủ để lấy phiếu.",
        "{present} of {whole} are present; it must be {operator} {fraction}. There is no quorum.",
    ),
    _R.NOT_A_PERCENTAGE: Sentence(
        "{value} không phải là tỷ lệ. Viết như 66,6 hoặc 66.60 (nhiều nhất hai chữ số thập phân).",
        "{value} is not a percentage. Write it like 66.60 or 66,6 (at most two decimals).",
    ),
}


class RulesRefused(FindingsError):
    """A profile, a total or a count was refused; `.findings` says all that is wrong."""


def finding(code: RulesRefusal, **values: object) -> Finding:
    """Make a finding: a code with its sentence filled in."""
    return Finding(code, fill(SENTENCES[code], values))


def refused(code: RulesRefusal, **values: object) -> RulesRefused:
    """Make the error of one finding."""
    return RulesRefused([finding(code, **values)])
