"""From the conference's page and its board, everyone finds the pages for delegates."""

import hashlib
import re

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Organizer
from tests.voting.views.page import Page, page
from voting.client_assets import PAGES, page_digests

ALWAYS = ("receipt", "check", "wall")
BEFORE_THE_END = ("vote", "kiosk")


def links(seen: Page, uuid: str) -> set[str]:
    return {str(one["href"]).removeprefix(f"/c/{uuid}/") for one in seen.all("a")}


@pytest.mark.parametrize("name", ["", "board"])
def test_the_pages_for_delegates_are_linked_as_long_as_they_are_of_use(
    name: str, organizer: Organizer, client: FlaskClient
) -> None:
    delegates = organizer.is_open()
    for delegate in delegates:
        delegate.casts()
    path = f"/c/{organizer.uuid}/{name}"
    assert links(page(client, path), organizer.uuid) >= {*ALWAYS, *BEFORE_THE_END}
    organizer.closes()
    closed = links(page(client, path), organizer.uuid)
    assert closed >= set(ALWAYS)
    assert not closed & set(BEFORE_THE_END)
    for target in ALWAYS:
        page(client, f"/c/{organizer.uuid}/{target}")


def test_the_digests_of_the_scripts_are_shown(organizer: Organizer, client: FlaskClient) -> None:
    organizer.prepares()
    text = client.get(f"/c/{organizer.uuid}/").text
    shown = dict(re.findall(r'data-digest="([a-z-]+)">([0-9a-f]{64})<', text))
    given = {
        "receipt-check": f"/c/{organizer.uuid}/receipt-check.html",
        "verifier": "/verifier.html",
    }
    for name, address in given.items():
        assert shown[name] == hashlib.sha256(client.get(address).data).hexdigest()
    assert shown == {**page_digests(), "receipt-check": shown["receipt-check"]}
    assert len(shown) == len(PAGES)
    names = re.findall(r'<dt>([^<]+)</dt><dd class="code" data-digest', text)
    assert len(names) == len(set(names)) == len(PAGES)


@pytest.mark.parametrize(
    ("address", "base"),
    [(None, None), ("https://vote.example/hall", "https://vote.example/hall")],
)
def test_an_opened_ballot_is_checked_where_the_cards_point_to(
    address: str | None, base: str | None, organizer: Organizer, client: FlaskClient
) -> None:
    organizer.prepares(address=address)
    text = client.get(f"/c/{organizer.uuid}/vote").text
    [vietnamese, english] = re.findall(r'data-ref="check-address"([^>]*)>', text)
    assert vietnamese == english
    assert f'data-path="/c/{organizer.uuid}/check"' in vietnamese
    assert (re.findall(r'data-base="([^"]*)"', vietnamese) or [None]) == [base]
