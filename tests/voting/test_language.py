"""Two languages: how one is chosen, and that the English is complete."""

import re
import unicodedata
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import voting

PACKAGE = Path(voting.__file__).parent
CATALOGUE = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def language_of(client: FlaskClient, path: str = "/", **headers: str) -> str:
    found = re.search(r'<html lang="(..)">', client.get(path, headers=headers).text)
    assert found
    return found[1]


def test_vietnamese_is_the_default(client: FlaskClient) -> None:
    assert language_of(client) == "vi"
    assert language_of(client, **{"Accept-Language": "fr, de"}) == "vi"


def test_the_browser_is_listened_to(client: FlaskClient) -> None:
    assert language_of(client, **{"Accept-Language": "en-US,en;q=0.9"}) == "en"
    assert language_of(client, **{"Accept-Language": "en;q=0.5, vi;q=0.9"}) == "vi"


def test_a_choice_is_kept_in_a_cookie_and_beats_the_browser(client: FlaskClient) -> None:
    answer = client.get("/?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert language_of(client, **{"Accept-Language": "vi"}) == "en"
    assert language_of(client, "/?lang=vi") == "vi"
    assert language_of(client) == "vi"


@pytest.mark.parametrize("asked", ["fr", "", "EN", "vi_VN", "../../etc", "<script>"])
def test_an_unknown_choice_is_ignored(asked: str, client: FlaskClient) -> None:
    answer = client.get("/", query_string={"lang": asked})
    assert '<html lang="vi">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_other_language_of_a_page_keeps_its_search(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]+)" lang="en"', client.get("/?q=a%26b&lang=vi").text)
    assert links == ["/?q=a%26b&amp;lang=en"]


def test_every_sentence_of_the_pages_has_an_english_translation() -> None:
    with CATALOGUE.open("rb") as lines:
        catalogue = read_po(lines, locale="en", abort_invalid=True)
    used = {str(found[2]) for found in extract_from_dir(PACKAGE, METHODS)}
    assert len(used) > 80
    known = {str(message.id): message for message in catalogue if message.id}
    assert set(known) == used
    for source, message in known.items():
        assert message.string
        assert not message.fuzzy
        assert unicodedata.is_normalized("NFC", source)
        assert not list(message.check(catalogue))
        assert sorted(re.findall(r"%\(\w+\)s", source)) == sorted(
            re.findall(r"%\(\w+\)s", str(message.string))
        )


def test_the_compiled_catalogue_is_used(client: FlaskClient) -> None:
    assert "Conferences" in client.get("/?lang=en").text
