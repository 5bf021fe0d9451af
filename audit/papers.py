"""Rule on the papers that a server signed, receipts and refusals (table: docs/dispute.md)."""

from audit.dispute import (
    Case,
    Exhibit,
    Ground,
    Outcome,
    Ruling,
    Shown,
    fault,
    read_ballot,
    replaced_by,
    rule_on_ballot,
    standing,
    too_short,
)
from audit.errors import DisputeFault, DisputeRefused
from audit.merkle import leaf_hash
from audit.proof import KIND as RECEIPT_KIND
from audit.receipt import Receipt, parse_receipt, verify_receipt
from audit.statement import KIND as STATEMENT_KIND
from audit.statement import RefusalCode, SignedStatement, parse_statement, verify_statement
from ballots.ballot import Ballot


def settle(case: Case, paper: bytes, ballot: bytes | None = None) -> Ruling:
    """Rule on what a delegate hands in: a receipt, a signed refusal, or a ballot.

    ballot: the ballot that a refusal is about, if the delegate still has it.
    Raises DisputeRefused NOT_A_PAPER, OTHER_BALLOT, LOG_TOO_SHORT; LogRefused and ReceiptRefused
    for a paper that the log did not sign; BallotsError for a ballot that is none.
    """
    own = None if ballot is None else read_ballot(ballot, case)
    if paper.startswith(b"{"):
        return rule_on_ballot(case, read_ballot(paper, case))
    try:
        text = paper.decode()
    except UnicodeDecodeError as error:
        raise DisputeRefused(DisputeFault.NOT_A_PAPER, "UTF-8") from error
    if text.startswith(RECEIPT_KIND):
        return _rule_on_receipt(case, parse_receipt(text))
    if text.startswith(STATEMENT_KIND):
        return _rule_on_statement(case, parse_statement(text), text, own)
    raise DisputeRefused(DisputeFault.NOT_A_PAPER)


def _rule_on_receipt(case: Case, receipt: Receipt) -> Ruling:
    """Hold the signed tree of a receipt against the log."""
    verify_receipt(receipt, case.log_key)
    checkpoint, index = receipt.proof.signed.checkpoint, receipt.index
    paper = Shown(Exhibit.PAPER, str(receipt.proof.signed))
    signed_entry = Shown(Exhibit.BALLOT_ENTRY, receipt.entry.decode())
    if checkpoint.size <= case.size and case.root_at(checkpoint.size) != checkpoint.root:
        return _forked(case, receipt.tracker, paper, checkpoint.size)
    if index >= case.size:
        if case.ended is None:
            too_short(checkpoint.size, case)
        ended = Shown(Exhibit.END_ENTRY, index=case.ended)
        return fault(
            Ground.SIGNED_AFTER_THE_END,
            receipt.tracker,
            *(paper, signed_entry, ended, case.checkpoint),
        )
    cast = case.cast_of(receipt.tracker)
    if cast is None or case.evidence.log.lines[index].leaf != leaf_hash(receipt.entry):
        entry = Shown(Exhibit.OTHER_ENTRY, index=index)
        return fault(Ground.ENTRY_DIFFERS, receipt.tracker, paper, signed_entry, entry)
    return standing(case, cast)


def _rule_on_statement(
    case: Case, signed: SignedStatement, text: str, ballot: Ballot | None
) -> Ruling:
    """Hold a signed refusal against the log as it was then."""
    verify_statement(signed, case.log_key)
    said = signed.statement
    if ballot is not None and ballot.tracker != said.tracker:
        raise DisputeRefused(DisputeFault.OTHER_BALLOT, ballot.tracker)
    paper = Shown(Exhibit.PAPER, text)
    if said.size > case.size:
        too_short(said.size, case)
    if case.root_at(said.size) != said.root:
        return _forked(case, said.tracker, paper, said.size)
    cast = case.cast_of(said.tracker)
    if cast is not None:
        if cast.index >= said.size:
            return standing(case, cast)  # it was sent again later
        entry = Shown(Exhibit.BALLOT_ENTRY, index=cast.index)
        return fault(Ground.REFUSED_THOUGH_THERE, said.tracker, paper, entry)
    if said.code in (RefusalCode.VOTING_CLOSED, RefusalCode.VOTING_NOT_OPEN):
        return _rule_on_time(case, signed, paper)
    if not _is_open(case, said.size):
        return fault(Ground.NOT_THEN, said.tracker, paper, case.checkpoint)
    if said.code is RefusalCode.CARD_VOID:
        return _rule_on_void(case, said.tracker, paper, ballot)
    return _rule_on_used(case, signed, paper, ballot)


def _rule_on_time(case: Case, signed: SignedStatement, paper: Shown) -> Ruling:
    """Rule on `voting_closed` and `voting_not_open`."""
    said, setup = signed.statement, Shown(Exhibit.SETUP_ENTRY, index=case.opened)
    if said.code is RefusalCode.VOTING_NOT_OPEN:
        if case.opened < said.size:
            return fault(Ground.WAS_OPEN, said.tracker, paper, setup)
        return Ruling(
            Outcome.NEVER_ARRIVED, Ground.BEFORE_THE_OPENING, said.tracker, (paper, setup)
        )
    if case.ended is None or case.ended >= said.size:
        return fault(Ground.NOT_CLOSED, said.tracker, paper, case.checkpoint)
    ended = Shown(Exhibit.END_ENTRY, index=case.ended)
    return Ruling(Outcome.TOO_LATE, Ground.AFTER_THE_END, said.tracker, (paper, ended))


def _rule_on_void(case: Case, tracker: str, paper: Shown, ballot: Ballot | None) -> Ruling:
    """Rule on `card_void`: the list in the record says which cards are not void."""
    if ballot is None:
        return Ruling(Outcome.VOID_CARD, Ground.VOID_BY_STATEMENT, tracker, (paper,))
    card = Shown(Exhibit.CREDENTIAL, ballot.credential)
    setup = Shown(Exhibit.SETUP_ENTRY, index=case.opened)
    if ballot.credential in case.credentials:
        return fault(Ground.CARD_LISTED, tracker, paper, card, setup)
    return Ruling(Outcome.VOID_CARD, Ground.NOT_LISTED, tracker, (paper, card, setup))


def _rule_on_used(
    case: Case, signed: SignedStatement, paper: Shown, ballot: Ballot | None
) -> Ruling:
    """Rule on `credential_used`: another ballot of the card must lie in the log."""
    said = signed.statement
    if ballot is None:
        return Ruling(Outcome.REPLACED, Ground.USED_BY_STATEMENT, said.tracker, (paper,))
    card = Shown(Exhibit.CREDENTIAL, ballot.credential)
    other = case.last_of(ballot.credential, before=said.size)
    if other is None:
        return fault(Ground.CARD_UNUSED, said.tracker, paper, card, case.checkpoint)
    return replaced_by(other, Ground.OTHER_BALLOT, said.tracker, paper, card)


def _is_open(case: Case, size: int) -> bool:
    """Tell whether voting was open in the tree of a size."""
    return case.opened < size and (case.ended is None or size <= case.ended)


def _forked(case: Case, tracker: str, paper: Shown, size: int) -> Ruling:
    root = Shown(Exhibit.ROOT, f"{size} {case.root_at(size).hex()}")
    return fault(Ground.FORKED, tracker, paper, root, case.checkpoint)
