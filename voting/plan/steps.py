"""The steps of a preparation, each green, amber or red with its reasons.

A draft is the tables of a plan (`plan_file.plan_from` reads both); a step is some of its keys.
Amber: something is missing, or nobody has looked yet. Red: something contradicts something else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from ballots.errors import Sentence
from voting.findings import Finding
from voting.plan.plan_file import Plan, plan_from
from voting.plan.refusals import FILE_SENTENCES, PlanRefusal, PlanRefused, refused
from voting.plan.titles import TITLES
from voting.rules.refusals import RulesRefusal

_P = PlanRefusal
_DIGEST: Final = re.compile("[0-9a-f]{64}")


class Step(StrEnum):
    """A step, in the order of the path."""

    SESSION = "session"
    RULES = "rules"
    PEOPLE = "people"
    DELEGATES = "delegates"
    SITES = "sites"
    CARDS = "cards"
    COMMITTEE = "committee"
    WITNESSES = "witnesses"
    LANGUAGES = "languages"
    SCREENS = "screens"
    REHEARSAL = "rehearsal"


class Light(StrEnum):
    """How a step stands."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class StepState:
    """A step with its light and the reasons for it. blocks: it cannot be frozen like this."""

    step: Step
    light: Light
    reasons: tuple[Sentence, ...] = ()
    blocks: bool = False


KEYS_OF: Final[dict[Step, tuple[str, ...]]] = {
    Step.SESSION: ("name", "body", "superior", "date", "place", "chair"),
    Step.RULES: ("profile", "rules", "seats"),
    Step.PEOPLE: ("people",),
    Step.DELEGATES: ("total_members", "convened", "present", "delegates"),
    Step.SITES: ("sites",),
    Step.CARDS: ("cards", "credential_authority", "address"),
    Step.COMMITTEE: ("trustees", "committee", "server_share", "minimum_ballots"),
    Step.WITNESSES: ("witnesses", "witness_quorum"),
    Step.LANGUAGES: ("languages",),
    Step.SCREENS: ("sites",),
    Step.REHEARSAL: ("rehearsal",),
}
_STEP_OF_KEY: Final = {
    key: step for step, keys in KEYS_OF.items() if step is not Step.SCREENS for key in keys
}
_STEP_OF_CODE: Final[dict[str, Step]] = {
    _P.SEATS_NEEDED: Step.RULES,
    _P.SEATS_OF_NO_ELECTION: Step.RULES,
    _P.NO_SURPLUS: Step.RULES,
    _P.TOO_FEW_CARDS: Step.CARDS,
    _P.SITES_OVER_CARDS: Step.SITES,
    _P.TOO_FEW_WITNESSES: Step.WITNESSES,
    _P.WRONG_COMMITTEE: Step.COMMITTEE,
    _P.DUPLICATE_DELEGATE: Step.DELEGATES,
    _P.WRONG_DELEGATES: Step.DELEGATES,
    _P.SEATS_NEEDED: Step.RULES,
    _P.SEATS_OF_NO_ELECTION: Step.RULES,
    _P.NO_SURPLUS: Step.RULES,
    RulesRefusal.PRESENT_OVER_CONVENED: Step.DELEGATES,
}
_MISSING: Final = (_P.MISSING_KEY, _P.NUMBER_NEEDED, _P.TOO_FEW_PEOPLE, _P.SEATS_NEEDED)

# What a clerk reads in place of a sentence that speaks of the plan file.
_FOR_CLERKS: Final[dict[str, Sentence]] = {
    _P.TOO_FEW_PEOPLE: Sentence("Chưa có người nào.", "Nobody is on the list yet."),
    _P.SEATS_NEEDED: Sentence(
        "Còn thiếu: số lượng cần bầu.", "Missing: how many are to be elected."
    ),
    _P.SEATS_OF_NO_ELECTION: Sentence(
        "Bộ quy tắc này không phải bầu cử: hãy bỏ trống số lượng cần bầu.",
        "These rules elect nobody: leave the number to be elected empty.",
    ),
    _P.TOO_FEW_WITNESSES: Sentence(
        "Số giám sát phải ký nhiều hơn số giám sát được nêu. Hãy nêu đủ hoặc giảm số này.",
        "More witnesses must sign than are named. Name more, or lower the number.",
    ),
    _P.WRONG_COMMITTEE: Sentence(
        "Số người của Ban Kiểm phiếu không khớp với danh sách. Hãy lưu lại bước này.",
        "The size of the committee does not agree with its list. Save this step again.",
    ),
}
_NOT_LOOKED_AT: Final[dict[Step, tuple[str, Sentence]]] = {
    Step.DELEGATES: (
        "convened",
        Sentence(
            "Chưa ghi số được triệu tập; nếu để vậy, biên bản ghi “không ghi”.",
            "How many are convened is not entered; as it is, the minutes do not say.",
        ),
    ),
    Step.SITES: (
        "sites",
        Sentence("Chưa ghi; nếu để vậy là một điểm.", "Not entered; as it is, there is one site."),
    ),
    Step.COMMITTEE: (
        "trustees",
        Sentence(
            "Chưa ghi Ban Kiểm phiếu. Nếu để vậy, một mình máy chủ mở được kết quả; chỉ nên dùng "
            "khi diễn tập.",
            "No committee is entered. As it is, the server alone can open the result: only for "
            "rehearsals.",
        ),
    ),
    Step.WITNESSES: (
        "witness_quorum",
        Sentence("Chưa nêu giám sát nào; không bắt buộc.", "No witness is named; none has to be."),
    ),
    Step.LANGUAGES: (
        "languages",
        Sentence("Chưa chọn; giấy in bằng tiếng Việt.", "Not chosen; papers are Vietnamese."),
    ),
}
_NO_ADDRESS: Final = Sentence(
    "Chưa ghi địa chỉ mà điện thoại của đại biểu mở được.",
    "The address that delegates' phones can open is not entered.",
)
_LOCAL_ADDRESS: Final = Sentence(
    "Điện thoại không mở được địa chỉ này: nó chỉ có nghĩa trên chính máy chủ. Hãy ghi địa chỉ của "
    "máy chủ trong mạng hội trường.",
    "No phone can open this address: it means the server's own machine alone. Enter the server's "
    "address in the network of the hall.",
)
_NO_SCREENS: Final = Sentence(
    "Chưa chọn điểm nào có màn hình.", "Which sites have a screen is not chosen."
)
_NOT_REHEARSED: Final = Sentence(
    "Chưa diễn tập. Hãy cho máy này diễn tập, hoặc lập một bản diễn tập và làm thử cả buổi.",
    "Not rehearsed. Let this machine rehearse, or make a rehearsal and go through the whole day.",
)


