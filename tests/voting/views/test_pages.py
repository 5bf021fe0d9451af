"""The pages: what everybody can read and use, with the headers that protect them."""

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Organizer
from tests.voting.views.page import Page, page, paths, scripts
from voting.headers import BOOTH_POLICY, CAMERA, HEADERS, RECEIPT_POLICY
from voting.services import reading

# The booth runs a script, and the kiosk of the same server frames it.
OF_THE_BOOTH = {"Content-Security-Policy": BOOTH_POLICY, "X-Frame-Options": "SAMEORIGIN"}
# The page that judges receipts runs a script, and may use the camera for a code.
OF_RECEIPTS = {"Content-Security-Policy": RECEIPT_POLICY, "Permissions-Policy": CAMERA}
OWN = {"vote": OF_THE_BOOTH, "receipt": OF_RECEIPTS}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_can_be_used_by_keyboard_and_screen_reader(
    language: str, client: FlaskClient, published: Organizer
) -> None:
    for path in paths(published.uuid):
        seen = page(client, path, headers={"Accept-Language": language})
        assert seen.all("html")[0]["lang"] == language
        assert {"class": "skip", "href": "#main"} in seen.all("a")
        assert [one["id"] for one in seen.all("main")] == ["main"]
        assert len(seen.all("h1")) == 1
        assert len(seen.all("title")) == 1
        identifiers = [one["id"] for _, one in seen.elements if "id" in one]
        assert len(identifiers) == len(set(identifiers)), path
        for attributes in seen.all("input"):
            assert {"for": attributes["id"]} in seen.all("label")
        for drawing in seen.all("svg"):
            assert drawing.get("aria-hidden") == "true" or drawing.get("aria-label")
        for table in range(len(seen.all("table"))):
            assert len(seen.all("caption")) > table
            assert all("scope" in head for head in seen.all("th"))


def test_no_page_needs_a_script_or_an_inline_style(
    client: FlaskClient, published: Organizer
) -> None:
    for path in [*paths(published.uuid), "/nowhere"]:
        seen = Page(client.get(path).text)
        assert not scripts(seen)
        assert not seen.all("style")
        for _, attributes in seen.elements:
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            for name in ("href", "src", "action"):
                assert not (attributes.get(name) or "").startswith(("http", "//", "javascript:"))


def test_every_response_carries_the_security_headers(
    client: FlaskClient, published: Organizer
) -> None:
    base = f"/c/{published.uuid}"
    answers = [
        *(client.get(path) for path in paths(published.uuid)),
        client.get(f"{base}/{published.uuid}.bel"),
        client.get(base),  # a redirect
        client.get("/nowhere"),
        client.get("/static/style.css"),
        client.get(f"/api/conferences/{published.uuid}"),
        client.post(f"/api/conferences/{published.uuid}/ballots", data=b"{}"),
        client.post("/"),
        client.options("/"),
    ]
    for answer in answers:
        for name, value in HEADERS.items():
            own = OWN.get(answer.request.path.rpartition("/")[2], {})
            assert answer.headers[name] == own.get(name, value)
        assert "Cache-Control" in answer.headers
        answer.close()
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_the_list_shows_every_conference_newest_first(
    client: FlaskClient, organizer: Organizer
) -> None:
    assert "Chưa có hội nghị nào" in page(client, "/").words
    organizer.prepares(name="Hội nghị thứ nhất")
    organizer.is_open(name="Hội nghị thứ hai")
    words = page(client, "/").words
    assert words.index("Hội nghị thứ hai") < words.index("Hội nghị thứ nhất")
    assert "Đang lấy phiếu" in words
    assert "Phiếu phát ra: 5. Phiếu thu về: 0." in words


def test_a_conference_says_how_far_it_is_and_how_to_check_it(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    home = f"/c/{organizer.uuid}/"
    view = reading.read_conference(organizer.instance, organizer.uuid)
    words = page(client, home).words
    for expected in (view.words, view.fingerprint, view.log_key, "Chỉ máy chủ", "Chưa mở"):
        assert expected in words
    assert ".bel" not in words
    delegates = organizer.is_open()
    home = f"/c/{organizer.uuid}/"
    delegates[0].casts()
    words = page(client, home).words
    for expected in (
        "Đã thu về 1 trên 5",
        "Nguyễn Văn An",
        f"tinnhiem verify {organizer.uuid}.bel",
    ):
        assert expected in words
    for delegate in delegates[1:]:
        delegate.casts()
    for step, sentence in (
        (organizer.closes, "chờ kiểm phiếu"),
        (organizer.decrypts, "chờ kiểm phiếu"),
        (organizer.counts, "chờ công bố"),
        (organizer.publishes, "Đã công bố kết quả"),
    ):
        step()
        assert sentence in page(client, home).words


def test_a_committee_is_named_with_its_numbers(client: FlaskClient, organizer: Organizer) -> None:
    organizer.prepares_with_committee(2, 3)
    words = page(client, f"/c/{organizer.uuid}/").words
    assert "ít nhất 2 trong 3 thành viên Ban Kiểm phiếu" in words


def test_the_address_without_its_slash_leads_to_the_page(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares()
    answer = client.get(f"/c/{organizer.uuid}")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith(f"/c/{organizer.uuid}/")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("prepared", "Cuộc lấy phiếu chưa mở."),
        ("open", "xin mang phiếu đến máy bỏ phiếu"),
        ("closed", "Cuộc lấy phiếu đã kết thúc."),
    ],
)
def test_the_page_of_a_card_says_what_its_holder_can_do(
    state: str, sentence: str, client: FlaskClient, organizer: Organizer
) -> None:
    organizer.prepares() if state == "prepared" else organizer.is_open()
    if state == "closed":
        organizer.closes()
    assert sentence in page(client, f"/c/{organizer.uuid}/vote").words


def test_unknown_pages_are_explained_in_plain_words(client: FlaskClient) -> None:
    seen = page(client, "/nowhere", 404)
    assert "Không có trang này." in seen.words
    assert {"class": "button", "href": "/"} in seen.all("a")
    assert page(client, "/c/11111111111111/", 404).words.startswith("Không có hội nghị này.")
    assert "There is no such page." in page(client, "/nowhere?lang=en", 404).words


def test_a_failure_is_answered_in_plain_words_and_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(reading, "list_conferences", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    seen = page(client, "/", 500)
    assert "Máy chủ gặp lỗi." in seen.words
    assert "disk full" not in seen.words
    assert "disk full" in caplog.text
