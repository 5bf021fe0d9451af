"""Elections (bầu cử): one list, at most so many chosen, from the definition to the record."""

from pathlib import Path

import click
import pytest

from audit.verifier import verify_record
from ballots.errors import BallotRefused, Refusal
from tests.voting.people import Organizer, definition
from voting.commands.common import warn_of_surplus
from voting.commands.vote import parse_list
from voting.definition import DefinitionUnreadable, definition_bytes, parse_definition
from voting.plan.people import Person
from voting.refusals import VotingRefused
from voting.rules.overrides import apply_overrides
from voting.rules.profile import load_profile
from voting.rules.ranking import Standing
from voting.services.rereading import readable_profiles
from voting.standings import surplus_of

RULES = load_profile("BAUCU-QD190")
LIST = tuple(Person(f"Người {letter}", "Ủy viên") for letter in "ABCDE")
ELECTION = {"profile": RULES, "people": LIST, "seats": 3, "convened": 6, "present": 5}


def choosing(*chosen: int, of: int = len(LIST)) -> list[int]:
    """Return the marks of a ballot that chooses these places of the list."""
    return [int(place in chosen) for place in range(of)]


def test_an_election_is_one_question_of_the_whole_list_that_may_be_blank() -> None:
    [asked] = definition(**ELECTION).questions()
    assert (asked.min, asked.max, asked.blank) == (1, 3, True)
    assert asked.answers[0] == "Người A, Ủy viên" and len(asked.answers) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("changes", [{"seats": None}, {"seats": 5}, {"seats": 0}])
def test_an_election_without_surplus_or_seats_is_not_frozen(
    changes: dict[str, object], organizer: Organizer
) -> None:
    data = definition_bytes(definition(**{**ELECTION, **changes}))
    with pytest.raises(DefinitionUnreadable, match="seats"):
        parse_definition(data)
    with pytest.raises(VotingRefused):
        organizer.prepares(**{**ELECTION, **changes})


def test_a_rating_has_no_seats() -> None:
    with pytest.raises(DefinitionUnreadable, match="seats"):
        parse_definition(definition_bytes(definition(seats=1)))


def test_a_whole_election_is_counted_ranked_and_sound(organizer: Organizer, tmp_path: Path) -> None:
    delegates = organizer.is_open(**ELECTION)
    first, second, third, fourth, fifth = delegates
    first.casts(choosing(0, 1, 2))
    second.casts(choosing(0, 1))
    third.casts(choosing(0, 3, 1))
    fourth.casts(choosing(0, 1))
    with pytest.raises(BallotRefused) as refused:
        fifth.casts(choosing(0, 1, 2, 3))
    assert refused.value.refusal is Refusal.BAD_CHOICES
    fifth.sends(fifth.encrypts(None))  # type: ignore[arg-type]  # None: nobody is chosen
    result = organizer.finishes()
    assert [one.counts for one in result.people] == [(4,), (4,), (1,), (1,), (0,)]
    assert (result.counted.nobody, result.counted.invalid, result.totals.valid) == (1, 1, 4)
    outcome = result.people[2].outcome
    assert outcome is not None
    assert (outcome.whole, outcome.unmarked, outcome.reached) == (6, 3, None)
    ranking = result.ranking
    assert ranking is not None
    assert [one.index for one in ranking.of(Standing.ELECTED)] == [0, 1]
    assert (ranking.unfilled, ranking.contested) == (1, 0)
    assert readable_profiles(RULES) == ()
    record = tmp_path / f"{organizer.uuid}.bel"
    record.write_bytes(organizer.record())
    assert verify_record(record, jobs=1).sound


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_ballot_that_chooses_nobody_is_what_the_plan_says(organizer: Organizer) -> None:
    rules = apply_overrides(RULES, {"contest": {"nobody_chosen": "valid"}})
    delegates = organizer.is_open(**{**ELECTION, "profile": rules})
    for delegate in delegates:
        delegate.sends(delegate.encrypts(None))  # type: ignore[arg-type]  # None: nobody
    result = organizer.finishes()
    assert (result.counted.nobody, result.counted.invalid, result.totals.valid) == (5, 0, 5)
    assert result.ranking is not None and result.ranking.unfilled == 3
    assert readable_profiles(rules) == (RULES,)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sixty_candidates_for_forty_seats_are_counted(organizer: Organizer, tmp_path: Path) -> None:
    people = tuple(Person(f"Người {number}") for number in range(1, 61))
    hall = {**ELECTION, "people": people, "seats": 40, "cards": 2, "present": 2}
    delegates = organizer.is_open(**hall)
    for number, delegate in enumerate(delegates):
        delegate.casts(choosing(*range(number, number + 40), of=60))
    result = organizer.finishes()
    assert [one.counts[0] for one in result.people] == [
        sum(number <= place < number + 40 for number in range(2)) for place in range(60)
    ]
    record = tmp_path / f"{organizer.uuid}.bel"
    record.write_bytes(organizer.record())
    assert verify_record(record, jobs=1).sound


def test_a_file_of_choices_names_whom_an_election_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    [asked] = definition(**ELECTION).questions()

    def read(*lines: str) -> list[int] | None:
        return parse_list(lines, asked)

    assert read("2", "người e, ủy viên", "2") == choosing(1, 4)
    assert read() is None and read("-", "") is None
    for lines, said in (
        (("1", "2", "3", "4"), "3"),
        (("6",), "line 1"),
        (("1", "Người"), "line 2"),
    ):
        with pytest.raises(click.ClickException, match=said):
            read(*lines)


def test_the_surplus_is_told_of_elections_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert surplus_of(definition()) is None
    warn_of_surplus(definition())
    assert capsys.readouterr().err == ""
    warn_of_surplus(definition(**ELECTION))
    assert "66.67% of the seats. This is more than the 30%" in capsys.readouterr().err
    people = tuple(Person(f"Người {number}") for number in range(12))
    warn_of_surplus(definition(**{**ELECTION, "people": people, "seats": 10}))
    assert "usually prepares 10% to 15%" in capsys.readouterr().err
    found = surplus_of(definition(**ELECTION))
    assert found is not None and (found.surplus, found.is_over) == (2, True)
