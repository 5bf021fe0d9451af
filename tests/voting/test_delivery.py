"""Texts travel compressed where nothing secret stands in them; static files are kept by digest."""

import gzip
import hashlib
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.voting.people import Delegate, Organizer
from tests.voting.views.page import Page
from voting import access, delivery
from voting.application import bare_application

ZIPPED = {"Accept-Encoding": "gzip, br"}
LONG = "Lấy phiếu tín nhiệm. " * 200


@pytest.mark.parametrize("path", ["", "vote", "receipt", "check", "board"])
def test_pages_are_compressed_for_browsers_that_take_it(
    path: str, delegates: list[Delegate], client: FlaskClient
) -> None:
    address = f"/c/{delegates[0].election.uuid}/{path}"
    plain, small = client.get(address), client.get(address, headers=ZIPPED)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert small.content_length == len(small.data) < len(plain.data)
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["Vary"]
    refused = client.get(address, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert refused.data == plain.data


def test_the_elections_exact_bytes_arrive_exactly(
    delegates: list[Delegate], client: FlaskClient
) -> None:
    election = delegates[0].election
    answer = client.get(f"/api/conferences/{election.uuid}/election", headers=ZIPPED)
    body = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
    assert body == election.bytes


def test_an_answer_to_what_was_sent_is_never_compressed(
    delegates: list[Delegate], client: FlaskClient
) -> None:
    path = f"/c/{delegates[0].election.uuid}/receipt"
    answer = client.post(path, data={"receipt": LONG[:3000]}, headers=ZIPPED)
    assert answer.status_code == 200 and len(answer.data) > delivery.SMALLEST
    assert "Content-Encoding" not in answer.headers


@pytest.fixture
def small_application() -> Flask:
    """Give an application of three views: a long one, a short one, and one for nobody."""
    made = bare_application()
    for name, text in (("long", LONG), ("short", "Đã gửi."), ("undeclared", LONG)):
        made.add_url_rule(f"/{name}", name, lambda text=text: text)
    for name in ("long", "short"):
        access.public(made.view_functions[name])
    return made


@pytest.mark.parametrize(
    ("name", "cookie", "encoding"),
    [
        ("long", "lang", "gzip"),
        ("long", "session", None),
        ("short", "lang", None),
        ("undeclared", "lang", None),
    ],
)
def test_what_may_be_for_one_visitor_only_is_not_compressed(
    name: str, cookie: str, encoding: str | None, small_application: Flask
) -> None:
    client = small_application.test_client()
    client.set_cookie(cookie, "vi")
    answer = client.get(f"/{name}", headers=ZIPPED)
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding


def test_a_stylesheet_is_kept_for_a_year_at_the_address_of_its_contents(
    organizer: Organizer, client: FlaskClient
) -> None:
    organizer.prepares()
    seen = Page(client.get(f"/c/{organizer.uuid}/vote").text)
    addresses = [str(one["href"]) for one in seen.all("link")]
    assert len(addresses) >= 5
    for address in addresses:
        answer = client.get(address, headers=ZIPPED, buffered=True)
        assert answer.headers["Cache-Control"] == f"public, max-age={delivery.YEAR}, immutable"
        content = gzip.decompress(answer.data) if answer.content_encoding else answer.data
        assert address.endswith(f"?v={hashlib.sha256(content).hexdigest()[:10]}")


@pytest.mark.parametrize("asked", ["", "?v=", "?v=0123456789"])
def test_another_digest_is_answered_but_not_kept(asked: str, client: FlaskClient) -> None:
    answer = client.get(f"/static/style.css{asked}", buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]
    assert client.get(f"/static/none.css{asked}").status_code == 404


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    made = bare_application()
    made.static_folder = str(tmp_path)
    file = tmp_path / "style.css"
    found = []
    for text in ("a {}", "b { }"):
        file.write_text(text, encoding="utf-8")
        with made.test_request_context("/"):
            found.append(made.url_for("static", filename="style.css"))
    assert len(set(found)) == 2
