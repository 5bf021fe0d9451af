"""The booth as it is served: its policy, its one script, what it answers before a ballot."""

import gzip
import hashlib
import re
from base64 import b64encode

import pytest
from flask.testing import FlaskClient

from tests.voting.people import Delegate, Organizer
from tests.voting.views.page import Page, page
from voting.client_assets import client_asset
from voting.headers import BOOTH_POLICY


def ask(client: FlaskClient, uuid: str, body: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/conferences/{uuid}/card", json=body)
    return answer.status_code, answer.get_json()


def test_the_booth_runs_one_script_with_its_integrity(
    client: FlaskClient, delegates: list[Delegate]
) -> None:
    answer = client.get(f"/c/{delegates[0].election.uuid}/vote")
    assert answer.headers["Content-Security-Policy"] == BOOTH_POLICY
    assert "unsafe-inline" not in BOOTH_POLICY
    assert "'unsafe-eval'" not in BOOTH_POLICY
    [script] = Page(answer.text).all("script")
    assert set(script) == {"src", "integrity", "defer"}
    served = client.get(str(script["src"])).data
    assert script["integrity"] == "sha256-" + b64encode(hashlib.sha256(served).digest()).decode()


def test_built_code_is_kept_for_a_year_and_compressed(client: FlaskClient) -> None:
    asset = client_asset("booth")
    path = f"/static/{asset.path}"
    plain = client.get(path)
    assert plain.mimetype == "text/javascript"
    assert "immutable" in plain.headers["Cache-Control"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    zipped = client.get(path, headers={"Accept-Encoding": "gzip, deflate"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    small = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert len(small.data) < len(zipped.data) < len(plain.data)
    for other in ("manifest.json", "sources.txt", f"{asset.file}.gz", "none.js"):
        assert client.get(f"/static/built/{other}").status_code == 404


def test_a_card_is_judged_without_a_trace(
    client: FlaskClient, delegates: list[Delegate], caplog: pytest.LogCaptureFixture
) -> None:
    uuid, public = delegates[0].election.uuid, delegates[0].public
    assert ask(client, uuid, {"credential": public}) == (200, {"usable": True})
    delegates[0].casts()
    status, answer = ask(client, uuid, {"credential": public})
    assert (status, answer["refusal"]) == (409, "credential_used")
    bodies: tuple[object, ...] = ({"credential": "0" * 64}, {"credential": 5}, {}, [], None)
    for body in bodies:
        status, answer = ask(client, uuid, body)
        assert (status, answer["refusal"]) == (403, "unknown_credential")
    status, answer = ask(client, uuid, {"credential": "0" * 5000})
    assert status == 413 or answer["refusal"] == "unknown_credential"
    assert public not in caplog.text


def test_sentences_address_the_delegate_as_the_rules_do(
    client: FlaskClient, organizer: Organizer
) -> None:
    from voting.rules.profile import load_profile

    for profile, word, other in (
        ("NQ96-2023", "đại biểu", "đồng chí"),
        ("QD96-2023", "đồng chí", "đại biểu"),
    ):
        organizer.prepares(profile=load_profile(profile))
        text = client.get(f"/c/{organizer.uuid}/vote").text
        assert f"Phiếu của {word} đã được ghi nhận." in text
        assert f"Phiếu của {other} đã được ghi nhận." not in text
        assert "Your ballot has been recorded." in text


def test_names_are_escaped_in_every_language(client: FlaskClient, organizer: Organizer) -> None:
    organizer.prepares(name='<script>alert(1)</script>"', body="<b>x</b>")
    text = client.get(f"/c/{organizer.uuid}/vote").text
    assert "<script>alert" not in text
    assert "<b>x" not in text
    assert len(re.findall("&lt;script&gt;alert", text)) >= 3


def test_the_receipt_page_answers_in_words(client: FlaskClient, delegates: list[Delegate]) -> None:
    cast = delegates[0].casts()
    path = f"/c/{delegates[0].election.uuid}/receipt"
    assert len(page(client, path).all("textarea")) == 1
    for text, said in (
        (cast.receipt, f"Biên nhận đúng. Phiếu nằm trong hòm phiếu, ở vị trí {cast.index} trong"),
        (cast.receipt.replace("index", "Index"), "not_a_receipt"),
        (cast.tracker, f"ở vị trí {cast.index}"),
        ("A" * 43, "Không có phiếu nào mang mã này"),
        ("abc", "Chưa tìm được."),
        ("<script>", "Chưa tìm được."),
    ):
        answer = client.post(path, data={"receipt": text})
        assert said in Page(answer.text).words
        assert "<script>" not in answer.text
    assert client.post(path, data={"receipt": "x" * 20_000}).status_code == 413


def test_the_verifier_is_given_as_a_file_to_keep(client: FlaskClient) -> None:
    asset = client_asset("verifier")
    for path in ("/verifier.html", f"/static/{asset.path}"):
        answer = client.get(path)
        assert hashlib.sha256(answer.data).hexdigest() == asset.sha256
        assert answer.mimetype == "text/html"
        saved = f'attachment; filename="tinnhiem-{asset.file}"'
        assert answer.headers["Content-Disposition"] == saved
    assert client.get("/verifier.html").headers["Cache-Control"] == "public, max-age=60"
