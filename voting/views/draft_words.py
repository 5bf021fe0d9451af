"""What the pages of a preparation call its steps, and what each is for."""

from typing import Final

from ballots.errors import Sentence
from voting.plan.steps import Light, Step

STEPS: Final[dict[Step, tuple[Sentence, Sentence]]] = {
    Step.SESSION: (
        Sentence("Cơ quan và kỳ họp", "Body and session"),
        Sentence(
            "Những dòng này đứng đầu thẻ, trang và biên bản.",
            "These lines head the cards, the pages and the minutes.",
        ),
    ),
    Step.RULES: (
        Sentence("Bộ quy tắc", "Rule profile"),
        Sentence(
            "Quy định nào được áp dụng: các mức, cách tính tỷ lệ, hệ quả.",
            "Which regulation holds: the levels, how percentages are taken, what follows.",
        ),
    ),
    Step.PEOPLE: (
        Sentence("Người được lấy phiếu", "People to be rated"),
        Sentence(
            "Thứ tự ở đây là thứ tự trên phiếu và trên bảng kết quả.",
            "Their order here is the order on the ballot and in the result.",
        ),
    ),
    Step.DELEGATES: (
        Sentence("Đại biểu", "Delegates"),
        Sentence(
            "Ghi số lượng. Danh sách thì tuỳ ý: chỉ để điểm danh, không bao giờ gắn với thẻ.",
            "Enter numbers. A list is optional: for attendance only, never tied to cards.",
        ),
    ),
    Step.SITES: (
        Sentence("Điểm phát thẻ", "Sites"),
        Sentence(
            "Mỗi điểm có bàn phát thẻ riêng. Một hội trường là một điểm.",
            "Each site has a desk that hands out cards. One hall is one site.",
        ),
    ),
    Step.CARDS: (
        Sentence("Thẻ", "Cards"),
        Sentence(
            "Mỗi đại biểu nhận một thẻ giấy có mã QR. In dư để đổi thẻ hỏng.",
            "Each delegate gets a paper card with a QR code. Print spares for spoiled ones.",
        ),
    ),
    Step.COMMITTEE: (
        Sentence("Ban Kiểm phiếu", "Counting committee"),
        Sentence(
            "Kết quả chỉ mở được khi đủ số thành viên cùng mở, mỗi người trên máy của mình.",
            "The result opens only when enough members open it, each on a device of their own.",
        ),
    ),
    Step.WITNESSES: (
        Sentence("Giám sát", "Witnesses"),
        Sentence(
            "Người ngoài theo dõi hòm phiếu bằng máy của mình và ký xác nhận. Không bắt buộc.",
            "Outsiders follow the ballot box on their own devices and sign for it. Optional.",
        ),
    ),
    Step.LANGUAGES: (
        Sentence("Ngôn ngữ", "Languages"),
        Sentence(
            "Ngôn ngữ của thẻ và giấy dán. Trang trên điện thoại luôn có cả hai.",
            "Of cards and posters. Pages on phones always have both.",
        ),
    ),
    Step.SCREENS: (
        Sentence("Màn hình", "Screens"),
        Sentence(
            "Điểm nào có máy chiếu hoặc màn hình lớn.", "Which sites have a projector or screen."
        ),
    ),
    Step.REHEARSAL: (
        Sentence("Diễn tập", "Rehearsal"),
        Sentence(
            "Đi thử cả buổi với thẻ thử. Bản diễn tập luôn mang dòng chữ “không tính”.",
            "Go through the whole day with test cards. A rehearsal always says it does not count.",
        ),
    ),
}
# The rule profiles as the page offers them: what holds now first, the newest at the top.
PROFILES: Final[dict[str, Sentence]] = {
    "NQ96-2023": Sentence(
        "Quốc hội, Hội đồng nhân dân: lấy phiếu tín nhiệm",
        "National Assembly, people's councils: confidence rating",
    ),
    "QD96-2023": Sentence(
        "Cơ quan, tổ chức của Đảng: lấy phiếu tín nhiệm", "Party bodies: confidence rating"
    ),
    "BPTN-NQ96": Sentence(
        "Quốc hội, Hội đồng nhân dân: bỏ phiếu tín nhiệm",
        "National Assembly, people's councils: vote of confidence",
    ),
    "XEPLOAI-4": Sentence("Xếp loại chất lượng, bốn mức", "Quality classification, four levels"),
    "BAUCU-QD190": Sentence("Bầu cử trong Đảng", "Party election"),
    "THAMDO": Sentence("Phiếu thăm dò, giới thiệu nhân sự", "Probe of opinion on persons"),
    "CUSTOM": Sentence("Quy chế riêng của hội nghị", "The conference's own rules"),
    "NQ85-2014": Sentence(
        "Quốc hội, Hội đồng nhân dân, trước 7/2023", "National Assembly, councils, before 7/2023"
    ),
    "QD262-2014": Sentence("Cơ quan của Đảng, trước 2/2023", "Party bodies, before 2/2023"),
    "NQ35-2012": Sentence(
        "Quốc hội, Hội đồng nhân dân, trước 2015", "National Assembly, councils, before 2015"
    ),
}
LIGHTS: Final[dict[Light, Sentence]] = {
    Light.GREEN: Sentence("Xong", "Done"),
    Light.AMBER: Sentence("Cần xem", "Needs you"),
    Light.RED: Sentence("Sai", "Wrong"),
}
