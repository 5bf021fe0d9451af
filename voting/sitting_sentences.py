"""What each refusal about a sitting means and what to do, in Vietnamese and in English."""

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

SITTING: dict[Refusal, Sentence] = {
    Refusal.CARD_LISTS_DIFFER: Sentence(
        "Danh sách thẻ của các cuộc không cùng số thẻ, hoặc có mã nằm trong hai danh sách. "
        "Hãy làm lại thẻ bằng cards generate.",
        "The votes' lists of cards have not as many cards each, or share a credential. "
        "Make the cards again with cards generate.",
    ),
    Refusal.FEW_FURTHER_CARDS: Sentence(
        "Phiên này đã có thẻ; làm thêm thì mỗi lần ít nhất 20 thẻ, để không ai nối được lá phiếu "
        "của vài thẻ làm thêm qua các cuộc. Hãy làm ít nhất 20 thẻ.",
        "This sitting has cards; further ones are made at least 20 at a time, so that nobody can "
        "link the ballots of a few late cards across votes. Make at least 20.",
    ),
    Refusal.CARDS_OF_SITTING: Sentence(
        "Cuộc này dùng chung thẻ với các cuộc khác trong phiên. Hãy dùng mã của phiên.",
        "This vote shares its cards with others of its sitting. Use the uuid of the sitting.",
    ),
    Refusal.NO_SPARE_VOTE: Sentence(
        "Phiên này không còn cuộc dự phòng nào: thẻ đã phát không dùng được cho cuộc mới. "
        "Hãy tạo cuộc ấy riêng và phát thẻ mới.",
        "This sitting has no spare vote left: the cards handed out do not fit a new one. "
        "Create that vote by itself, with new cards.",
    ),
    Refusal.PLACE_TAKEN: Sentence(
        "Chỗ này trong phiên vừa được một cuộc khác dùng, hoặc nút được bấm hai lần, nên chưa làm "
        "gì thêm. Hãy mở lại trang để xem.",
        "This place in the sitting has just been taken by another vote, or the button was pressed "
        "twice; nothing more was done. Open the page again and look.",
    ),
    Refusal.OTHER_VOTE_OPEN: Sentence(
        "Một cuộc khác trong phiên đang mở. Hãy đóng cuộc ấy trước.",
        "Another vote of this sitting is open. Close it first.",
    ),
    Refusal.SPARE_DIFFERS: Sentence(
        "Kế hoạch này khác thẻ của phiên ở mục group (nhóm mã hoá) hoặc credential_authority (nơi "
        "làm thẻ). Hãy ghi hai mục ấy như trong kế hoạch của phiên.",
        "This plan has another group or credential authority than the cards of the sitting. "
        "Write them as in the plan of the sitting.",
    ),
    Refusal.VOID_AT_OPENING: Sentence(
        "Thẻ này dùng cho nhiều cuộc nên chỉ huỷ được khi mở cuộc: hãy nhận lại thẻ hỏng, phát thẻ "
        "khác, rồi nêu thẻ hỏng cùng các thẻ chưa phát.",
        "This card is good for several votes, so it becomes void only at the opening: take the "
        "spoiled card back, hand out another, and name it there with the cards left over.",
    ),
    Refusal.VOID_INCOMPLETE: Sentence(
        "Thẻ huỷ phải được nêu cho mọi cuộc chưa mở trong phiên. Hãy làm tệp bằng cards left-over, "
        "hoặc quét lại thẻ.",
        "Cards that become void must be named for every vote of the sitting that is not open yet. "
        "Make the file with cards left-over, or scan the cards again.",
    ),
}
