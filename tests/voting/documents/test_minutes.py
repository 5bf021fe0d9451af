"""Minutes and companions as PDF: what stands on the pages, looked at as people meet them."""

import re
from contextlib import closing
from typing import Any

import pypdfium2
import pytest

from audit.checkpoint import parse_checkpoint
from audit.entries import HandCountEntry, IncidentEntry, NoteEntry
from tests.voting.documents.made import MEMBERS, Made, made
from tests.voting.documents.paper import Page, pages
from voting.definition import Committee
from voting.documents.account import Account
from voting.documents.blocks import Paper
from voting.documents.minutes import minutes
from voting.documents.office import names_of
from voting.documents.papers import every_paper, pdf_of
from voting.documents.reading import reading_sheet
from voting.documents.slips import slip
from voting.documents.summary import summary
from voting.findings import Language
from voting.language import LANGUAGES
from voting.plan.committee import Member
from voting.plan.people import Person
from voting.rules.profile import PROFILE_IDS, load_profile

PARTY: dict[str, Any] = {
    "profile": load_profile("QD96-2023"),
    "superior": "Đảng bộ tỉnh",
    "body": "Ban Chấp hành",
}
NAMES = ("Nguyễn Phước Vĩnh Trường An", "Công Tằng Tôn Nữ Thị Phương Nghĩa Hoàng", "Lê Ư")
POSTS = (
    "Chủ nhiệm Ủy ban Văn hóa, Giáo dục, Thanh niên, Thiếu niên và Nhi đồng, kiêm Phó Chủ tịch "
    "Hội đồng Thi đua - Khen thưởng Trung ương",
    "Bộ trưởng Bộ Lao động - Thương binh và Xã hội",
    "Ủy viên",
)


def looked(paper: Paper, *, scan: bool = False) -> list[Page]:
    return list(pages(pdf_of(paper), scan=scan))


def words(paper: Paper) -> str:
    return " ".join(" ".join(page.text.split()) for page in looked(paper))


