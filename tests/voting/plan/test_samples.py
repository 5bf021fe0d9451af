"""The votes that ship with the package."""

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.samples import SAMPLES, read_sample, sample
from voting.rules.outcome import make_outcome

RESULTS = Path(__file__).parents[2] / "domain" / "results"
DAY = dt.date(2023, 12, 13)


def test_hcmc_2023_is_18_people_of_81_ballots() -> None:
    made = sample("hcmc-2023")
    assert (len(made.plan.people), len(made.rows)) == (18, 18)
    assert made.plan.profile.id == "NQ96-2023"
    assert (made.totals.issued, made.totals.collected, made.plan.cards) == (81, 81, 81)
    assert all(sum(row.counts) == 81 for row in made.rows)


def test_na_2018_is_19_people_of_475_ballots_and_485_deputies() -> None:
    made = sample("na-2018")
    assert (len(made.plan.people), len(made.rows)) == (19, 19)
    assert made.plan.profile.id == "NQ85-2014"
    assert (made.totals.issued, made.totals.collected, made.plan.cards) == (475, 475, 475)
    assert made.totals.total_members == made.plan.total_members == 485


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_back_its_published_percentages(name: str) -> None:
    made = sample(name)
    for row, person in zip(made.rows, made.plan.people, strict=True):
        assert row.person == person
        outcome = make_outcome(
            row.counts, profile=made.plan.profile, totals=made.totals, person=person.name
        )
        for level, printed in zip(outcome.levels, row.printed, strict=True):
            assert printed in (None, level.percentage)


@pytest.mark.parametrize("file", ["hdnd_tphcm_2023.csv", "na_2018.csv"])
def test_a_shipped_table_is_the_published_one_byte_for_byte(file: str) -> None:
    shipped = resources.files("voting") / "samples" / file
    assert shipped.read_bytes() == (RESULTS / file).read_bytes()


def test_an_unknown_sample_is_refused() -> None:
    with pytest.raises(PlanRefused) as caught:
        sample("hcmc-2032")
    assert caught.value.refusal is PlanRefusal.UNKNOWN_SAMPLE
    assert "hcmc-2023" in caught.value.sentences("vi")[0]


def test_a_table_of_ones_own_becomes_a_sample() -> None:
    made = read_sample(RESULTS / "hdnd_vinhphuc_2023.csv", body="HĐND tỉnh Vĩnh Phúc", date=DAY)
    assert (made.plan.cards, made.totals.issued, made.totals.collected) == (47, 47, 47)
    assert made.plan.people[3].name == "Lê Duy Thành"
    assert made.plan.date == DAY


def test_a_table_of_ones_own_must_say_how_many_ballots() -> None:
    with pytest.raises(PlanRefused) as caught:
        read_sample(RESULTS / "hdnd_hanoi_2014.csv", body="HĐND", date=DAY)
    assert caught.value.refusal is PlanRefusal.NUMBER_NEEDED


def test_a_table_of_ones_own_must_have_the_denominator_of_its_profile() -> None:
    path = RESULTS / "hdnd_vinhphuc_2023.csv"
    with pytest.raises(PlanRefused) as caught:
        read_sample(path, body="HĐND", date=DAY, profile="NQ85-2014")
    assert caught.value.refusal is PlanRefusal.NUMBER_NEEDED
    assert "total_members" in caught.value.sentences("en")[0]
