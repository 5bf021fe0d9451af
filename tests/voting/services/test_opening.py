"""Keys, rehearsal, cards and the opening."""

import json
import stat

import pytest

from ballots.credentials import make_credential, parse_public_credentials
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from tests.voting.people import OPENING, Delegate, Organizer
from voting.refusals import Refusal, VotingRefused
from voting.rules.profile import load_profile
from voting.services.keys import server_key_file
from voting.services.reading import Part, read_conference, read_part


def refused(error: pytest.ExceptionInfo[VotingRefused]) -> Refusal:
    return error.value.refusal


def test_the_server_key_is_a_file_that_only_its_owner_can_read(organizer: Organizer) -> None:
    organizer.prepares()
    file = server_key_file(organizer.instance.settings, organizer.uuid)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(file.read_bytes())) == {"owner", "secret"}


def test_member_keys_are_given_out_and_kept_nowhere(organizer: Organizer) -> None:
    organizer.prepares_with_committee(2, 3)
    assert len(organizer.member_keys) == 3
    kept = b"".join(
        one.read_bytes() for one in organizer.instance.settings.instance.rglob("*") if one.is_file()
    )
    for key in organizer.member_keys:
        assert json.loads(key)["seed"].encode() not in kept


@pytest.mark.parametrize("members", [[0, 1], [0, 2], [2, 1], [0, 1, 2]])
def test_enough_members_can_rehearse(members: list[int], organizer: Organizer) -> None:
    organizer.prepares_with_committee(2, 3)
    took_part = organizer.rehearses(*(organizer.member_keys[one] for one in members))
    assert took_part == (1, *sorted(one + 2 for one in members))


def test_too_few_members_cannot_rehearse(organizer: Organizer) -> None:
    organizer.prepares_with_committee(2, 3)
    with pytest.raises(BallotsError) as error:
        organizer.rehearses(organizer.member_keys[0])
    assert error.value.refusal is BallotRefusal.TOO_FEW_DECRYPTIONS
    organizer.prints()
    with pytest.raises(VotingRefused) as missing:
        organizer.opens()
    assert refused(missing) is Refusal.REHEARSAL_MISSING


def test_a_key_of_another_conference_is_refused(organizer: Organizer) -> None:
    organizer.prepares_with_committee(1, 2)
    foreign = organizer.member_keys[0]
    organizer.prepares_with_committee(1, 2)
    for key in (foreign, b"{}", b"", b'{"group":"none","index":1,"seed":"a","private_key":"b"}\n'):
        with pytest.raises(VotingRefused) as error:
            organizer.rehearses(key)
        assert refused(error) is Refusal.WRONG_KEY


def test_a_member_key_is_refused_where_there_is_no_committee(organizer: Organizer) -> None:
    organizer.prepares_with_committee(1, 2)
    key = organizer.member_keys[0]
    organizer.prepares()
    with pytest.raises(VotingRefused) as error:
        organizer.rehearses(key)
    assert refused(error) is Refusal.WRONG_KEY


@pytest.mark.parametrize("content", [b"", b"{}", b'{"owner":1,"secret":"x"}', None])
def test_without_the_server_key_there_is_no_rehearsal(
    content: bytes | None, organizer: Organizer
) -> None:
    organizer.prepares()
    file = server_key_file(organizer.instance.settings, organizer.uuid)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(VotingRefused) as error:
        organizer.rehearses()
    assert refused(error) in (Refusal.SERVER_KEY_MISSING, Refusal.WRONG_KEY)


def test_the_server_key_of_another_conference_is_refused(organizer: Organizer) -> None:
    organizer.prepares()
    other = server_key_file(organizer.instance.settings, organizer.uuid).read_bytes()
    organizer.prepares()
    server_key_file(organizer.instance.settings, organizer.uuid).write_bytes(other)
    with pytest.raises(VotingRefused) as error:
        organizer.rehearses()
    assert refused(error) is Refusal.WRONG_KEY


