"""What stands on cards and posters, in Vietnamese and English."""

from datetime import date
from typing import Final

from ballots.errors import Sentence
from voting.definition import REHEARSAL, Definition
from voting.findings import Language, sentence_in
from voting.plan.plan_file import Plan

_MONTHS: Final = (
    "January February March April May June July August September October November December"
)

CARD: Final = {
    "title": Sentence("Thẻ phiếu", "Voting card"),
    "serial": Sentence("Thẻ số", "Card No."),
    "fold": Sentence(
        "Gập tại đây, giữ kín đến khi bỏ phiếu", "Fold here, keep shut until you vote"
    ),
    "typed": Sentence("Mã để gõ tay", "Code for typing"),
    "steps": Sentence("Cách bỏ phiếu", "How to vote"),
    "step1": Sentence(
        "Quét ô mã bằng máy ảnh của điện thoại.", "Scan the code with the camera of your phone."
    ),
    "step2": Sentence("Chọn một mức cho từng người.", "Choose a level for each person."),
    "step2_list": Sentence("Đánh dấu những người được bầu.", "Tick the names of those you elect."),
    "once_list": Sentence(
        "Phiếu này dùng được một lần. Không ai, kể cả Ban Tổ chức, biết {delegate} bầu ai.",
        "This card can be used once. Nobody, not even the organizer, learns whom you elect.",
    ),
    "step3": Sentence(
        "Xem lại, gửi phiếu, giữ biên nhận.", "Review, send the ballot, keep the receipt."
    ),
    "fallback": Sentence(
        "Không quét được: mở {address}, chọn hội nghị rồi gõ mã.",
        "If it cannot be scanned: open {address}, choose the conference, type the code.",
    ),
    "once": Sentence(
        "Phiếu này dùng được một lần. Không ai, kể cả Ban Tổ chức, biết {delegate} chọn mức nào.",
        "This card can be used once. Nobody, not even the organizer, learns what you choose.",
    ),
}

CARD_OF_SITTING: Final = {
    "step1": Sentence(
        "Mỗi khi một cuộc mở: quét ô mã bằng máy ảnh của điện thoại.",
        "Each time a vote opens, scan the code with the camera of your phone.",
    ),
    "step3": Sentence(
        "Xem lại, gửi phiếu, giữ biên nhận và thẻ này.",
        "Review, send the ballot, keep the receipt and this card.",
    ),
    "once": Sentence(
        "Thẻ dùng cho mọi cuộc của phiên, mỗi cuộc một lần. Không ai, kể cả Ban Tổ chức, biết "
        "{delegate} chọn mức nào.",
        "This card is for every vote of the sitting, once in each. Nobody, not even the organizer, "
        "learns what you choose.",
    ),
}

VOID_SHEET: Final = {
    "void_title": Sentence("Tờ huỷ", "Void sheet"),
    "void_serials": Sentence("Thẻ số", "Cards No."),
    "void_keep": Sentence(
        "Không phát tờ này. Niêm phong cùng xấp thẻ của nó.",
        "Do not hand this sheet out. Seal it with its stack of cards.",
    ),
    "void_unmixed": Sentence(
        "Không trộn thẻ của xấp này với xấp khác.",
        "Never mix the cards of this stack with those of another.",
    ),
    "void_scan": Sentence(
        "Xấp không dùng đến: trước khi mở cuộc lấy phiếu, quét ô mã này tại bàn phát thẻ để huỷ cả "
        "xấp hoặc một dãy số.",
        "A stack that is not needed: before voting opens, scan this code at the cards' desk to "
        "make it, or a range of it, void.",
    ),
    "void_tear": Sentence(
        "Mở xấp ra phát: xé bỏ tờ này trước.",
        "To hand out cards of this stack: tear this sheet up first.",
    ),
    "void_return": Sentence(
        "Nộp lại Ban Kiểm phiếu; huỷ cùng các thẻ còn lại.",
        "Return to the committee; destroy with the cards left over.",
    ),
}

