"""What refusals about log-in and people with power mean and what to do, in both languages."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

ACCOUNT_SENTENCES: Final[dict[Refusal, Sentence]] = {
    Refusal.LOG_IN_NEEDED: Sentence(
        "Trang này dành cho người đã đăng nhập. Hãy đăng nhập rồi làm lại.",
        "This page is for people who are logged in. Log in and do it again.",
    ),
    Refusal.NOT_ALLOWED: Sentence(
        "Vai trò của bạn không được làm việc này. Hãy nhờ người có vai trò phù hợp.",
        "Your role may not do this. Ask somebody whose role may.",
    ),
    Refusal.OTHER_SITE: Sentence(
        "Việc này thuộc điểm khác. Mỗi bàn phát thẻ chỉ làm việc của điểm mình.",
        "This belongs to another site. A check-in desk works for its own site only.",
    ),
    Refusal.FORM_TOO_OLD: Sentence(
        "Trang đã mở quá lâu hoặc không phải từ máy chủ này nên chưa làm gì cả. "
        "Hãy mở lại trang rồi làm lại.",
        "The page was open for too long or is not this server's, so nothing was done. "
        "Open it again and repeat.",
    ),
    Refusal.WRONG_NAME_OR_PHRASE: Sentence(
        "Tên hoặc câu mật khẩu không đúng. Hãy xem phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.",
        "Name or passphrase is wrong. Look at Caps Lock and the keyboard layout, then try again.",
    ),
    Refusal.TRY_LATER: Sentence(
        "Đã thử sai nhiều lần, hoặc nhiều người cùng thử. Hãy đợi một phút rồi thử lại; "
        "không ai bị khoá hẳn.",
        "There were several wrong attempts, or many at once. Wait a minute and try again; "
        "nobody is locked out.",
    ),
    Refusal.LINK_USED: Sentence(
        "Đường dẫn này không đúng, đã dùng hoặc đã hết hạn. Hãy xin đường dẫn mới.",
        "This link is wrong, was used, or has expired. Ask for a new one.",
    ),
    Refusal.ALREADY_STARTED: Sentence(
        "Máy chủ này đã có người quản trị. Hãy đăng nhập.",
        "This server has an administrator already. Log in.",
    ),
    Refusal.POOR_PHRASE: Sentence(
        "Câu mật khẩu phải có từ 12 đến 200 ký tự, không phải một ký tự lặp lại "
        "và không chứa tên đăng nhập.",
        "A passphrase has 12 to 200 characters, is not one character repeated, "
        "and does not contain the name.",
    ),
    Refusal.POOR_NAME: Sentence(
        "Tên phải có từ 2 đến 100 ký tự trên một dòng, ví dụ: Nguyễn Văn An.",
        "A name has 2 to 100 characters on one line, for example: Nguyễn Văn An.",
    ),
    Refusal.NAME_TAKEN: Sentence(
        "Đã có người mang tên này. Hãy thêm chức vụ hoặc đơn vị vào tên.",
        "Somebody has this name already. Add a post or a unit to the name.",
    ),
    Refusal.SITE_NEEDED: Sentence(
        "Tổ phát phiếu phải thuộc một điểm. Hãy ghi tên điểm, ví dụ: Hội trường A.",
        "A check-in desk belongs to a site. Write the name of the site, for example: Hall A.",
    ),
    Refusal.LAST_ADMINISTRATOR: Sentence(
        "Đây là người quản trị duy nhất đăng nhập được. Hãy thêm một người quản trị khác trước.",
        "This is the only administrator who can log in. Add another administrator first.",
    ),
    Refusal.UNKNOWN_ACCOUNT: Sentence(
        "Không có người dùng này. Hãy xem lại danh sách.",
        "There is no such account. Look at the list again.",
    ),
    Refusal.PASSKEY_REFUSED: Sentence(
        "Khoá đăng nhập của thiết bị không được chấp nhận. Hãy thử lại hoặc dùng câu mật khẩu.",
        "The passkey was not accepted. Try again, or use the passphrase.",
    ),
}
