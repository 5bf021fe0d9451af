"""Cards left over: what of a line may be shown again, and what is no card."""

import pytest

from ballots.credentials import make_credential, public_credential
from ballots.group import group_named
from voting.leftover import is_public, named_cards
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import sheet_text, short_name

UUID, OTHER = "JFhMBfmAp5jNJh", "4HPuXowwcJxQaw"
GROUP = group_named("Ed25519")
CARD = make_credential()
PUBLIC = public_credential(CARD, uuid=UUID, group=GROUP)


@pytest.mark.parametrize("name", [PUBLIC, short_name(PUBLIC)], ids=["whole", "short"])
def test_a_line_is_public_that_is_a_public_name_alone_or_behind_its_vote(name: str) -> None:
    for line in ("", " ", name, f" {name}\n", f"{UUID} {name}", f"{UUID}  {name}"):
        assert is_public(line, [UUID]), line
    code = CARD.replace("-", "")
    for line in (
        *(f"{name} {CARD}", f"{UUID} {name} {CARD}", f"{CARD} {name}", f"{code} {name}"),
        *(f"{OTHER} {name}", f"{UUID} {UUID} {name}", f"http://h/c/{UUID}/vote#{CARD} {name}"),
    ):
        assert not is_public(line, [UUID]), line


def test_a_code_that_votes_and_a_void_sheet_are_not_public() -> None:
    sheet = sheet_text(UUID, 1, [PUBLIC])
    link = f"http://example.test/c/{UUID}/vote"
    lines = (CARD, f"{link}#{CARD}", f"{link}%23{CARD}", sheet, sheet.lower(), UUID)
    for line in lines:
        assert not is_public(line, [UUID]) and not is_public(f"{UUID} {line}", [UUID]), line


def test_a_void_sheet_among_cards_is_said_to_be_one() -> None:
    sheet = sheet_text(UUID, 1, [PUBLIC])
    for line in (sheet, f" {sheet.lower()}", f"{UUID} {sheet}"):
        with pytest.raises(VotingRefused) as error:
            named_cards([CARD, line], uuids=[UUID], group=GROUP)
        assert error.value.refusal is Refusal.VOID_SHEET_SENT
        assert sheet not in str(error.value)
