"""What everybody may keep is made once, for just as long as it says; nothing else is ever kept."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from tests.voting.people import Delegate, Organizer
from voting import create_app, keeping
from voting.application import make_application
from voting.config import Settings
from voting.keeping import Keeping

EVER = "public, max-age=31536000, immutable"
CACHING = {"page": "public, max-age=1", "long": "public, max-age=90", "tile": EVER}
CACHING |= dict.fromkeys(("missing", "cookie", "large"), CACHING["page"])


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
        text = str(next(count)) + "x" * (keeping.LARGEST if kind == "large" else 0)
        response = Response(text, status=404 if kind == "missing" else 200)
        response.headers["Cache-Control"] = CACHING.get(kind, "no-store")
        if kind == "cookie":
            response.set_cookie("lang", "en")
        if kind == "page":
            response.vary.update(("Accept-Language", "Cookie", "Accept-Encoding"))
        if request.args.get("v") == "slow":
            clock.now += 0.4
        return response

    @application.post("/page")
    def posted() -> str:
        return str(next(count))

    application.wsgi_app = Keeping(application.wsgi_app, clock)  # type: ignore[method-assign]
    return application.test_client(use_cookies=False)  # type: ignore[return-value]


def test_a_page_is_made_once_until_its_time_is_over(client: FlaskClient, clock: Clock) -> None:
    first = client.get("/page")
    again = client.get("/page")
    assert (again.text, list(again.headers)) == (first.text, list(first.headers))
    clock.now += 1
    assert client.get("/page").text != first.text


def test_the_time_of_a_page_counts_from_before_it_was_made_and_its_age_is_told(
    client: FlaskClient, clock: Clock
) -> None:
    first = client.get("/page?v=slow")
    assert first.headers["Age"] == "1"  # 0,4 s, upwards: no browser keeps it longer than it said
    clock.now += 0.5
    assert client.get("/page?v=slow").text == first.text
    clock.now += 0.1
    assert client.get("/page?v=slow").text != first.text


def test_what_never_changes_is_made_once(client: FlaskClient, clock: Clock) -> None:
    first = client.get("/tile")
    clock.now += 1e9
    for headers in ({}, {"Accept-Language": "en"}, {"Cookie": "lang=en"}, {"Range": "bytes=0-0"}):
        again = client.get("/tile", headers=headers)
        assert (again.text, again.headers["Cache-Control"]) == (first.text, EVER)
        assert "Age" not in again.headers


@pytest.mark.parametrize("kind", ["private", "long", "missing", "cookie", "large"])
def test_what_may_not_be_kept_is_made_each_time(kind: str, client: FlaskClient) -> None:
    assert client.get(f"/{kind}").text != client.get(f"/{kind}").text


def test_only_reading_is_kept(client: FlaskClient) -> None:
    assert client.get("/page").text == client.get("/page").text
    assert client.post("/page").text != client.post("/page").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "br"},
        {"Cookie": "lang=en"},
        {"Cookie": "session=x"},
        {"Host": "elsewhere.example"},
    ],
    ids=["language", "gzip", "br", "choice", "session", "host"],
)
def test_languages_encodings_and_hosts_are_kept_apart(
    headers: dict[str, str], client: FlaskClient
) -> None:
    assert client.get("/page").text != client.get("/page", headers=headers).text
    assert client.get("/page?page=2").text != client.get("/page").text


@pytest.mark.parametrize("kind", ["page", "tile"])
def test_who_has_an_answer_already_is_told_so(kind: str, client: FlaskClient) -> None:
    first = client.get(f"/{kind}")
    for seen in (first.headers["ETag"], f"W/{first.headers['ETag']}", "*"):
        answer = client.get(f"/{kind}", headers={"If-None-Match": seen})
        assert (answer.status_code, answer.data) == (304, b"")
        for name in ("ETag", "Cache-Control"):
            assert answer.headers[name] == first.headers[name]
        assert answer.headers.get("Vary") == first.headers.get("Vary")
        assert "Content-Type" not in answer.headers
    other = client.get(f"/{kind}", headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.text) == (200, first.text)


def test_a_page_that_changed_is_given_again(client: FlaskClient, clock: Clock) -> None:
    first = client.get("/page")
    clock.now += 1
    answer = client.get("/page", headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("kind", ["page", "tile", "private"])
def test_head_is_get_without_the_body(kind: str, client: FlaskClient) -> None:
    for asked in (client.head, client.get, client.head):
        answer = asked(f"/{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Length"] == "1"
        assert answer.headers["Cache-Control"] == CACHING.get(kind, "no-store")
        assert len(answer.data) == (asked == client.get)


def test_an_address_with_a_parameter_that_no_page_has_is_not_kept(client: FlaskClient) -> None:
    assert client.get("/tile?x=1").text != client.get("/tile?x=1").text


@pytest.mark.parametrize(("bound", "value"), [("MOST", 2), ("MOST_BYTES", 2)])
def test_what_was_not_asked_for_makes_room(
    bound: str, value: int, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, bound, value)
    first, second = (client.get(f"/tile?page={number}").text for number in range(2))
    assert client.get("/tile?page=0").text == first
    client.get("/tile?page=3")
    assert client.get("/tile?page=0").text == first
    assert client.get("/tile?page=1").text != second


def test_a_page_whose_time_is_over_is_made_by_one_and_awaited_by_the_others() -> None:
    clock = Clock()
    going_on, made = threading.Event(), []

    def application(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        made.append(environ)
        if len(made) > 1:
            going_on.wait(60)
        headers = [("Cache-Control", "public, max-age=1"), ("Content-Length", "1")]
        start_response("200 OK", headers)
        return [str(len(made)).encode()]

    layer = Keeping(application, clock)
    answers: list[bytes] = []

    def read() -> None:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
        answers.append(b"".join(layer(environ, lambda *_: None)))  # type: ignore[arg-type]

    read()
    clock.now += 1
    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    going_on.set()
    for reader in readers:
        reader.join()
    assert answers == [b"1", *[b"2"] * 8]


def test_the_served_application_has_the_layer(settings: Settings) -> None:
    application = create_app(settings)
    assert isinstance(application.wsgi_app, Keeping)
    application.extensions["tinnhiem"].close()


def test_what_is_kept_for_ever_is_one_for_everybody_and_stays(
    settings: Settings, organizer: Organizer, delegates: list[Delegate]
) -> None:
    base, api = f"/c/{organizer.uuid}/log", f"/api/conferences/{organizer.uuid}"
    paths = [f"{base}/tile/0/000.p/5", f"{base}/tile/0/000.p/2", f"{base}/tile/entries/000.p/5"]
    paths += [f"{api}/{part}" for part in ("election", "trustees", "definition")]
    paths.append(f"{api}/public_credentials")
    application = make_application(settings)
    client = application.test_client()
    vietnamese = [client.get(path, headers={"Accept-Language": "vi"}) for path in paths]
    delegates[0].casts()
    for path, before in zip(paths, vietnamese, strict=True):
        after = client.get(path, headers={"Accept-Language": "en", "Cookie": "lang=en"})
        assert (after.status_code, after.data) == (200, before.data)
        assert after.headers["Cache-Control"] == EVER
        assert after.headers.get("Vary") in (None, "Accept-Encoding")
    application.extensions["tinnhiem"].close()


def test_pages_in_a_language_say_so_and_a_choice_of_language_is_for_one_person(
    settings: Settings, organizer: Organizer, delegates: list[Delegate]
) -> None:
    application = create_app(settings)
    client = application.test_client(use_cookies=False)
    home = f"/c/{organizer.uuid}/"
    for path in (home, f"{home}board", f"{home}log", f"{home}receipt"):
        vietnamese, english = client.get(path), client.get(path, headers={"Cookie": "lang=en"})
        assert vietnamese.headers["Cache-Control"] == "public, max-age=1"
        assert {"Accept-Language", "Cookie"} <= set(vietnamese.vary)
        assert ('lang="vi"' in vietnamese.text, 'lang="en"' in english.text) == (True, True)
        chosen = client.get(f"{path}?lang=en")
        assert (chosen.headers["Cache-Control"], "Set-Cookie" in chosen.headers) == (
            "no-store",
            True,
        )
    receipt = client.post(f"{home}receipt", data={"receipt": "AAAAAA"})
    assert receipt.headers["Cache-Control"] == "no-store"
    assert client.get(f"{home}board?q=AAAAAA").headers["Cache-Control"] == "no-store"
    application.extensions["tinnhiem"].close()
