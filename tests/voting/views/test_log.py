"""The log over the web, as C2SP's clients read it."""

import json

import pytest
from flask.testing import FlaskClient

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.note import parse_verification_key
from audit.policy import parse_policy
from audit.receipt import parse_receipt, verify_receipt
from audit.tile_reader import TileReader
from tests.voting.people import FIRST, Delegate, Organizer
from tests.voting.services.test_witnesses import NAMED, STRANGER, UNION


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/plain; charset=utf-8"
    return answer.text


def test_a_stranger_reads_the_whole_log_from_checkpoint_and_tiles(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    base = f"/c/{organizer.uuid}/log"
    policy = parse_policy(text_of(client, f"{base}/policy").encode())
    signed = parse_checkpoint(text_of(client, f"{base}/checkpoint"))
    verify_checkpoint(signed, policy.logs[0].key)
    head = signed.checkpoint
    reader = TileReader(
        lambda path: client.get(f"{base}/{path}").data, size=head.size, root=head.root
    )
    entries = list(reader.entries(0, head.size))
    assert len(entries) == head.size == FIRST + 1
    whole = client.get(f"/c/{organizer.uuid}/{organizer.uuid}.tlog").data
    assert whole.startswith(b"tinnhiem/log/v1\n" + entries[0])
    assert client.get(f"/c/{organizer.uuid}/{'1' * 14}.tlog").status_code == 404


def test_tiles_are_kept_for_ever_and_the_checkpoint_for_a_second(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    base = f"/c/{organizer.uuid}/log"
    assert client.get(f"{base}/checkpoint").headers["Cache-Control"] == "public, max-age=1"
    for path in ("tile/0/000.p/5", "tile/entries/000.p/5"):
        answer = client.get(f"{base}/{path}")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/000.p/9", "tile/9/000.p/1", "tile/x", "x"])
def test_a_tile_that_is_not_there_is_not_found(
    path: str, client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    answer = client.get(f"/c/{organizer.uuid}/log/{path}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_receipt_is_given_for_every_entry(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    cast = delegates[0].casts()
    api = f"/api/conferences/{organizer.uuid}"
    receipt = parse_receipt(text_of(client, f"{api}/receipts/{cast.index}"))
    verify_receipt(receipt, parse_verification_key(client.get(api).get_json()["log_key"]))
    assert receipt.tracker == cast.tracker
    assert client.get(f"{api}/receipts/{cast.index + 1}").get_json()["refusal"] == "no_such_entry"


def test_witnesses_join_cosign_and_are_listed(client: FlaskClient, organizer: Organizer) -> None:
    organizer.is_open(witnesses=NAMED, witness_quorum=1)
    base = f"/c/{organizer.uuid}/log"
    assert client.get(f"{base}/checkpoint.cosigned").status_code == 404
    assert client.post(f"{base}/witnesses", data=str(STRANGER.key)).status_code == 204
    note = text_of(client, f"{base}/checkpoint")
    for watcher in (UNION, STRANGER):
        assert client.post(f"{base}/cosignatures", data=watcher.cosigns(note)).status_code == 204
    cosigned = text_of(client, f"{base}/checkpoint.cosigned")
    assert cosigned == text_of(client, f"{base}/checkpoint")
    own = text_of(client, f"{base}/checkpoint.cosigned-by/{STRANGER.key.key_id.hex()}")
    assert "— x.example " in own and "union.example" not in own
    assert client.get(f"{base}/checkpoint.cosigned-by/00000000").status_code == 404
    seen = json.loads(client.get(f"{base}/witnesses").data)
    assert [(one["name"], one["named"], one["size"]) for one in seen] == [
        ("Công đoàn", True, 5),
        ("Báo", True, None),
        ("x.example", False, 5),
    ]


def test_a_cosignature_of_nobody_known_is_refused(
    client: FlaskClient, organizer: Organizer, delegates: list[Delegate]
) -> None:
    base = f"/c/{organizer.uuid}/log"
    note = text_of(client, f"{base}/checkpoint")
    answer = client.post(f"{base}/cosignatures", data=UNION.cosigns(note))
    assert (answer.status_code, answer.get_json()["refusal"]) == (403, "unknown_witness")
    answer = client.post(f"{base}/cosignatures", data=b"\xff" * 100)
    assert (answer.status_code, answer.get_json()["refusal"]) == (400, "cosignature_refused")
    assert client.post(f"{base}/cosignatures", data=b"x" * 20_000).status_code == 413
