"""What refusals on the day mean and what to do: sites, attendance, the desk of the cards."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

DAY_SENTENCES: Final[dict[Refusal, Sentence]] = {
    Refusal.UNKNOWN_SITE: Sentence(
        "Không có điểm này. Hãy chọn lại trong danh sách các điểm.",
        "There is no such site. Choose one from the list of sites.",
    ),
    Refusal.SITE_EXISTS: Sentence(
        "Đã có điểm mang tên này. Hãy đặt tên khác, ví dụ: Hội trường B.",
        "There is a site of this name already. Give it another, for example: Hall B.",
    ),
    Refusal.TOO_MANY_SITES: Sentence(
        "Một hội nghị có nhiều nhất 100 điểm.",
        "A conference has 100 sites at most.",
    ),
    Refusal.BAD_COUNT: Sentence(
        "Hãy ghi một số nguyên, ví dụ: 25.",
        "Write a whole number, for example: 25.",
    ),
    Refusal.BATCH_OVERLAPS: Sentence(
        "Có số thẻ trong khoảng này đã giao cho một bàn. Hãy xem lại số đầu và số lượng.",
        "Some serials of this range lie at a desk already. Look at the first one and the number.",
    ),
    Refusal.MORE_THAN_PRINTED: Sentence(
        "Giao như vậy là nhiều hơn số thẻ đã in. Hãy xem lại số lượng.",
        "That would be more cards than were printed. Look at the number.",
    ),
    Refusal.NOTHING_PLANNED: Sentence(
        "Kế hoạch không chia thẻ cho điểm nào, hoặc đã giao thẻ cho bàn rồi. Hãy giao từng tập.",
        "The plan shares out no cards, or some were given to a desk already. Give batches one by "
        "one.",
    ),
    Refusal.NO_SUCH_BATCH: Sentence(
        "Tập thẻ này không còn ở bàn nào. Hãy mở lại trang.",
        "This batch lies at no desk any more. Open the page again.",
    ),
    Refusal.NOT_THAT_MANY: Sentence(
        "Ở đây không còn đủ thẻ để ghi như vậy nên chưa ghi gì. Hãy đếm lại thẻ trên bàn.",
        "There are not that many cards here, so nothing was noted. Count the cards on the desk.",
    ),
    Refusal.FIGURES_MOVED: Sentence(
        "Số của bàn vừa đổi: nút được bấm hai lần, hoặc máy khác của bàn vừa ghi. Lần bấm này "
        "không ghi gì; hãy xem số mới, cần thì bấm lại.",
        "The desk's number has just changed: the button was pressed twice, or another device of "
        "the desk was quicker. This time nothing was noted; look at the new number and press again "
        "if needed.",
    ),
    Refusal.NOTHING_SCANNED: Sentence(
        "Chưa quét thẻ nào. Hãy quét thẻ cần huỷ rồi bấm lại.",
        "No card was scanned. Scan the cards that become void, then press again.",
    ),
    Refusal.ONE_AT_A_TIME: Sentence(
        "Mỗi lần đổi một thẻ. Hãy bỏ các thẻ đã quét rồi chỉ quét thẻ cần đổi.",
        "Cards are exchanged one at a time. Clear what was scanned, then scan only that one.",
    ),
    Refusal.CODES_SENT: Sentence(
        "Danh sách này có dòng không phải của cuộc này, có tờ huỷ hoặc mã bỏ phiếu của thẻ nên máy "
        "chủ không nhận và không giữ. Hãy quét thẻ trên trang có bật JavaScript, hoặc gửi tệp do "
        "lệnh tinnhiem cards left-over làm ra.",
        "This list has lines that are not of this vote, a void sheet or codes of cards that can "
        "vote, so it was not taken and nothing of it is kept. Scan the cards on the page with "
        "JavaScript, or send the file that tinnhiem cards left-over makes.",
    ),
    Refusal.ALREADY_VOID: Sentence(
        "Có thẻ đã huỷ từ trước nên chưa ghi gì. Hãy bỏ thẻ đó ra rồi làm lại.",
        "One of the cards is void already, so nothing was noted. Take it out and repeat.",
    ),
    Refusal.CARD_UNCLEAR: Sentence(
        "Một chỗ trên tờ huỷ hợp với hai thẻ nên chưa ghi gì. Hãy bỏ thẻ đó ra rồi quét chính thẻ "
        "ấy.",
        "One place on a void sheet fits two cards, so nothing was noted. Take that card out and "
        "scan the card itself.",
    ),
    Refusal.NO_VOID_SHEETS: Sentence(
        "Không làm được tờ huỷ: thẻ này dùng cho nhiều cuộc, mỗi cuộc một mã công khai; hoặc nhóm "
        "mã hoá không quét được trên trang của bàn.",
        "There can be no void sheets: these cards are good for several votes, with a public "
        "credential for each; or the page of the desk cannot scan cards of this group.",
    ),
    Refusal.VOID_SHEET_SENT: Sentence(
        "Có dòng là tờ huỷ, không phải thẻ, nên chưa ghi gì. Hãy quét tờ ấy tại trang Thẻ của bàn, "
        "hoặc tại trang cuộc lấy phiếu trước khi mở; trong tệp chỉ nêu từng thẻ.",
        "A line is a void sheet, not a card, so nothing was noted. Scan the sheet on the page of "
        "the desk's cards, or on the conference's page before the opening; a file names each card.",
    ),
    Refusal.CARDS_FIXED: Sentence(
        "Cuộc lấy phiếu đã mở nên số thẻ phát ra và huỷ không đổi được nữa. Thẻ hỏng thì gõ mã in "
        "trên thẻ tại máy bỏ phiếu; nếu không đọc được, hãy ghi sự việc.",
        "Voting is open, so the cards issued and void no longer change. Of a spoiled card, type "
        "the code at the kiosk; if it cannot be read, write an incident.",
    ),
    Refusal.CARDS_UNBALANCED: Sentence(
        "Số thẻ các bàn đã phát khác số thẻ chưa huỷ nên chưa mở. Hãy quét huỷ thẻ còn lại, "
        "hoặc sửa số đã phát.",
        "The desks handed out another number of cards than are not void, so voting was not opened. "
        "Scan the cards left over and make them void, or correct the number handed out.",
    ),
    Refusal.UNKNOWN_DELEGATE: Sentence(
        "Danh sách không có đại biểu này. Hãy tìm lại.",
        "This delegate is not on the list. Search again.",
    ),
    Refusal.CARD_NOT_BADGE: Sentence(
        "Đây là thẻ bỏ phiếu hoặc tờ huỷ, không phải huy hiệu. Nếu là thẻ, mã của thẻ đã tới máy "
        "chủ: hãy đổi thẻ ấy tại bàn phát thẻ.",
        "This is a card for voting or a void sheet, not a badge. The code of a card has reached "
        "the server: exchange that card at the desk.",
    ),
    Refusal.LIST_IN_USE: Sentence(
        "Hội nghị này có danh sách đại biểu. Hãy điểm danh theo danh sách.",
        "This conference has a list of delegates. Check them in by the list.",
    ),
    Refusal.MORE_THAN_CONVENED: Sentence(
        "Số có mặt nhiều hơn số được triệu tập. Hãy đếm lại.",
        "More would be present than were convened. Count again.",
    ),
    Refusal.ATTENDANCE_CLOSED: Sentence(
        "Cuộc lấy phiếu đã mở nên không điểm danh nữa: số có mặt đã ghi vào sổ lúc mở.",
        "Voting was opened, so attendance is not taken any more: the log has the number present.",
    ),
    Refusal.NOTHING_TO_TAKE_OVER: Sentence(
        "Không lấy lại được số của cuộc trước: cuộc này đã có số của mình, hoặc cuộc trước không "
        "ghi gì dùng được ở đây. Hãy mở lại trang.",
        "Nothing of the earlier vote can be taken over: this vote has figures of its own, or that "
        "one noted none that fit here. Open the page again.",
    ),
    Refusal.NO_MEMBERS: Sentence(
        "Khoá của cuộc này do máy chủ giữ, không có thành viên Ban Kiểm phiếu để chiếu. Hãy chọn "
        "cảnh khác.",
        "The server holds the key of this vote; there are no members of a committee to show. "
        "Choose another scene.",
    ),
    Refusal.BAD_NETWORK: Sentence(
        "Hãy ghi mạng của điểm như 10.2.0.0/16; nhiều nhất tám mạng, cách nhau bằng dấu cách.",
        "Write the network of a site like 10.2.0.0/16; eight at most, with spaces between them.",
    ),
    Refusal.NETWORK_TAKEN: Sentence(
        "Có địa chỉ thuộc mạng của hai điểm nên chưa ghi gì. Mỗi điểm cần một mạng riêng.",
        "Some addresses would be of two sites, so nothing was noted. Each site needs a network of "
        "its own.",
    ),
    Refusal.BAD_WIFI: Sentence(
        "Tên mạng Wi-Fi dài 1 đến 32 byte; mật khẩu dài 8 đến 63 ký tự không dấu, hoặc để trống "
        "nếu mạng mở.",
        "The name of a Wi-Fi has 1 to 32 bytes; its password 8 to 63 plain characters, or none if "
        "the network is open.",
    ),
    Refusal.OPENING_DOUBTED: Sentence(
        "Chưa mở: còn điều chưa xong. Hãy làm cho xong, hoặc đánh dấu “Vẫn mở” rồi bấm lại.",
        "Voting was not opened: something is not done. Do it, or tick “Open all the same” and "
        "press again.",
    ),
    Refusal.CARDS_THERE: Sentence(
        "Chưa làm thêm thẻ. Nếu thật cần thêm một loạt, hãy đánh dấu đồng ý với đúng số thẻ đang "
        "có rồi bấm lại.",
        "No more cards were made. If another batch is really needed, tick that you agree with the "
        "number of cards there are, and press again.",
    ),
    Refusal.NOT_AGREED: Sentence(
        "Chưa đánh dấu đồng ý nên chưa làm gì. Hãy đánh dấu rồi bấm lại.",
        "You did not tick that you agree, so nothing was done. Tick it and press again.",
    ),
    Refusal.BALLOTS_OUTSTANDING: Sentence(
        "Chưa đóng: còn thẻ đã phát mà chưa gửi phiếu. Hãy chờ, hoặc đánh dấu đồng ý với đúng số "
        "đang hiện rồi bấm lại.",
        "Voting was not closed: some cards that were issued have sent no ballot. Wait, or tick "
        "that you agree with the number shown and press again.",
    ),
}
