"""Say a ruling: as text for people in the hall, as JSON for programs."""

import json
from typing import Final

from audit.dispute import Case, Exhibit, Ground, Outcome, Ruling, Shown
from audit.errors import DisputeFault
from audit.language import Language
from audit.logfile import entries_in
from audit.report import say, shown
from ballots.errors import Sentence

OUTCOMES: Final = {
    Outcome.COUNTED: Sentence("PHIẾU ĐƯỢC TÍNH", "COUNTED"),
    Outcome.REPLACED: Sentence(
        "PHIẾU KHÁC CỦA CÙNG THẺ ĐƯỢC TÍNH THAY", "REPLACED: another ballot of the same card counts"
    ),
    Outcome.VOID_CARD: Sentence("THẺ ĐÃ HUỶ", "VOID CARD"),
    Outcome.TOO_LATE: Sentence("PHIẾU ĐẾN SAU KHI ĐÓNG", "ARRIVED TOO LATE"),
    Outcome.NEVER_ARRIVED: Sentence("PHIẾU KHÔNG ĐẾN", "NEVER ARRIVED"),
    Outcome.SERVER_AT_FAULT: Sentence("LỖI CỦA MÁY CHỦ", "THE SERVER IS AT FAULT"),
}

GROUNDS: Final = {
    Ground.IN_LOG: Sentence(
        "Phiếu nằm trong sổ, là phiếu cuối của thẻ; tinnhiem verify cho biết tổng có gồm nó.",
        "The ballot lies in the log and is the last of its card; tinnhiem verify shows that the "
        "tally holds it.",
    ),
    Ground.LATER_BALLOT: Sentence(
        "Sau phiếu này, sổ có một phiếu khác của cùng thẻ.",
        "After this ballot the log has another one of the same card.",
    ),
    Ground.OTHER_BALLOT: Sentence(
        "Thẻ này đã dùng cho một phiếu khác trong sổ.",
        "This card was used for another ballot, which is in the log.",
    ),
    Ground.USED_BY_STATEMENT: Sentence(
        "Giấy từ chối ghi thẻ đã dùng. Đưa kèm phiếu (--ballot) thì kiểm được điều đó.",
        "The refusal says that the card was used. With the ballot (--ballot) that can be tested.",
    ),
    Ground.NOT_LISTED: Sentence(
        "Mã của thẻ không có trong danh sách thẻ được phát lúc mở.",
        "The card's credential is not on the list of issued cards.",
    ),
    Ground.VOID_BY_STATEMENT: Sentence(
        "Giấy từ chối ghi thẻ đã huỷ. Đưa kèm phiếu (--ballot) thì kiểm được điều đó.",
        "The refusal says that the card is void. With the ballot (--ballot) that can be tested.",
    ),
    Ground.AFTER_THE_END: Sentence(
        "Khi từ chối, sổ đã có mục kết thúc nhận phiếu.",
        "When it was refused, the log already had the end of the ballots.",
    ),
    Ground.BEFORE_THE_OPENING: Sentence(
        "Phiếu được gửi trước khi mở và không được gửi lại.",
        "The ballot was sent before the opening and not again.",
    ),
    Ground.NOT_IN_LOG: Sentence(
        "Phiếu không có trong sổ, thẻ chưa dùng, và không có giấy nào chứng tỏ máy chủ đã nhận.",
        "The ballot is not in the log, the card is unused, and no paper shows that it arrived.",
    ),
    Ground.NOT_IN_LOG_YET: Sentence(
        "Phiếu chưa có trong sổ. Việc bỏ phiếu còn mở: hãy gửi lại.",
        "The ballot is not in the log so far. Voting is still open: send it again.",
    ),
    Ground.FORKED: Sentence(
        "Khoá của hòm phiếu đã ký hai sổ khác nhau ở cùng một kích thước.",
        "The log's key signed two different logs of one size.",
    ),
    Ground.ENTRY_DIFFERS: Sentence(
        "Khoá của hòm phiếu đã ký rằng phiếu ở vị trí này, nhưng sổ có mục khác ở đó.",
        "The log's key signed that the ballot lies here, but the log has another entry there.",
    ),
    Ground.SIGNED_AFTER_THE_END: Sentence(
        "Khoá của hòm phiếu đã ký một phiếu ở sau mục kết thúc của sổ này.",
        "The log's key signed a ballot at a place after the end of this log's ballots.",
    ),
    Ground.REFUSED_THOUGH_THERE: Sentence(
        "Máy chủ từ chối một phiếu đã nằm sẵn trong sổ.",
        "The server refused a ballot that already lay in the log.",
    ),
    Ground.NOT_CLOSED: Sentence(
        "Máy chủ nói đã đóng, nhưng lúc đó sổ chưa có mục kết thúc.",
        "The server said that voting was closed, but the log had no end of the ballots then.",
    ),
    Ground.WAS_OPEN: Sentence(
        "Máy chủ nói chưa mở, nhưng lúc đó sổ đã có mục mở.",
        "The server said that voting was not open, but the log had the opening then.",
    ),
    Ground.NOT_THEN: Sentence(
        "Lý do từ chối chỉ có thể có khi đang mở, mà lúc đó không mở.",
        "This reason can be given only while voting is open, and it was not then.",
    ),
    Ground.CARD_LISTED: Sentence(
        "Máy chủ nói thẻ đã huỷ, nhưng thẻ có trong danh sách được phát.",
        "The server said that the card is void, but it is on the list of issued cards.",
    ),
    Ground.CARD_UNUSED: Sentence(
        "Máy chủ nói thẻ đã dùng, nhưng lúc đó sổ không có phiếu nào của thẻ.",
        "The server said that the card was used, but the log had no ballot of it then.",
    ),
}

