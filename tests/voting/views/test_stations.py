"""The kiosk and the check page as the server gives them, and the marks of a rehearsal."""

import hashlib
import re
from base64 import b64encode

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Organizer
from voting.definition import REHEARSAL
from voting.services import evidence

PAGES = ("", "vote", "board", "receipt", "kiosk", "check", "witness", "wall")


@pytest.mark.parametrize("name", ["kiosk", "check", "receipt", "witness"])
def test_a_station_runs_one_script_with_its_integrity(
    name: str, organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open()
    answer = client.get(f"/c/{organizer.uuid}/{name}")
    assert answer.status_code == 200
    scripts = re.findall(r"<script ([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    assert len(scripts) == 1
    assert 'integrity="sha256-' in scripts[0][0]
    assert not scripts[0][1]
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Permissions-Policy"].startswith("camera=(self),")
    kept = "public, max-age=1" if name == "receipt" else "no-store"
    assert answer.headers["Cache-Control"] == kept


def test_only_the_kiosk_may_frame_the_booth(organizer: Organizer, client: FlaskClient) -> None:
    organizer.is_open()
    vote = client.get(f"/c/{organizer.uuid}/vote").headers
    assert "frame-ancestors 'self'" in vote["Content-Security-Policy"]
    assert vote["X-Frame-Options"] == "SAMEORIGIN"
    kiosk = client.get(f"/c/{organizer.uuid}/kiosk").headers
    assert "frame-src 'self'" in kiosk["Content-Security-Policy"]
    home = client.get(f"/c/{organizer.uuid}/").headers
    assert home["X-Frame-Options"] == "DENY"
    assert home["Permissions-Policy"].startswith("camera=(),")


@pytest.mark.parametrize(
    "name", ["kiosk", "check", "witness", "wall", "turnout", "receipt-check.html"]
)
def test_a_station_of_no_conference_is_not_found(name: str, client: FlaskClient) -> None:
    assert client.get(f"/c/11111111111111/{name}").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_rehearsal_says_that_it_does_not_count(
    name: str, organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open(rehearsal=True)
    vietnamese = client.get(f"/c/{organizer.uuid}/{name}?lang=vi").text
    assert REHEARSAL.vi in vietnamese
    assert REHEARSAL.en in client.get(f"/c/{organizer.uuid}/{name}?lang=en").text


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_a_real_vote_says_so(
    name: str, organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open()
    assert REHEARSAL.vi not in client.get(f"/c/{organizer.uuid}/{name}").text


def test_a_rehearsal_is_marked_in_the_election_and_for_programs(
    organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open(rehearsal=True)
    assert organizer.election.description.startswith(REHEARSAL.vi)
    answer = client.get(f"/api/conferences/{organizer.uuid}").json
    assert answer is not None and answer["rehearsal"] is True


def test_the_saved_page_knows_the_conference_and_runs_only_its_own_script(
    organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open(name='Lấy "phiếu" <b>&')
    answer = client.get(f"/c/{organizer.uuid}/receipt-check.html")
    attached = f'attachment; filename="tinnhiem-receipt-check-{organizer.uuid}.html"'
    assert answer.headers["Content-Disposition"] == attached
    assert 'data-conference="Lấy &#34;phiếu&#34; &lt;b&gt;&amp;"' in answer.text
    policy = evidence.read_policy(organizer.instance, organizer.uuid)
    assert f' data-policy="{policy.replace(chr(10), "&#10;")}"' in answer.text
    [script] = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [said] = re.findall(r'Content-Security-Policy" content="([^"]+)"', answer.text)
    assert f"script-src 'sha256-{digest}'" in said
    assert "connect-src" not in said and said.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("address", "base"),
    [(None, "http://localhost"), ("https://vote.example/hall/", "https://vote.example/hall")],
)
def test_the_wall_leads_to_where_the_cards_point(
    address: str | None, base: str, organizer: Organizer, client: FlaskClient
) -> None:
    organizer.prepares(address=address)
    answer = client.get(f"/c/{organizer.uuid}/wall")
    assert f'<p class="address">{base}/c/{organizer.uuid}/</p>' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "trusted-types 'none'" in policy
    assert "unsafe" not in policy and "style=" not in answer.text
    assert answer.headers["Permissions-Policy"].startswith("camera=(),")


def test_the_wall_asks_for_what_everybody_may_know(
    organizer: Organizer, client: FlaskClient
) -> None:
    organizer.is_open()
    organizer.delegate(organizer.cards[0]).casts()
    answer = client.get(f"/c/{organizer.uuid}/turnout")
    assert answer.json == {"state": "open", "cast": 1}
    assert answer.headers["Cache-Control"] == "public, max-age=1"