POSTERS: Final = {
    "title": Sentence("Bảng chỉ dẫn", "Posters"),
    "wifi": Sentence("Nối Wi-Fi của hội trường", "Join the Wi-Fi of the hall"),
    "wifi_how": Sentence(
        "Quét ô mã này, hoặc chọn mạng trong phần cài đặt Wi-Fi.",
        "Scan this code, or choose the network in the Wi-Fi settings.",
    ),
    "network": Sentence("Tên mạng", "Network"),
    "password": Sentence("Mật khẩu", "Password"),
    "open": Sentence("không có mật khẩu", "no password"),
    "wifi_note": Sentence(
        "Mạng này không ra internet. Nếu điện thoại hỏi, hãy chọn vẫn giữ kết nối.",
        "This network has no internet. If your phone asks, choose to stay connected.",
    ),
    "address": Sentence("Trang của hội nghị", "The page of the conference"),
    "address_how": Sentence(
        "Xem số phiếu, hòm phiếu và kết quả. Để bỏ phiếu, hãy quét thẻ.",
        "Turnout, ballot box and result. To vote, scan your card.",
    ),
    "witness": Sentence("Giám sát hòm phiếu", "Witness the ballot box"),
    "witness_how": Sentence(
        "Quét ô mã này: điện thoại tự kiểm tra hòm phiếu mỗi giây và ký xác nhận. "
        "Ai cũng giám sát được.",
        "Scan this code: your phone checks the ballot box every second and confirms it by its "
        "signature. Anybody can be a witness.",
    ),
    "witness_note": Sentence(
        "Chỉ khoá có tên trong kế hoạch, tức là tạo trước khi kế hoạch được khoá, mới tính vào số "
        "giám sát phải ký.",
        "Only keys that the plan names, made before the plan was frozen, count towards the number "
        "of witnesses who must sign.",
    ),
    "how": Sentence("Cách bỏ phiếu", "How to vote"),
    "how1": Sentence("Nối Wi-Fi của hội trường.", "Join the Wi-Fi of the hall."),
    "how2": Sentence(
        "Mở thẻ, quét ô mã bằng máy ảnh của điện thoại.",
        "Open your card and scan its code with the camera of your phone.",
    ),
    "how3": Sentence(
        "Chọn một mức cho từng người. Có thể đổi cho đến khi gửi.",
        "Choose a level for each person. You can change it until you send.",
    ),
    "how3_list": Sentence(
        "Đánh dấu những người được bầu. Có thể đổi cho đến khi gửi.",
        "Tick the names of those you elect. You can change it until you send.",
    ),
    "how4": Sentence("Xem lại, rồi bấm Gửi phiếu.", "Review, then press Send."),
    "how5": Sentence(
        "Trang báo “đã được ghi nhận” là xong. Giữ biên nhận.",
        "When the page says “recorded”, you are done. Keep the receipt.",
    ),
    "help": Sentence(
        "Cần giúp đỡ, xin đến bàn phát phiếu.", "For help, please come to the check-in desk."
    ),
}


def words_in(words: dict[str, Sentence], language: Language, **values: str) -> dict[str, str]:
    """Return all words of a paper in a language, with the values put in."""
    found = {key: sentence_in(sentence, language) for key, sentence in words.items()}
    for name, value in values.items():
        found = {key: text.replace(f"{{{name}}}", value) for key, text in found.items()}
    return found


def body_of(about: Definition | Plan, language: Language) -> str:
    """Return who holds the conference; on papers of a rehearsal, that they do not count."""
    if not about.rehearsal:
        return about.body
    return " · ".join(filter(None, (sentence_in(REHEARSAL, language), about.body)))


def date_in(when: date, language: Language) -> str:
    """Write a date as official papers do: `Ngày 08 tháng 12 năm 2026`."""
    if language == "en":
        return f"{when.day} {_MONTHS.split()[when.month - 1]} {when.year}"
    month = f"{when.month:02d}" if when.month < 3 else f"{when.month}"
    return f"Ngày {when.day:02d} tháng {month} năm {when.year}"