EXHIBITS: Final = {
    Exhibit.BALLOT_ENTRY: Sentence("Mục của phiếu", "The ballot's entry"),
    Exhibit.OTHER_ENTRY: Sentence("Mục kia trong sổ", "The other entry in the log"),
    Exhibit.SETUP_ENTRY: Sentence(
        "Mục mở, nêu danh sách thẻ", "The opening, which names the list of cards"
    ),
    Exhibit.END_ENTRY: Sentence("Mục kết thúc nhận phiếu", "The end of the ballots"),
    Exhibit.PAPER: Sentence("Chữ ký của máy chủ trên giấy", "What the server signed on the paper"),
    Exhibit.CHECKPOINT: Sentence("Điểm chốt của sổ", "The log's checkpoint"),
    Exhibit.ROOT: Sentence(
        "Kích thước và gốc cây tính từ sổ", "Size and root computed from the log"
    ),
    Exhibit.CREDENTIAL: Sentence("Mã công khai của thẻ", "The card's public credential"),
}

REFUSED: Final = {
    DisputeFault.NOT_A_PAPER: Sentence(
        "Tệp này không phải là biên nhận, giấy từ chối hay phiếu.",
        "This is no receipt, signed refusal or ballot.",
    ),
    DisputeFault.OTHER_BALLOT: Sentence(
        "Giấy từ chối là của một phiếu khác.", "The refusal is of another ballot."
    ),
    DisputeFault.LOG_TOO_SHORT: Sentence(
        "Giấy mới hơn sổ: hãy tải sổ mới nhất. Nếu không còn sổ nào dài hơn, giấy và sổ này là "
        "bằng chứng rằng sổ đã bị lùi.",
        "The paper is newer than the log: get the newest log. If there is no longer one, paper and "
        "log are the evidence that the log went back.",
    ),
    DisputeFault.UNSOUND: Sentence(
        "Hồ sơ hoặc sổ không qua phép kiểm; hãy chạy tinnhiem verify, báo cáo đó là bằng chứng.",
        "Record or log do not pass verification; run tinnhiem verify, its report is the evidence.",
    ),
}

_WORDS: Final = {
    "verdict": Sentence("Kết luận", "Verdict"),
    "tracker": Sentence("Mã xác nhận", "Tracker"),
    "because": Sentence("Vì", "Because"),
    "proof": Sentence("Bằng chứng", "Proof"),
    "place": Sentence("mục {index} của sổ", "log entry {index}"),
    "own_policy": Sentence(
        "Lưu ý: khoá của hòm phiếu lấy từ chính sổ (không có --policy).",
        "Note: the log's key is taken from the log itself (no --policy).",
    ),
}


def ruling_text(case: Case, ruling: Ruling, language: Language) -> str:
    """Write a ruling: the verdict, why, and the bytes that show it."""
    rows = [
        ("verdict", say(OUTCOMES[ruling.outcome], language)),
        ("tracker", ruling.tracker),
        ("because", say(GROUNDS[ruling.ground], language)),
    ]
    lines = [f"{say(_WORDS[word], language)}: {value}" for word, value in rows]
    lines.append(f"{say(_WORDS['proof'], language)}:")
    for one, text in _texts(case, ruling):
        where = "" if one.index is None else f" ({say(_WORDS['place'], language, index=one.index)})"
        lines.append(f"- {say(EXHIBITS[one.exhibit], language)}{where}:")
        lines += [f"    {shown(line)}" for line in text.rstrip("\n").split("\n")]
    if not case.evidence.is_given:
        lines.append(say(_WORDS["own_policy"], language))
    return "\n".join([*lines, ""])


def ruling_json(case: Case, ruling: Ruling, language: Language) -> str:
    """Write a ruling as one JSON object on one line."""
    value = {
        "verdict": ruling.outcome.value,
        "ground": ruling.ground.value,
        "tracker": ruling.tracker,
        "policy": "given" if case.evidence.is_given else "own",
        "text": say(GROUNDS[ruling.ground], language),
        "proof": [
            {"exhibit": one.exhibit.value, "index": one.index, "text": text}
            for one, text in _texts(case, ruling)
        ],
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def _texts(case: Case, ruling: Ruling) -> list[tuple[Shown, str]]:
    """Return each piece of the proof with its text; entries are read from the log's file."""
    indexes = [one.index for one in ruling.proof if one.index is not None]
    entries = entries_in(case.evidence.log.path, indexes)
    return [
        (one, one.text if one.index is None else entries[one.index].decode())
        for one in ruling.proof
    ]
