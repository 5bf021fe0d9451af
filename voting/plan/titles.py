"""What the pages call each key of the plan, and what they say a right value is."""

from typing import Final

from ballots.errors import Sentence
from voting.plan.keys import KEYS, MAX_TRUSTEES
from voting.plan.sites import MAX_SITES

_NAMES: Final[dict[str, Sentence]] = {
    "name": Sentence("Tên cuộc lấy phiếu", "Name of the vote"),
    "body": Sentence("Cơ quan", "Body"),
    "superior": Sentence("Cơ quan cấp trên", "Body above"),
    "date": Sentence("Ngày", "Date"),
    "place": Sentence("Nơi họp", "Place"),
    "chair": Sentence("Chủ toạ", "Chair"),
    "profile": Sentence("Bộ quy tắc", "Rule profile"),
    "seats": Sentence("Số lượng cần bầu", "Number to be elected"),
    "people": Sentence("Người được lấy phiếu", "People to be rated"),
    "total_members": Sentence("Tổng số đại biểu (thành viên)", "Members in all"),
    "convened": Sentence("Số được triệu tập", "Convened"),
    "present": Sentence("Số có mặt", "Present"),
    "delegates": Sentence("Danh sách đại biểu", "List of delegates"),
    "sites": Sentence("Điểm phát thẻ", "Sites"),
    "cards": Sentence("Số thẻ in ra", "Cards to print"),
    "credential_authority": Sentence("Nơi làm thẻ", "Who makes the cards"),
    "address": Sentence("Địa chỉ điện thoại mở được", "Address that phones can open"),
    "trustees": Sentence("Số người cần để mở kết quả", "How many open the result"),
    "committee": Sentence("Ban Kiểm phiếu", "Counting committee"),
    "server_share": Sentence("Máy chủ cùng giữ khoá", "The server holds a key too"),
    "minimum_ballots": Sentence("Số phiếu ít nhất", "Fewest ballots"),
    "witnesses": Sentence("Giám sát", "Witnesses"),
    "witness_quorum": Sentence("Số giám sát phải ký", "Witnesses who must sign"),
    "languages": Sentence("Ngôn ngữ trên giấy", "Languages of the papers"),
    "rehearsal": Sentence("Diễn tập", "Rehearsal"),
}
_RIGHT: Final[dict[str, Sentence]] = {
    "date": Sentence("ngày có thật, như 08/12/2026", "a real date, like 2026-12-08"),
    "profile": Sentence("một bộ quy tắc trong danh sách", "a rule profile of the list"),
    "trustees": Sentence(
        f"ít nhất 2 và ít hơn số người trong Ban, Ban có từ 3 đến {MAX_TRUSTEES} người",
        f"at least 2 and fewer than the committee, which has 3 to {MAX_TRUSTEES} people",
    ),
    "committee": Sentence(
        "họ tên không trùng nhau, đúng một Trưởng ban",
        "names of which no two are alike, and exactly one head",
    ),
    "sites": Sentence(
        f"từ 1 đến {MAX_SITES} tên không trùng nhau, mỗi tên từ 2 đến 100 ký tự; số thẻ là số "
        "nguyên",
        f"1 to {MAX_SITES} names of which no two are alike, each 2 to 100 characters; cards are "
        "whole numbers",
    ),
    "witnesses": Sentence(
        "tên, và mã mà giám sát gửi (không trùng nhau); địa chỉ có thể bỏ trống",
        "a name and the code that the witness sent (no two alike); the address may be empty",
    ),
    "address": Sentence(
        "địa chỉ như http://192.168.1.10:8000", "an address like http://192.168.1.10:8000"
    ),
    "languages": Sentence("ít nhất một ngôn ngữ", "at least one language"),
}
# title and right value of each key that a page asks for
TITLES: Final[dict[str, tuple[Sentence, Sentence]]] = {
    key: (name, _RIGHT.get(key, KEYS[key].right)) for key, name in _NAMES.items()
}