def test_a_rehearsal_that_gives_other_counts_is_refused(
    organizer: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer.prepares()
    wrong = [[0, 0, 0], [0, 0, 0]]
    monkeypatch.setattr("voting.services.preparing.combine", lambda *_, **__: wrong)
    with pytest.raises(VotingRefused) as error:
        organizer.rehearses()
    assert refused(error) is Refusal.REHEARSAL_FAILED
    organizer.prints()
    with pytest.raises(VotingRefused) as missing:
        organizer.opens()
    assert refused(missing) is Refusal.REHEARSAL_MISSING


def test_cards_are_all_different_and_as_many_as_asked(organizer: Organizer) -> None:
    organizer.prepares()
    first, second = organizer.prints(), organizer.prints(3)
    assert (len(first), len(second)) == (5, 3)
    assert len({one.card for one in (*first, *second)}) == 8
    turnout = read_conference(organizer.instance, organizer.uuid).turnout
    assert (turnout.printed, turnout.issued, turnout.void, turnout.cast) == (8, 0, 0, 0)


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_an_impossible_number_of_cards_is_refused(count: int, organizer: Organizer) -> None:
    organizer.prepares()
    with pytest.raises(VotingRefused) as error:
        organizer.prints(count)
    assert refused(error) is Refusal.BAD_CARD_COUNT


def test_more_cards_than_the_limit_in_several_batches_are_refused(
    organizer: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer.prepares()
    monkeypatch.setattr("voting.services.cards.MAX_CARDS", 8)
    organizer.prints(5)
    with pytest.raises(VotingRefused) as error:
        organizer.prints(4)
    assert refused(error) is Refusal.BAD_CARD_COUNT


def test_left_over_cards_are_void_and_not_in_the_record(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    assert organizer.opens(*delegates[3:]) == 3
    data = read_part(organizer.instance, organizer.uuid, Part.PUBLIC_CREDENTIALS)
    listed = parse_public_credentials(data, organizer.election.group)
    assert set(listed) == {one.public for one in delegates[:3]}
    turnout = read_conference(organizer.instance, organizer.uuid).turnout
    assert (turnout.printed, turnout.issued, turnout.void) == (5, 3, 2)


def test_the_list_in_the_record_is_not_in_the_order_of_the_cards(organizer: Organizer) -> None:
    delegates = organizer.is_open(cards=40, present=40, convened=40)
    data = read_part(organizer.instance, organizer.uuid, Part.PUBLIC_CREDENTIALS)
    listed = list(parse_public_credentials(data, organizer.election.group))
    printed = [one.public for one in delegates]
    assert listed not in (printed, sorted(printed))
    assert sorted(listed) == sorted(printed)


def test_a_left_over_card_that_was_never_printed_is_refused(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    organizer.prints()
    stranger = Delegate(organizer.instance, organizer.election, make_credential())
    with pytest.raises(VotingRefused) as error:
        organizer.opens(stranger)
    assert refused(error) is Refusal.UNKNOWN_CARD


def test_voting_does_not_open_without_cards(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    with pytest.raises(VotingRefused) as error:
        organizer.opens()
    assert refused(error) is Refusal.NO_CARDS
    delegates = organizer.prints()
    with pytest.raises(VotingRefused) as none_left:
        organizer.opens(*delegates)
    assert refused(none_left) is Refusal.NO_CARDS


def test_more_cards_in_the_hall_than_people_are_refused(organizer: Organizer) -> None:
    organizer.prepares(cards=7)
    organizer.rehearses()
    delegates = organizer.prints()
    with pytest.raises(VotingRefused) as error:
        organizer.opens(delegates[0])
    assert refused(error) is Refusal.MORE_CARDS_THAN_PRESENT
    assert organizer.opens(*delegates[:2]) == 5


def test_voting_does_not_open_without_the_quorum_of_the_rules(organizer: Organizer) -> None:
    profile = load_profile("QD96-2023")
    organizer.prepares(profile=profile, convened=6, present=3, cards=3)
    organizer.rehearses()
    organizer.prints()
    with pytest.raises(VotingRefused) as error:
        organizer.opens()
    assert refused(error) is Refusal.QUORUM_MISSING
    assert error.value.reason is not None
    assert "2/3" in error.value.reason.vi


def test_the_quorum_of_two_thirds_is_enough_exactly(organizer: Organizer) -> None:
    profile = load_profile("QD96-2023")
    organizer.is_open(profile=profile, convened=6, present=4, cards=4)
    assert read_conference(organizer.instance, organizer.uuid).has_record


def test_only_the_opening_has_a_time_in_the_record(organizer: Organizer) -> None:
    organizer.is_open()
    record = organizer.record()
    second = str(int(OPENING.timestamp()))
    assert f'{{"version":1,"timestamp":"{second}"}}'.encode() in record
    octal = f"{int(OPENING.timestamp()):011o}".encode()
    assert record.count(octal) == record.count(b".json") + 1
