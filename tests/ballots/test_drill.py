"""The rehearsal tally: everybody makes the same one, and it decrypts to counts that all know."""

import pytest

from ballots.ceremony import open_share, run_ceremony
from ballots.drill import drill_counts, make_drill_tally
from ballots.election import make_election, make_uuid
from ballots.group import Group
from ballots.questions import choice_count
from ballots.tally import combine, make_partial_decryption, verify_partial_decryption
from ballots.trustees import make_trustees
from tests.ballots import make_drills
from tests.ballots.support import FAST, both_groups, election_of, question


@both_groups
def test_enough_members_decrypt_the_rehearsal_to_its_known_counts(group: Group) -> None:
    parameters, members = run_ceremony(group, size=3, threshold=2)
    trustees = make_trustees([parameters], group)
    election = make_election(
        uuid=make_uuid(),
        name="Thử",
        description="",
        group=group,
        public_key=trustees.public_key,
        questions=[question(), question(2, blank=True), question(4)],
    )
    tally = make_drill_tally(election)
    factors = {}
    for member in members[1:]:
        data = make_partial_decryption(tally, open_share(member, parameters), election)
        public = trustees.key_of(member.index)
        factors[member.index] = verify_partial_decryption(data, tally, public, election)
    counts = combine(trustees, factors, tally, group=group, total_weight=2)
    assert counts == [[2, 0, 0], [0, 2, 0], [0, 0, 2, 0]] == drill_counts(election)


@pytest.mark.parametrize("name", FAST)
def test_it_has_a_ciphertext_for_each_choice_and_no_two_are_alike(name: str) -> None:
    election = election_of(name)
    rows = make_drill_tally(election).rows
    assert [len(row) for row in rows] == [choice_count(q) for q in election.questions]
    alphas = [election.group.text(one.alpha) for row in rows for one in row]
    assert len(set(alphas)) == len(alphas)


def test_the_vectors_are_what_is_computed() -> None:
    assert make_drills.FILE.read_text(encoding="utf-8") == make_drills.text()
