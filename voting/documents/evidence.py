"""What ties the minutes to the log: digests, the mark of the ballot box, the checkpoint as QR.

The QR code holds the checkpoint exactly as the log signed it, so a phone that reads the paper has
the evidence: kept in a file, `tinnhiem verify … --earlier-checkpoint FILE` compares it.
"""

import base64
from typing import Final

from voting.documents.account import Account
from voting.documents.blocks import Block, Code, Text
from voting.documents.office import Speech, mark_of
from voting.documents.qr import TooDense, modules_of
from voting.findings import Language
from voting.refusals import Refusal, VotingRefused

MOST_MODULES: Final = 101  # at 46 mm a module is 0.42 mm: a phone reads it from a plain print


def evidence_blocks(account: Account, language: Language) -> tuple[Block, ...]:
    """Return the digests and the QR code. Raises VotingRefused QR_TOO_DENSE."""
    say, state = Speech(language), account.checkpoint.checkpoint
    try:
        modules = modules_of(str(account.checkpoint), MOST_MODULES)
    except TooDense:
        raise VotingRefused(Refusal.QR_TOO_DENSE) from None
    lines = (
        (
            say("Dấu hòm phiếu lúc công bố", "Mark of the ballot box at the publication"),
            mark_of(account, language),
        ),
        (
            say("Tám âm tiết của cuộc lấy phiếu", "Eight syllables of the vote"),
            account.election_words,
        ),
        (say("Sổ", "Log"), state.origin),
        (say("Gốc cây của sổ", "Root of the log"), base64.b64encode(state.root).decode()),
        (
            say("Hồ sơ {name} (SHA-256)", "Record {name} (SHA-256)", name=f"{account.uuid}.bel"),
            account.record_digest,
        ),
    )
    about = say(
        "Biên bản này lập hoàn toàn từ sổ đến mục công bố kết quả; ai có sổ cũng lập lại được đúng "
        "từng byte. Ô mã chứa điểm chốt do khoá của hòm phiếu ký. Máy nào ghi cùng số mục thì "
        "phải có cùng sáu chữ.",
        "These minutes are made from the log alone, up to the publication; whoever has the log can "
        "make them again byte for byte. The code holds the checkpoint that the log signed. Screens "
        "that show the same number of entries must show the same six words.",
    )
    return (Text(text=about, keep=True), Code(modules=modules, lines=lines))