def no_files(name: str) -> bytes:
    """Refuse to read a file beside the plan: a draft has its lists in itself."""
    raise refused(PlanRefusal.FILE_MISSING, file=name)


def plan_of(document: Mapping[str, Any]) -> Plan:
    """Read a draft as a plan. Raises PlanRefused with all that is wrong or missing."""
    return plan_from(document, read=no_files)


def states_of(document: Mapping[str, Any], *, is_rehearsed: bool) -> tuple[StepState, ...]:
    """Return every step with its light. is_rehearsed: a rehearsal of this draft was frozen."""
    try:
        plan_of(document)
        found: tuple[Finding, ...] = ()
    except PlanRefused as error:
        found = error.findings
    return tuple(_state(step, document, found, is_rehearsed) for step in Step)


def _state(
    step: Step, document: Mapping[str, Any], found: Iterable[Finding], is_rehearsed: bool
) -> StepState:
    own = [each for each in found if step_of(each) is step]
    reasons = (*(clerk_sentence(each) for each in own), *_photos(step, document))
    if any(each.code not in _MISSING for each in own):
        return StepState(step, Light.RED, reasons, blocks=True)
    if reasons:
        return StepState(step, Light.AMBER, reasons, blocks=True)
    advice = _advice(step, document, is_rehearsed)
    if advice is None:
        return StepState(step, Light.GREEN)
    return StepState(step, Light.AMBER, (advice,))


def missing_photos(document: Mapping[str, Any]) -> list[str]:
    """Return the names of the photos that the list names and nobody has given yet."""
    named = (person.get("photo", "") for person in document.get("people", ()))
    return [name for name in named if name and not _DIGEST.fullmatch(name)]


def _photos(step: Step, document: Mapping[str, Any]) -> tuple[Sentence, ...]:
    missing = ", ".join(missing_photos(document)) if step is Step.PEOPLE else ""
    if not missing:
        return ()
    return (Sentence(f"Còn thiếu ảnh: {missing}.", f"Photos still missing: {missing}."),)


def _address_advice(document: Mapping[str, Any]) -> Sentence | None:
    if "address" not in document:
        return _NO_ADDRESS
    is_local = urlsplit(str(document["address"])).hostname in ("localhost", "127.0.0.1")
    return _LOCAL_ADDRESS if is_local else None


def _advice(step: Step, document: Mapping[str, Any], is_rehearsed: bool) -> Sentence | None:
    """Return what nobody has looked at yet, though it can stay so."""
    key, sentence = _NOT_LOOKED_AT.get(step, ("", None))
    if key and key not in document:
        return sentence
    if step is Step.CARDS:
        return _address_advice(document)
    if step is Step.SCREENS and not all("screen" in site for site in document.get("sites", [{}])):
        return _NO_SCREENS
    if step is Step.REHEARSAL and not (is_rehearsed or document.get("rehearsal")):
        return _NOT_REHEARSED
    return None


def step_of(found: Finding) -> Step:
    """Return the step at which something is to be mended."""
    if found.key in _STEP_OF_KEY:
        return _STEP_OF_KEY[found.key]
    if found.code in _STEP_OF_CODE:
        return _STEP_OF_CODE[found.code]
    return Step.RULES if isinstance(found.code, RulesRefusal) else Step.PEOPLE


def clerk_sentence(found: Finding) -> Sentence:
    """Say what is wrong in the words of the pages, not of the plan file."""
    if found.key in TITLES:
        title, right = TITLES[found.key]
        if found.code in (_P.MISSING_KEY, _P.NUMBER_NEEDED):
            return Sentence(f"Còn thiếu: {title.vi}.", f"Missing: {title.en}.")
        return Sentence(f"{title.vi}: phải là {right.vi}.", f"{title.en}: must be {right.en}.")
    return _FOR_CLERKS.get(found.code, found.text)


def is_about_a_file(found: Finding) -> bool:
    """Tell whether the whole file is refused, not a row of it."""
    return found.code in FILE_SENTENCES
