"""The door of the desk, in a browser's words: cookies, forms, links, what is said and what not."""

from typing import Any

import pytest
from flask import Flask

from tests.voting.clerks import PHRASE, Clerk, logged_in, make_account, now
from tests.voting.people import Organizer
from tests.voting.views.page import Page, paths
from voting.doorkeeper import DEVICE, DOOR, SESSION
from voting.roles import Role
from voting.services import entering

NAME = "Nguyễn Văn An"


@pytest.fixture
def clerk(application: Flask) -> Clerk:
    return Clerk(application)


def first_secret(application: Flask) -> str:
    secret = entering.make_first_link(application.extensions["tinnhiem"], now=now())
    assert secret is not None
    return secret


def starts(clerk: Clerk, **more: str) -> Any:
    secret = first_secret(clerk.application)
    return clerk.fills("/desk/first", secret=secret, name=NAME, passphrase=PHRASE, **more)


def test_the_first_start_makes_an_administrator_who_is_then_logged_in(clerk: Clerk) -> None:
    assert "Máy chủ này chưa có người quản trị" in clerk.opens("/desk/login").text
    answer = starts(clerk)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert NAME in clerk.opens("/desk/").text
    assert clerk.opens("/desk/first").headers["Location"] == "/desk/login"


def test_the_session_cookie_is_for_the_desk_alone_and_for_no_script(clerk: Clerk) -> None:
    answer = starts(clerk)
    cookies = {one.split("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {SESSION, DEVICE, DOOR}
    for name in (SESSION, DEVICE):
        parts = {part.strip() for part in cookies[name].split(";")[1:]}
        assert {"HttpOnly", "Path=/desk", "SameSite=Strict"} <= parts
        assert "Secure" not in parts
    assert "Max-Age" not in cookies[SESSION]
    assert "Max-Age=0" in cookies[DOOR]


def test_under_tls_every_cookie_is_secure_and_forms_work(clerk: Clerk) -> None:
    made = clerk.client.get("/desk/login", base_url="https://localhost")
    assert "Secure" in made.headers["Set-Cookie"]
    _, secret = logged_in(
        clerk.application.extensions["tinnhiem"],
        make_account(clerk.application.extensions["tinnhiem"], Role.CHAIR),
    )
    clerk.client.set_cookie(SESSION, secret, path="/desk")
    page = clerk.client.get("/desk/passphrase", base_url="https://localhost")
    mark = Page(page.text).all("input")[0]["value"]
    answer = clerk.client.post(
        "/desk/logout", data={"csrf_token": mark}, base_url="https://localhost"
    )
    assert answer.status_code == 303


def test_public_pages_set_no_cookie_and_look_nobody_up(
    application: Flask, published: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a public page asked who is logged in")

    monkeypatch.setattr("voting.doorkeeper.find_session", fail)
    client = application.test_client()
    client.set_cookie(SESSION, "x" * 43, path="/")
    for path in [*paths(published.uuid), f"/api/conferences/{published.uuid}"]:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert client.get("/desk/").status_code == 500


def test_a_log_in_leads_to_the_page_that_was_asked_for(clerk: Clerk) -> None:
    starts(clerk)
    other = Clerk(clerk.application)
    sent = other.opens("/desk/people?a=1")
    assert sent.headers["Location"] == "/desk/login?next=/desk/people?a%3D1"
    answer = other.logs_in(NAME, next="/desk/people?a=1")
    assert answer.headers["Location"] == "/desk/people?a=1"


@pytest.mark.parametrize(
    "next_", ["https://example.org/", "//example.org", "/\\example.org", "/desk/\\x", "/desk/\nx"]
)
def test_a_log_in_never_leads_away_from_the_desk(next_: str, clerk: Clerk) -> None:
    starts(clerk)
    answer = Clerk(clerk.application).logs_in(NAME, next=next_)
    assert answer.headers["Location"] == "/desk/"


def test_a_wrong_passphrase_keeps_the_name_and_never_shows_what_was_typed(clerk: Clerk) -> None:
    starts(clerk)
    answer = Clerk(clerk.application).logs_in(NAME, "một câu sai hoàn toàn")
    assert answer.status_code == 403
    assert "Tên hoặc câu mật khẩu không đúng" in answer.text
    assert NAME in answer.text and "một câu sai" not in answer.text
    assert SESSION not in str(answer.headers.getlist("Set-Cookie"))


def test_after_several_wrong_log_ins_even_the_right_one_waits(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = now()
    monkeypatch.setattr("voting.views.door.now", lambda: moment)  # however slow the machine is
    starts(clerk)
    stranger = Clerk(clerk.application)
    for _ in range(5):
        assert stranger.logs_in(NAME, "một câu sai hoàn toàn").status_code == 403
    answer = stranger.logs_in(NAME)
    assert answer.status_code == 429
    assert "không ai bị khoá hẳn" in answer.text
    assert clerk.logs_in(NAME).status_code == 303  # a device that was let in before


def test_a_log_out_ends_the_session_on_the_server_too(clerk: Clerk) -> None:
    starts(clerk)
    cookie = clerk.client.get_cookie(SESSION, path="/desk")
    assert cookie is not None
    assert clerk.fills("/desk/", "/desk/logout").headers["Location"] == "/desk/login"
    assert clerk.client.get_cookie(SESSION, path="/desk") is None
    clerk.has_session(cookie.value)
    assert clerk.opens("/desk/").status_code == 303


def test_a_form_from_another_site_or_another_session_is_refused(clerk: Clerk) -> None:
    starts(clerk)
    mark = Page(clerk.opens("/desk/passphrase").text).all("input")[0]["value"]
    other = Clerk(clerk.application)
    other.logs_in(NAME)
    assert other.client.post("/desk/logout", data={"csrf_token": mark}).status_code == 400
    foreign = clerk.client.post(
        "/desk/logout", data={"csrf_token": mark}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 400
    assert clerk.client.post("/desk/logout", data={"csrf_token": mark}).status_code == 303


def test_a_one_time_link_holds_its_secret_behind_the_number_sign(
    clerk: Clerk, administrator: Clerk
) -> None:
    answer = administrator.fills(
        "/desk/people/new", name="Trần Thị Bình", role="checkin", site="Hội trường B"
    )
    [address] = [word for word in answer.text.split("<") if "/desk/link#" in word]
    path, _, secret = address.partition("#")
    assert path.endswith("/desk/link") and len(secret) == 22
    assert answer.headers["Cache-Control"] == "no-store"
    made = clerk.fills("/desk/link", secret=secret, passphrase=PHRASE)
    assert made.status_code == 303
    assert "Hội trường B" in clerk.opens("/desk/").text
    again = Clerk(clerk.application).fills("/desk/link", secret=secret, passphrase=PHRASE)
    assert again.status_code == 403 and "đã dùng hoặc đã hết hạn" in again.text


def test_no_secret_or_passphrase_reaches_a_log(
    clerk: Clerk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"passphrase {PHRASE}")

    monkeypatch.setattr("voting.services.entering.make_hash", fail)
    clerk.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert starts(clerk).status_code == 500
    assert "RuntimeError" in caplog.text
    assert PHRASE not in caplog.text


def test_pages_of_the_desk_speak_english_too(administrator: Clerk) -> None:
    for path, words in (
        ("/desk/", "Private journal|Conferences"),
        ("/desk/people", "Can log in"),
        ("/desk/people/new", "A check-in desk works for its own site only"),
        ("/desk/journal", "Private journal"),
        ("/desk/sessions", "Open sessions"),
        ("/desk/passphrase", "Change the passphrase"),
    ):
        text = administrator.opens(f"{path}?lang=en").text
        assert any(word in text for word in words.split("|")), path
        assert Page(text).all("html")[0]["lang"] == "en"
