"""A verdict on a receipt in plain words, in Vietnamese and English, the same everywhere.

Twin: voting/client/receipt_words.js. The vectors in tests/vectors/log/receipts.json hold both.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from audit.receipt_verdict import Judgement, Verdict
from ballots.errors import Sentence

Language = Literal["vi", "en"]
_VIETNAM: Final = timedelta(hours=7)  # no summer time since 1975
_LAST_TIME: Final = 253_402_000_000  # in the year 9999, the last that can be written

FIRST: Final = {
    Verdict.HOLDS: Sentence(
        "Biên nhận đúng. Phiếu nằm trong hòm phiếu, ở vị trí {index} trong {size} mục.",
        "The receipt holds. The ballot is in the ballot box, at place {index} of {size} entries.",
    ),
    Verdict.TOO_FEW_WITNESSES: Sentence(
        "Biên nhận đúng, nhưng chưa đủ giám sát xác nhận. Phiếu nằm trong hòm phiếu, ở vị trí "
        "{index} trong {size} mục.",
        "The receipt holds, but too few witnesses have confirmed it. The ballot is in the ballot "
        "box, at place {index} of {size} entries.",
    ),
    Verdict.NOT_A_RECEIPT: Sentence(
        "Đây không phải một biên nhận nguyên vẹn: thiếu, thừa hoặc sai dòng.",
        "This is not a whole receipt: a line is missing, too many, or wrong.",
    ),
    Verdict.NOT_A_BALLOT: Sentence(
        "Bằng chứng này không phải của một phiếu: nội dung đã bị sửa, hoặc là của mục khác.",
        "This proof is not of a ballot: its content was changed, or it is of another entry.",
    ),
    Verdict.OTHER_CONFERENCE: Sentence(
        "Biên nhận này thuộc một cuộc lấy phiếu khác: {detail}.",
        "This receipt belongs to another conference: {detail}.",
    ),
    Verdict.NOT_SIGNED: Sentence(
        "Biên nhận không có chữ ký của hòm phiếu này.",
        "The receipt has no signature of this ballot box.",
    ),
    Verdict.BAD_SIGNATURE: Sentence(
        "Chữ ký của hòm phiếu sai: dấu hòm phiếu hoặc chữ ký đã bị sửa.",
        "The signature of the ballot box is wrong: the mark of the ballot box or the "
        "signature was changed.",
    ),
    Verdict.BAD_PATH: Sentence(
        "Phiếu không khớp với hòm phiếu đã ký: nội dung, vị trí hoặc đường dẫn đã bị sửa.",
        "The ballot does not fit the signed ballot box: its content, its place or the path was "
        "changed.",
    ),
    Verdict.BAD_COSIGNATURE: Sentence(
        "Chữ ký của giám sát {detail} sai: chữ ký đã bị sửa, hoặc không phải của giám sát này.",
        "The signature of the witness {detail} is wrong: it was changed, or this witness did not "
        "make it.",
    ),
}
_TRACKER: Final = Sentence("Mã xác nhận: {tracker}", "Tracker: {tracker}")
_SIGNED: Final = Sentence("Chữ ký của hòm phiếu đúng.", "The signature of the ballot box is right.")
_NO_POLICY: Final = Sentence(
    "Không có danh sách giám sát để đối chiếu.", "There is no list of witnesses to compare with."
)
_NO_WITNESS: Final = Sentence(
    "Kế hoạch của cuộc này không chỉ định giám sát.",
    "The plan of this conference names no witnesses.",
)
_SEEN: Final = Sentence(
    "{count} trên {all} giám sát đã xác nhận.", "{count} of {all} witnesses have confirmed it."
)
_ENOUGH: Final = Sentence(
    "Như vậy là đủ theo kế hoạch.", "That is enough under the plan of the conference."
)
_NEWER: Final = Sentence(
    "Hãy lấy biên nhận mới hơn ở trang của cuộc lấy phiếu.",
    "Get a newer receipt from the page of the conference.",
)
_HELD: Final = Sentence(
    "Tính đến biên nhận này: đủ giám sát đã xác nhận {held} mục đầu, lúc {time}; từ mục {held} trở "
    "đi thì chưa đủ.",
    "As of this receipt: enough witnesses had confirmed the first {held} entries, at {time}; from "
    "entry {held} on they have not.",
)
_NOT_HELD: Final = Sentence(
    "Biên nhận này chưa mang lần nào đủ giám sát xác nhận. Ngay sau khi gửi phiếu, đó là bình "
    "thường: chữ ký của giám sát đến sau giây lát.",
    "This receipt shows no time yet at which enough witnesses had confirmed. Right after casting "
    "that is usual: the witnesses' signatures come in a moment.",
)
_BROKEN: Final = Sentence(
    "Phần thêm về giám sát trong biên nhận này không đọc được hoặc không đúng; bản thân biên nhận "
    "vẫn đúng. Phần thêm ấy không có chữ ký: hãy lấy biên nhận mới hơn.",
    "The addition about witnesses in this receipt cannot be read or does not hold; the receipt "
    "itself is good. Nobody signed that addition: get a newer receipt.",
)
_NOT_SEEN: Final = Sentence("{name}: chưa xác nhận", "{name}: not yet")
_KEEP: Final = Sentence(
    "Hãy giữ biên nhận và đưa cho Ban Kiểm phiếu.",
    "Keep the receipt and show it to the counting committee.",
)
_OTHER: Final = Sentence(
    "Hãy kiểm tra ở trang của cuộc ấy.", "Check it on the page of that conference."
)
_AGAIN: Final = Sentence(
    "Hãy dán lại cả biên nhận, không bỏ dòng nào.", "Paste the whole receipt, with every line."
)
_THEN: Final = {Verdict.NOT_A_RECEIPT: _AGAIN, Verdict.OTHER_CONFERENCE: _OTHER}


def said(judgement: Judgement, language: Language) -> list[str]:
    """Say a verdict: the first line what was found, the others its grounds or what to do."""

    def one(sentence: Sentence, **values: object) -> str:
        return (sentence.vi if language == "vi" else sentence.en).format(**values)

    found = judgement
    first = one(FIRST[found.verdict], index=found.index, size=found.size, detail=found.detail)
    if not found.is_sound:
        return [f"{first} [{found.verdict}]", one(_THEN.get(found.verdict, _KEEP))]
    lines = [first, one(_TRACKER, tracker=found.tracker), one(_SIGNED)]
    if found.is_held_broken:
        lines.append(one(_BROKEN))
    if found.times is None:
        return [*lines, one(_NO_POLICY)]
    if not found.times:
        return [*lines, one(_NO_WITNESS)]
    seen = [time for _, time in found.times if time is not None]
    lines.append(one(_SEEN, count=len(seen), all=len(found.times)))
    if found.verdict is Verdict.TOO_FEW_WITNESSES:
        lines[-1] += " " + one(_NEWER)
        lines += _since(found, one)
    elif found.needs_witnesses:
        lines[-1] += " " + one(_ENOUGH)
    for name, time in found.times:
        unseen = one(_NOT_SEEN, name=name)
        lines.append(unseen if time is None else f"{name}: {clock_time(time)}")
    return lines


def _since(found: Judgement, one: Callable[..., str]) -> list[str]:
    """Say since when too few witnesses have confirmed, as far as the receipt shows it."""
    if found.is_held_broken:
        return []  # said before
    if found.held is None:
        return [one(_NOT_HELD)]
    size, time = found.held
    return [one(_HELD, held=size, time=clock_time(time))]


def clock_time(seconds: int) -> str:
    """Write a time (seconds since 1970) as it is in Vietnam: 10:03:12 22/11/2026 (UTC+7)."""
    there = datetime.fromtimestamp(min(seconds, _LAST_TIME), UTC) + _VIETNAM
    return f"{there:%H:%M:%S %d/%m/}{there.year:04} (UTC+7)"
