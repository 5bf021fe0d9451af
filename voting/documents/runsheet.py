"""The run sheet of the day: what is done when and by whom, with times and names to fill in.

Made from a draft as it is; what is not entered yet is a line to write on.
"""

from collections.abc import Mapping
from typing import Any, Final

from ballots.errors import Sentence
from voting.documents.typesetting import typeset
from voting.findings import Language, sentence_in

_TITLE: Final = Sentence("Lịch trình điều hành", "Run sheet")
_WORDS: Final[dict[str, Sentence]] = {
    "title": _TITLE,
    "date": Sentence("Ngày", "Date"),
    "place": Sentence("Nơi họp", "Place"),
    "chair": Sentence("Chủ toạ", "Chair"),
    "head": Sentence("Trưởng Ban Kiểm phiếu", "Head of the committee"),
    "cards": Sentence("Thẻ in ra", "Cards printed"),
    "convened": Sentence("Được triệu tập", "Convened"),
    "sites": Sentence("Điểm phát thẻ", "Sites"),
    "time": Sentence("Giờ", "Time"),
    "what": Sentence("Việc", "What"),
    "who": Sentence("Người làm", "Who"),
    "done": Sentence("Xong", "Done"),
    "phones": Sentence("Số điện thoại cần gọi", "Numbers to call"),
    "rehearsal": Sentence("DIỄN TẬP – không tính", "REHEARSAL – does not count"),
}
_COMMITTEE: Final = Sentence("Ban Kiểm phiếu", "Committee")
_DESK: Final = Sentence("Tổ phát phiếu", "Check-in desk")
_ORGANIZER: Final = Sentence("Ban Tổ chức", "Organizer")
_CHAIR: Final = Sentence("Chủ toạ", "Chair")

STEPS: Final[tuple[tuple[Sentence, Sentence, Sentence], ...]] = (
    (
        Sentence("Hôm trước", "The day before"),
        Sentence(
            "Mỗi thành viên Ban Kiểm phiếu mở đường dẫn của mình, làm đủ các bước và thử mở.",
            "Each member of the committee opens the own link, does every step and the trial.",
        ),
        _COMMITTEE,
    ),
    (
        Sentence("Hôm trước", "The day before"),
        Sentence(
            "In thẻ và giấy dán. Đếm thẻ, niêm phong, ghi số.",
            "Print cards and posters. Count the cards, seal them, write the number down.",
        ),
        _ORGANIZER,
    ),
    (
        Sentence("Hôm trước", "The day before"),
        Sentence(
            "Diễn tập: quét 5 thẻ thử bằng nhiều loại điện thoại, gửi, đóng, mở kết quả.",
            "Rehearse: scan 5 test cards with several kinds of phone, send, close, open.",
        ),
        _ORGANIZER,
    ),
    (
        Sentence("– 90 phút", "– 90 min"),
        Sentence(
            "Bật máy chủ, Wi-Fi, màn hình. Dán giấy chỉ dẫn. Mở thử trang trên một điện thoại.",
            "Start server, Wi-Fi, screens. Put posters up. Open the page on one phone.",
        ),
        _ORGANIZER,
    ),
    (
        Sentence("– 60 phút", "– 60 min"),
        Sentence(
            "Giao thẻ cho các điểm, hai bên đếm và ký.",
            "Hand the cards to the sites; both sides count and sign.",
        ),
        _DESK,
    ),
    (
        Sentence("– 45 phút", "– 45 min"),
        Sentence("Điểm danh và phát thẻ.", "Check delegates in and hand out cards."),
        _DESK,
    ),
    (
        Sentence("– 5 phút", "– 5 min"),
        Sentence(
            "Chốt số có mặt. Đếm thẻ còn lại; thẻ chưa phát bị huỷ khi mở.",
            "Settle who is present. Count the cards left; they become void at the opening.",
        ),
        _DESK,
    ),
    (
        Sentence("Mở", "Open"),
        Sentence(
            "Chủ toạ tuyên bố; bấm mở. Đọc sáu chữ của dấu hòm phiếu trên màn hình.",
            "The chair announces it; press open. Read the six words on the screen aloud.",
        ),
        _CHAIR,
    ),
    (
        Sentence("Đang lấy phiếu", "Voting"),
        Sentence(
            "Theo dõi số phiếu. Ghi ngay mọi sự việc: thẻ mất, điện thoại hỏng, mất mạng.",
            "Watch the turnout. Write incidents down at once: lost card, dead phone, no network.",
        ),
        _ORGANIZER,
    ),
    (
        Sentence("Đóng", "Close"),
        Sentence("Chủ toạ tuyên bố; bấm đóng.", "The chair announces it; press close."),
        _CHAIR,
    ),
    (
        Sentence("Kiểm phiếu", "Count"),
        Sentence(
            "Đếm thẻ bằng tay và ghi. Đủ số thành viên mở kết quả, mỗi người trên máy của mình.",
            "Count the cards by hand. Enough members open the result on their own devices.",
        ),
        _COMMITTEE,
    ),
    (
        Sentence("Công bố", "Publish"),
        Sentence(
            "Chủ toạ xem trước. Trưởng ban công bố. Tải, in, ký biên bản.",
            "The chair looks first. The head publishes. Download, print and sign the minutes.",
        ),
        _COMMITTEE,
    ),
)


def run_sheet_pdf(document: Mapping[str, Any], language: Language) -> bytes:
    """Return the PDF of the run sheet of a draft's document."""

    def told(sentence: Sentence) -> str:
        return sentence_in(sentence, language)

    heads = [one["name"] for one in document.get("committee", ()) if one.get("head")]
    sites = [
        f"{site['name']}" + (f" ({site['cards']})" if "cards" in site else "")
        for site in document.get("sites", ())
    ]
    words = {key: told(sentence) for key, sentence in _WORDS.items()}
    name = str(document.get("name", ""))
    facts = {
        "date": _date(str(document.get("date", "")), language),
        "place": document.get("place", ""),
        "chair": document.get("chair", ""),
        "head": ", ".join(heads),
        "convened": str(document.get("convened", "")),
        "cards": str(document.get("cards", "")),
        "sites": ", ".join(sites),
    }
    data = {
        "title": f"{words['title']} · {name}",
        "language": language,
        "name": name,
        "body": str(document.get("body", "")),
        "words": words,
        "facts": [[words[key], str(value)] for key, value in facts.items()],
        "rehearsal": bool(document.get("rehearsal")),
        "steps": [[told(when), told(what), told(who)] for when, what, who in STEPS],
    }
    return typeset("runsheet.typ", data)


def _date(iso: str, language: Language) -> str:
    return "/".join(reversed(iso.split("-"))) if language == "vi" else iso