def sixty() -> Made:
    """Make a conference of sixty people with long names and posts, in two sections."""
    people = [
        Person(
            f"{NAMES[n % 3]} {n + 1}", POSTS[n % 3], ("Khối Quốc hội", "Khối Chính phủ")[n // 30]
        )
        for n in range(60)
    ]
    counts = [(300 + n, 150 - n, 20) for n in range(60)]
    return made(people, counts, cast=475, convened=498, present=485)


def with_books() -> Account:
    """Make a conference with an incident, a count by hand that differs, and its note."""
    case = made()
    case.before = [IncidentEntry(text="Mất điện 5 phút")]
    case.books = [
        HandCountEntry(printed=50, issued=47, void=3),
        NoteEntry(about=("issued", "void"), text="Một thẻ in hỏng đã cắt huỷ"),
    ]
    return case.account()


def test_the_minutes_say_all_that_minutes_must_say() -> None:
    text = words(minutes(made().account(), "vi"))
    for sentence in (
        "BIÊN BẢN KIỂM PHIẾU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Vĩnh Phúc, ngày 08 tháng 12 năm 2026",
        "Cuộc lấy phiếu mở lúc 8 giờ 40 phút ngày 08/12/2026 (giờ Việt Nam).",
        "Cuộc lấy phiếu đóng lúc …… giờ …… phút (ghi tay: sổ chỉ ghi giờ mở).",
        "Số được triệu tập: 50; có mặt: 48; vắng mặt: 2.",
        "Lê Văn Hùng, Trưởng ban",
        "Thẻ in ra Thẻ huỷ Phiếu phát ra Phiếu thu về Không thu về Phiếu hợp lệ",
        "In ra 50 = phát ra 48 + huỷ 2. Phát ra 48 = thu về 47 + không thu về 1.",
        "Phiếu không hợp lệ: không có.",
        "Tỷ lệ phần trăm tính trên số phiếu thu về: 47.",
        "1 Lê Duy Thành Chủ tịch Ủy ban nhân dân tỉnh 19 40,43 2 4,26 25 53,19 1",
        "quá 1/2, chưa đến 2/3: Lê Duy Thành (25 × 2 = 50 > 47 × 1 = 47).",
        "Tín nhiệm thấp từ 2/3 trở lên: không có ai.",
        "IV. Sự việc và ghi chú sai lệch Không có.",
        "Bộ quy tắc NQ96-2023, phiên bản 1.",
        "Chưa chắc chắn trong văn bản; tính theo bộ quy tắc mà Ban Tổ chức đã chọn:",
        "TRƯỞNG BAN",
        "CHỦ TỌA",
        "Hoàng Thị Thúy Lan",
    ):
        assert sentence in text, sentence
    assert (
        "Mở tổng phiếu cần khoá của 3 trong 5 thành viên; chỉ tổng được mở, không phiếu nào được "
        "mở. Đã mở tổng: Lê Văn Hùng, Phạm Quốc Bảo, Đỗ Thị Ngọc Ánh." in text
    )
    opened = {MEMBERS[0], MEMBERS[2], MEMBERS[3]}
    for name in MEMBERS:  # in the committee, below a signature, and who opened the total
        assert text.count(name) == (3 if name in opened else 2), name
    assert text.count("(Ký, ghi rõ họ tên)") == len(MEMBERS) + 1


def test_the_minutes_bind_record_and_log() -> None:
    account = made().account()
    paper = looked(minutes(account, "vi"), scan=True)
    text = " ".join(" ".join(page.text.split()) for page in paper)
    assert account.words in text
    assert account.record_digest in re.sub(r"\s", "", text)
    (code,) = [code for page in paper for code in page.codes]
    assert code.text == str(account.checkpoint)
    assert parse_checkpoint(code.text).checkpoint.size == len(account.entries)
    assert code.level == "Q"


def test_the_party_writes_its_own_head() -> None:
    text = words(minutes(made(**PARTY).account(), "vi"))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text
    assert "Độc lập" not in text
    assert "ĐẢNG BỘ TỈNH BAN CHẤP HÀNH * Số: ……-BB" in text
    assert "T/M ĐOÀN CHỦ TỊCH" in text
    assert "Điều kiện: từ 2/3 trở lên số được triệu tập có mặt (48 trên 50): đạt." in text


def test_the_minutes_speak_english() -> None:
    text = words(minutes(made().account(), "en"))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text
    assert "MINUTES OF THE COUNT" in text
    assert "Percentages are of the number of ballots collected: 47." in text
    assert "19 40.43 2 4.26 25 53.19 1" in text


def test_incidents_differences_and_notes_are_told() -> None:
    text = words(minutes(with_books(), "vi"))
    for sentence in (
        "Ban kiểm phiếu đếm tay: in ra 50, phát ra 47, huỷ 3.",
        "Sai lệch: số thẻ phát ra 47, đối chiếu 48; xem ghi chú ở mục IV.",
        "Sự việc (mục 4 của sổ): Mất điện 5 phút",
        "Ghi chú sai lệch (mục 54 của sổ; số thẻ phát ra, số thẻ huỷ): Một thẻ in hỏng đã cắt huỷ",
    ):
        assert sentence in text, sentence


def test_who_opened_the_total_is_told_with_and_without_names_and_server() -> None:
    case = made(committee=Committee(2, 3, True))
    case.owners = (1, 2, 4)
    text = words(minutes(case.account(), "vi"))
    assert "2 trong 3 thành viên và khoá của máy chủ" in text
    assert "Đã mở tổng: máy chủ, thành viên số 1, thành viên số 3." in text
    assert "do máy chủ giữ" in words(minutes(made(committee=None).account(), "vi"))


def test_the_head_signs_first_wherever_the_list_names_the_head() -> None:
    members = (Member("Trần Thị Mai"), Member("Lê Văn Hùng", True), Member("Phạm Quốc Bảo"))
    account = made(committee=Committee(2, 3, False, members)).account()
    assert names_of(account) == ("Lê Văn Hùng", "Trần Thị Mai", "Phạm Quốc Bảo")


@pytest.mark.parametrize("members", range(3, 23))
def test_no_heading_is_left_alone_at_the_end_of_a_page(members: int) -> None:
    names = tuple(Member(f"Nguyễn Văn {number}", number == 0) for number in range(members))
    account = made(committee=Committee(2, members, False, names)).account()
    lonely = r"(thu về: 47\.|cùng sáu chữ\.|I+\. [^.]{3,40})$"
    for page in looked(minutes(account, "vi")):
        body = page.text.split(f"Hội nghị {account.uuid}")[0].strip()
        assert not re.search(lonely, body), body[-60:]


def test_a_conference_that_named_nobody_leaves_room_to_write() -> None:
    text = words(
        minutes(made(committee=None, chair=None, place=None, convened=None).account(), "vi")
    )
    assert text.count("(Ký, ghi rõ họ tên)") == 4
    assert "Số được triệu tập: không ghi; có mặt: 48; vắng mặt: không ghi." in text


def test_every_paper_of_a_rehearsal_says_so() -> None:
    account = made(rehearsal=True).account()
    for paper in (minutes, summary, reading_sheet):
        assert "DIỄN TẬP – KHÔNG TÍNH" in looked(paper(account, "vi"))[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_log_gives_the_same_bytes(language: Language) -> None:
    first, second = (list(every_paper(made().account(), language)) for _ in range(2))
    assert first == second
    assert len({file.name for file in first}) == len(first) == 7 + 2


def test_the_fonts_are_inside() -> None:
    for page in looked(minutes(made().account(), "vi")):
        assert page.fonts
        assert all(page.fonts.values())
        assert {name.split("-")[0] for name in page.fonts} <= {"NotoSerif", "NotoSansMono"}


@pytest.mark.parametrize("profile_id", PROFILE_IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_profile_has_its_minutes(profile_id: str, language: Language) -> None:
    profile = load_profile(profile_id)
    levels = len(profile.levels)
    counts = [[*range(1, levels), 20], [47, *[0] * (levels - 1)]]
    seats = 1 if profile.contest else None
    counts = [[0, 20, 47]] if profile.contest else counts
    account = made(counts=counts, profile=profile, seats=seats, total_members=50).account()
    for paper in (minutes(account, language), summary(account, language)):
        text = words(paper)
        title = profile.title.in_language(language)
        assert title in text.replace("190- QĐ", "190-QĐ")  # a line may end after a hyphen
    party = profile.address.vi == "đồng chí"
    assert ("ĐẢNG CỘNG SẢN" in text) == (party and language == "vi")
    own = words(slip(account, account.people[0], language))
    for level, count in zip(profile.levels, account.people[0].counts, strict=True):
        assert f"{level.in_language(language)} {count} " in own
    assert len([*every_paper(account, language)]) == 7 + 2 - (seats is not None)
    if profile.ballot is not None:
        assert profile.ballot.in_language(language) in words(minutes(account, language))


def test_hostile_names_are_printed_letter_for_letter() -> None:
    name = "#let $x$ *An* <b> \\ {y} @z"
    account = made([Person(name, "=1+1"), Person("B", "")]).account()
    text = words(minutes(account, "vi"))
    assert name in text
    assert "=1+1" in text


# ---------------------------------------------------------------- long lists


@pytest.mark.parametrize("make", [minutes, summary])
def test_sixty_people_have_the_heading_on_every_page_and_nothing_is_cut(make: Any) -> None:
    case = sixty()
    account = case.account()
    content = pdf_of(make(account, "vi"))
    seen = [" ".join(page.text.split()) for page in pages(content, scan=False)]
    whole = " ".join(seen)
    for one in account.people:
        pattern = rf"\b{one.number} {one.person.name} {one.person.position} {one.counts[0]} "
        assert pattern[2:] in whole, one.person.name
    with_rows = [text for text in seen if "4,21" in text]
    assert len(with_rows) >= 4
    for text in with_rows:
        assert "STT Họ và tên" in text
        assert "Khối Quốc hội" in text or "Khối Chính phủ" in text
    for number, text in enumerate(seen[1:], start=2):
        assert text.startswith(f"{number} "), text[:40]
    assert beyond_margins(content) == []


def beyond_margins(pdf: bytes) -> list[str]:
    """Return the characters that stand outside the margins of a page of ours."""
    found = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                inside = left > 84.5 and right < width - 42 and bottom > 10 and top < height - 20
                letter = text.get_text_range(place, 1)
                if letter.strip() and not inside:
                    found.append(letter)
            page.close()
    return found


def test_the_largest_figures_stay_between_the_margins() -> None:
    people = [Person("Nguyễn Văn An", "Chủ tịch"), Person("Trần Thị Bình", "")]
    counts = [(9_999, 0, 0), (0, 0, 9_999)]
    for language in LANGUAGES:
        account = made(people, counts, cast=9_999, convened=None, present=None).account()
        assert beyond_margins(pdf_of(minutes(account, language))) == []


# ---------------------------------------------------------------- companions


def test_a_slip_has_the_figures_of_one_person_and_of_nobody_else() -> None:
    account = made().account()
    first, second = (words(slip(account, one, "vi")) for one in account.people)
    assert "Kính gửi: Ông/Bà Lê Duy Thành" in first
    assert "Tín nhiệm cao 19 40,43 Tín nhiệm 2 4,26 Tín nhiệm thấp 25 53,19" in first
    assert "Có thể xin từ chức" in first
    assert "97,87" not in first
    assert "Tín nhiệm cao 46 97,87" in second
    assert "Lê Duy Thành" not in second
    assert "40,43" not in second
    assert "Không tới ngưỡng nào của quy định." in second
    assert all(len(looked(slip(account, one, "vi"))) == 1 for one in account.people)


def test_the_sheet_for_reading_aloud_has_figures_and_words() -> None:
    text = words(reading_sheet(made().account(), "vi"))
    assert "Phiếu thu về: 47 (bốn mươi bảy)." in text
    assert (
        "Tín nhiệm thấp: 25 phiếu (hai mươi lăm), 53,19% (năm mươi ba phẩy mười chín phần trăm)."
        in text
    )


def test_the_summary_lies_and_is_signed_by_chair_and_head() -> None:
    account = made().account()
    (page,) = looked(summary(account, "vi"))
    assert page.size == (297, 210)
    text = " ".join(page.text.split())
    assert "1 Lê Duy Thành Chủ tịch Ủy ban nhân dân tỉnh 19 40,43 2 4,26 25 53,19 1" in text
    assert "Phiếu phát ra: 48; thu về: 47; hợp lệ: 47; không hợp lệ: 0." in text
    assert text.count("(Ký, ghi rõ họ tên)") == 2
