"""The definition: one sequence of bytes, fixed by the election that delegates encrypt for."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from tests.voting.people import Organizer, definition
from voting.committee_files import Stick
from voting.definition import (
    DefinitionUnreadable,
    definition_bytes,
    make_people,
    normal,
    parse_definition,
)
from voting.member_machine import named_definition
from voting.refusals import Refusal, VotingRefused
from voting.rules.profile import load_profile
from voting.services.common import find_conference, frozen_parts

VECTORS = Path(__file__).parent / "vectors"


def test_a_definition_is_read_back_as_it_was() -> None:
    plain = definition()
    assert parse_definition(definition_bytes(plain)) == plain


def test_a_definition_of_the_first_version_can_still_be_read() -> None:
    first = VECTORS / "definition-0.1.json"
    read = parse_definition(first.read_bytes())
    assert (read.name, len(read.people), read.minimum_ballots) == ("Lấy phiếu tín nhiệm", 2, 2)
    assert read.profile.id == "NQ96-2023"


IMPOSSIBLE: list[tuple[dict[str, object], str]] = [
    ({"people": ()}, "people"),
    ({"cards": 0}, "cards"),
    ({"minimum_ballots": 0}, "minimum_ballots"),
    ({"name": ""}, "name"),
    ({"present": -1}, "present"),
]


@pytest.mark.parametrize(("changes", "field"), IMPOSSIBLE)
def test_an_impossible_definition_is_not_read(changes: dict[str, object], field: str) -> None:
    data = definition_bytes(msgspec.structs.replace(definition(), **changes))
    with pytest.raises(DefinitionUnreadable, match=field):
        parse_definition(data)


@pytest.mark.parametrize(("changes", "field"), IMPOSSIBLE)
def test_an_impossible_definition_is_not_frozen(
    changes: dict[str, object], field: str, organizer: Organizer
) -> None:
    with pytest.raises(VotingRefused) as refused:
        organizer.prepares(**changes)
    assert refused.value.refusal is Refusal.BAD_DEFINITION
    assert field in refused.value.detail


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[1]"])
def test_rubbish_is_no_definition(data: bytes) -> None:
    with pytest.raises(DefinitionUnreadable):
        parse_definition(data)


def test_a_definition_that_the_election_does_not_name_is_not_used(organizer: Organizer) -> None:
    """An insider changes the rules of a frozen conference behind the server's back."""
    organizer.prepares()
    with organizer.instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
    conference.definition = definition_bytes(definition(present=6))
    with pytest.raises(DefinitionUnreadable, match="not the definition"):
        frozen_parts(conference)


def test_the_election_fixes_the_whole_definition(organizer: Organizer) -> None:
    organizer.prepares()
    election = organizer.election
    digest = hashlib.sha256(definition_bytes(definition())).hexdigest()
    assert election.description.endswith(f"SHA-256: {digest}")
    assert "Hội đồng nhân dân tỉnh, 08/12/2026" in election.description


def names_another_in_its_body(organizer: Organizer) -> bytes:
    """Freeze a definition whose body has the hash of a laxer one; return that one's bytes."""
    laxer = definition_bytes(definition(minimum_ballots=1))
    digest = hashlib.sha256(laxer).hexdigest()
    organizer.prepares(body=f"SHA-256: {digest}")
    assert f"SHA-256: {digest}" in organizer.election.description
    return laxer


def test_a_hash_in_the_text_of_a_definition_freezes_nothing_on_the_server(
    organizer: Organizer,
) -> None:
    laxer = names_another_in_its_body(organizer)
    with organizer.instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
    assert frozen_parts(conference).definition.minimum_ballots == 2
    conference.definition = laxer
    with pytest.raises(DefinitionUnreadable, match="not the definition"):
        frozen_parts(conference)


def test_a_hash_in_the_text_of_a_definition_freezes_nothing_on_a_members_machine(
    organizer: Organizer, tmp_path: Path
) -> None:
    laxer = names_another_in_its_body(organizer)
    with organizer.instance.database.reading() as session:
        frozen = find_conference(session, organizer.uuid).definition
    file = tmp_path / "definition.json"
    file.write_bytes(frozen)
    read = named_definition(Stick(tmp_path), organizer.election)
    assert read.minimum_ballots == 2
    file.write_bytes(laxer)
    with pytest.raises(VotingRefused) as refused:
        named_definition(Stick(tmp_path), organizer.election)
    assert refused.value.refusal is Refusal.WRONG_FILE


@pytest.mark.parametrize(("said", "fewest"), [(1, 2), (2, 2), (7, 7)])
def test_a_definition_never_allows_the_tally_of_one_ballot(said: int, fewest: int) -> None:
    assert definition(minimum_ballots=said).fewest_ballots == fewest


def test_questions_name_the_person_and_the_post_and_keep_the_rules() -> None:
    question = definition().questions()[0]
    assert question.question == "Nguyễn Văn An, Chủ tịch"
    assert question.answers == ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")
    assert (question.min, question.max) == (0, 1)


def test_rules_that_want_every_row_marked_make_the_question_want_it() -> None:
    strict = load_profile("QD262-2014")
    assert definition(profile=strict).questions()[0].min == strict.minimum


def test_names_are_kept_in_one_form() -> None:
    decomposed = "Nguye\u0302\u0303n  Va\u0306n \tAn "
    assert normal(decomposed) == "Nguyễn Văn An"
    assert make_people([(decomposed, "")])[0].question == "Nguyễn Văn An"
