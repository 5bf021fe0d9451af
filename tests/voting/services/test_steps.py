"""The way of a vote as a state machine: every illegal move is refused with its reason."""

from collections.abc import Callable

import pytest

from audit.findings import State as CheckState
from audit.verifier import verify_record
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.proofs import Proof
from tests.voting.people import HIGH, LOW, MEDIUM, UNMARKED, Delegate, Organizer
from voting.refusals import Refusal, VotingRefused
from voting.services.decrypting import accept_partial_decryption
from voting.services.reading import read_conference
from voting.services.results import published_result, result_for_chair

Move = Callable[[], object]


def refusal_of(move: Move) -> str:
    with pytest.raises((VotingRefused, BallotsError)) as refused:
        move()
    error = refused.value
    assert isinstance(error, VotingRefused | BallotsError)
    return error.refusal.value


class Chair:
    """Tries every move there is, and says how each is refused."""

    def __init__(self, organizer: Organizer, delegate: Delegate) -> None:
        self.organizer = organizer
        self.ballot = delegate.encrypts(LOW, LOW)
        self.moves: dict[str, Move] = {
            "rehearse": organizer.rehearses,
            "print": organizer.prints,
            "open": organizer.opens,
            "cast": lambda: delegate.sends(self.ballot),
            "close": organizer.closes,
            "decrypt": organizer.decrypts,
            "accept": lambda: accept_partial_decryption(
                organizer.instance, organizer.uuid, 1, b"{}", Proof("0", "0")
            ),
            "count": organizer.counts,
            "publish": organizer.publishes,
            "show": lambda: published_result(organizer.instance, organizer.uuid),
            "tell": lambda: result_for_chair(organizer.instance, organizer.uuid),
            "record": organizer.record,
        }

    def is_refused(self, **expected: str) -> None:
        """Try the moves named; each must be refused for the reason given and change nothing."""
        before = self.seen()
        found = {name: refusal_of(self.moves[name]) for name in expected}
        assert found == expected
        assert self.seen() == before

    def seen(self) -> tuple[object, ...]:
        view = read_conference(self.organizer.instance, self.organizer.uuid)
        record = self.organizer.record() if view.has_record else b""
        return view, record


def test_a_vote_goes_through_its_states_and_through_no_others(organizer: Organizer) -> None:
    organizer.prepares()
    delegates = organizer.prints()
    chair = Chair(organizer, delegates[4])
    not_yet = {
        "close": "voting_not_open",
        "decrypt": "voting_not_open",
        "accept": "voting_not_open",
        "count": "voting_not_open",
        "publish": "not_counted",
        "show": "result_not_published",
        "tell": "not_counted",
    }
    chair.is_refused(
        open="rehearsal_missing", cast="voting_not_open", record="no_record_yet", **not_yet
    )
    organizer.rehearses()
    assert organizer.opens() == 5
    done = {"rehearse": "already_opened", "print": "already_opened", "open": "already_opened"}
    still = dict.fromkeys(("decrypt", "accept", "count"), "voting_still_open")
    hidden = {"publish": "not_counted", "show": "result_not_published", "tell": "not_counted"}
    chair.is_refused(**done, **still, **hidden)
    for delegate, choice in zip(delegates, (HIGH, HIGH, LOW), strict=False):
        delegate.casts(choice, MEDIUM)
    assert organizer.closes() == 3
    over = {**done, "cast": "voting_closed", "close": "voting_closed"}
    chair.is_refused(**over, **hidden, accept="malformed", count="too_few_decryptions")
    assert organizer.decrypts() == (1,)
    chair.is_refused(**over, **hidden, decrypt="already_decrypted")
    assert [person.counts for person in organizer.counts().people] == [(2, 0, 1), (0, 3, 0)]
    counted = dict.fromkeys(("decrypt", "accept", "count"), "already_counted")
    chair.is_refused(**over, **counted, show="result_not_published")
    organizer.publishes()
    chair.is_refused(**over, **counted, publish="already_published")


def test_nothing_can_be_done_to_a_conference_that_does_not_exist(organizer: Organizer) -> None:
    organizer.prepares()
    delegate = organizer.prints()[0]
    chair = Chair(organizer, delegate)
    organizer.uuid = "11111111111111"
    for name, move in chair.moves.items():
        if name != "cast":
            assert refusal_of(move) == Refusal.UNKNOWN_CONFERENCE.value, name


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"group": "P-256"}, "unknown_group"),
        ({"people": ()}, "people"),
    ],
)
def test_a_definition_that_makes_no_election_is_refused(
    changes: dict[str, object], reason: str, organizer: Organizer
) -> None:
    with pytest.raises(VotingRefused) as refused:
        organizer.prepares(**changes)
    assert refused.value.refusal is Refusal.BAD_DEFINITION
    assert reason in refused.value.detail
    assert not organizer.instance.settings.key_folder.exists()


def test_a_committee_that_cannot_be_is_refused(organizer: Organizer) -> None:
    with pytest.raises(VotingRefused) as refused:
        organizer.prepares_with_committee(3, 2)
    assert refused.value.refusal is Refusal.BAD_DEFINITION


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_the_record_of_a_whole_vote_is_sound(group: str, organizer: Organizer) -> None:
    delegates = organizer.is_open(group=group)
    for delegate in delegates[:3]:
        delegate.casts(MEDIUM, UNMARKED)
    result = organizer.finishes()
    assert [person.counts for person in result.people] == [(0, 3, 0), (0, 0, 0)]
    file = organizer.instance.settings.instance / f"{organizer.uuid}.bel"
    file.write_bytes(organizer.record())
    verdict = verify_record(file)
    assert verdict.sound
    assert all(check.state is CheckState.PASSED for check in verdict.checks[:22])


def test_a_failure_while_storing_leaves_no_key_behind(
    organizer: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise BallotsError(BallotRefusal.MALFORMED)

    monkeypatch.setattr("voting.services.preparing.store_conference", fail)
    with pytest.raises(BallotsError):
        organizer.prepares()
    assert list(organizer.instance.settings.key_folder.glob("*")) == []
