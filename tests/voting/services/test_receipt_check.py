"""A pasted receipt or tracker: what is said of it, and that nothing is taken on trust."""

import msgspec
import pytest

from audit.checkpoint import Checkpoint, make_checkpoint_text
from audit.entries import event_entry
from audit.merkle import leaf_hash, root_at
from audit.receipt import make_receipt, parse_receipt, tracker_in
from audit.receipt_verdict import Verdict
from tests.voting.people import Delegate, Organizer
from voting.services.casting import CastBallot
from voting.services.receipt_check import Finding, Found, find_ballot


@pytest.fixture
def cast(delegates: list[Delegate]) -> CastBallot:
    return delegates[0].casts()


def look(organizer: Organizer, text: str) -> Found:
    return find_ballot(organizer.instance, organizer.uuid, text)


def verdict(organizer: Organizer, text: str) -> Verdict:
    found = look(organizer, text)
    assert found.finding is Finding.RECEIPT_REFUSED and found.judgement is not None
    return found.judgement.verdict


def test_a_receipt_holds_however_it_was_pasted(organizer: Organizer, cast: CastBallot) -> None:
    for text in (
        cast.receipt,
        cast.receipt.replace("\n", "\r\n"),
        f"Biên nhận của tôi:\n\n{cast.receipt}\n\n",
        cast.receipt.replace("\n", "  \n").rstrip(),
    ):
        found = look(organizer, text)
        place = (found.finding, found.index, found.tracker)
        assert place == (Finding.RECEIPT_HOLDS, cast.index, cast.tracker)
        assert found.sentences("en")[0].startswith("The receipt holds.")


def test_a_tracker_is_found_whole_in_a_text_or_by_its_beginning(
    organizer: Organizer, cast: CastBallot
) -> None:
    found = Found(Finding.ON_BOARD, cast.index, cast.tracker)
    short = cast.tracker[:12]
    for text in (cast.tracker, f"mã: {cast.tracker}.", short, " ".join(short), f"{short}\n"):
        assert look(organizer, text) == found


def test_what_is_not_there_is_said_so(organizer: Organizer, cast: CastBallot) -> None:
    assert look(organizer, "A" * 43).finding is Finding.NOT_ON_BOARD
    assert look(organizer, cast.tracker[:5]).finding is Finding.TOO_SHORT
    assert look(organizer, "").finding is Finding.TOO_SHORT
    assert look(organizer, "không phải mã").finding is Finding.TOO_SHORT


def test_a_receipt_with_a_changed_line_is_not_believed(
    organizer: Organizer, cast: CastBallot
) -> None:
    moved = cast.receipt.replace(f"\nindex {cast.index}\n", f"\nindex {cast.index - 1}\n")
    assert verdict(organizer, moved) is Verdict.BAD_PATH
    grown = cast.receipt.replace(f"\n{cast.index + 1}\n", f"\n{cast.index + 2}\n")
    assert verdict(organizer, grown) is Verdict.BAD_SIGNATURE
    assert verdict(organizer, cast.receipt[:-8]) is Verdict.NOT_A_RECEIPT


def test_a_signed_receipt_of_a_ballot_that_the_log_lacks_is_told(
    organizer: Organizer, cast: CastBallot
) -> None:
    """The log signed another tree than the one it shows: the proof that the server lied."""
    parsed = parse_receipt(cast.receipt)
    event = msgspec.structs.replace(parsed.event, payload="ab" * 32)
    entry = event_entry(event)
    nodes = {(0, 0): leaf_hash(entry)}
    key = organizer.instance.log_key.of_conference(organizer.uuid)
    text = make_checkpoint_text(Checkpoint(key.name, 1, root_at(1, lambda *at: nodes[at])))
    lie = make_receipt(entry=entry, index=0, path=[], checkpoint=key.signed(text))
    found = look(organizer, lie)
    assert (found.finding, found.index) == (Finding.RECEIPT_DIFFERS, 0)
    assert found.tracker == tracker_in(event)


def test_a_receipt_of_another_conference_is_sent_there(
    organizer: Organizer, cast: CastBallot
) -> None:
    organizer.prepares()
    assert verdict(organizer, cast.receipt) is Verdict.OTHER_CONFERENCE
