"""What everybody may keep for a second is made once a second; nothing else is ever kept."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from voting import create_app, shortcache
from voting.config import Settings
from voting.shortcache import ShortCache


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[FlaskClient]:
    application = Flask("cached", static_folder=None)
    count = iter(range(1000))

    @application.get("/<kind>")
    def made(kind: str) -> Response:
        text = str(next(count)) + "x" * (shortcache.LARGEST if kind == "large" else 0)
        response = Response(text, status=404 if kind == "missing" else 200)
        ages = {"page": 1, "long": 90, "missing": 1, "cookie": 1, "large": 1}
        age = ages.get(kind)
        response.headers["Cache-Control"] = f"public, max-age={age}" if age else "no-store"
        if kind == "cookie":
            response.set_cookie("lang", "en")
        return response

    @application.post("/page")
    def posted() -> str:
        return str(next(count))

    application.wsgi_app = ShortCache(application.wsgi_app, clock)  # type: ignore[method-assign]
    return application.test_client(use_cookies=False)  # type: ignore[return-value]


def test_a_page_is_made_once_until_its_time_is_over(client: FlaskClient, clock: Clock) -> None:
    first = client.get("/page")
    again = client.get("/page")
    assert (again.text, list(again.headers)) == (first.text, list(first.headers))
    clock.now += 1
    assert client.get("/page").text != first.text


@pytest.mark.parametrize("kind", ["private", "long", "missing", "cookie", "large"])
def test_what_may_not_be_kept_is_made_each_time(kind: str, client: FlaskClient) -> None:
    assert client.get(f"/{kind}").text != client.get(f"/{kind}").text


def test_only_reading_is_kept(client: FlaskClient) -> None:
    assert client.get("/page").text == client.get("/page").text
    assert client.post("/page").text != client.post("/page").text


@pytest.mark.parametrize(
    "headers",
    [{"Accept-Language": "en"}, {"Accept-Encoding": "gzip"}, {"Cookie": "lang=en"}],
    ids=["language", "encoding", "choice"],
)
def test_languages_and_encodings_are_kept_apart(
    headers: dict[str, str], client: FlaskClient
) -> None:
    assert client.get("/page").text != client.get("/page", headers=headers).text
    assert client.get("/page?page=2").text != client.get("/page").text


def test_an_answer_for_one_host_is_not_given_to_another(client: FlaskClient) -> None:
    other = client.get("/page", headers={"Host": "evil.example"}).text
    assert client.get("/page").text != other


def test_old_answers_make_room(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcache, "MOST", 2)
    first = client.get("/page").text
    for number in range(3):
        client.get(f"/page?n={number}")
    assert client.get("/page").text != first


def test_the_served_application_has_the_layer(settings: Settings) -> None:
    application = create_app(settings)
    assert isinstance(application.wsgi_app, ShortCache)
    application.extensions["tinnhiem"].close()
