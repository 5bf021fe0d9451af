"""Photos: frozen with the definition, served at an address of their contents, seen by everyone."""

import hashlib

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Organizer, definition
from tests.voting.plan.test_photos import picture
from tests.voting.views.page import Page, page
from voting.definition import parse_definition
from voting.plan.people import Person
from voting.plan.photos import made_small
from voting.refusals import Refusal, VotingRefused
from voting.services.preparing import create_conference
from voting.services.reading import Part, read_part

PHOTO = made_small(picture())
DIGEST = hashlib.sha256(PHOTO).hexdigest()
PEOPLE = (Person("Nguyễn Văn An", "Chủ tịch", photo=DIGEST), Person("Trần Thị Bình"))


def prepared(organizer: Organizer) -> str:
    created = create_conference(organizer.instance, definition(people=PEOPLE), {DIGEST: PHOTO})
    return created.uuid


def test_a_photo_is_frozen_and_served_for_a_year(organizer: Organizer, client: FlaskClient) -> None:
    uuid = prepared(organizer)
    frozen = parse_definition(read_part(organizer.instance, uuid, Part.DEFINITION))
    assert [person.photo for person in frozen.people] == [DIGEST, ""]
    answer = client.get(f"/photos/{DIGEST}.jpg")
    assert (answer.mimetype, answer.data) == ("image/jpeg", PHOTO)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for other in ("0" * 64, "x", DIGEST.upper()):
        assert client.get(f"/photos/{other}.jpg").status_code == 404


@pytest.mark.parametrize("name", ["", "vote"])
def test_the_photo_stands_beside_the_name(
    name: str, organizer: Organizer, client: FlaskClient
) -> None:
    seen: Page = page(client, f"/c/{prepared(organizer)}/{name}")
    [image] = seen.all("img")
    assert image["src"] == f"/photos/{DIGEST}.jpg"
    assert image["alt"] == ""


def test_two_conferences_may_show_one_photo(organizer: Organizer, client: FlaskClient) -> None:
    assert prepared(organizer) != prepared(organizer)
    assert client.get(f"/photos/{DIGEST}.jpg").data == PHOTO


@pytest.mark.parametrize(
    "photos", [{}, {DIGEST: b"another"}, {"0" * 64: PHOTO}, {DIGEST: PHOTO, "0" * 64: b""}]
)
def test_other_photos_than_those_named_are_refused(
    photos: dict[str, bytes], organizer: Organizer
) -> None:
    with pytest.raises(VotingRefused) as refused:
        create_conference(organizer.instance, definition(people=PEOPLE), photos)
    assert refused.value.refusal is Refusal.BAD_DEFINITION


def test_a_photo_that_was_not_taken_yet_is_no_definition(organizer: Organizer) -> None:
    people = (Person("An", photo="an.jpg"), Person("Bình"))
    with pytest.raises(VotingRefused) as refused:
        create_conference(organizer.instance, definition(people=people))
    assert refused.value.refusal is Refusal.BAD_DEFINITION
