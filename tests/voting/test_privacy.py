"""After a whole vote, nothing that was kept tells who voted, from where, when, or how."""

import json
import logging
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.voting.people import HIGH, LOW, OPENING, Delegate, Organizer
from voting.db import Database
from voting.models import Base

ADDRESS, AGENT, COOKIE = "203.0.113.77", "Mozilla/5.0 (SecretPhone 12)", "tracking-cookie-9f3"
CALLER = {
    "environ_base": {"REMOTE_ADDR": ADDRESS},
    "headers": {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Cookie": f"id={COOKIE}"},
}


def everything_kept(organizer: Organizer) -> bytes:
    """Return every byte of the installation's folder and every cell of its database."""
    folder = organizer.instance.settings.instance
    files = b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())
    return files + b"\n".join(cells(organizer.instance.database))


def cells(database: Database) -> list[bytes]:
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608  ours
                found += [
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                ]
    return found


def opening_far_from(moment: int) -> datetime:
    """Return a time of opening that is twelve hours off a moment, on another day."""
    hour = (datetime.fromtimestamp(moment, UTC).hour + 12) % 24
    return OPENING.replace(year=2030, hour=hour)


@pytest.fixture
def voted(
    organizer: Organizer, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> tuple[Organizer, list[Delegate], list[bytes], tuple[int, int]]:
    """Let five delegates vote over the web, then finish; the clock is far from the opening."""
    caplog.set_level(logging.DEBUG)
    began = int(time.time())
    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    organizer.opens(now=opening_far_from(began))
    ballots = []
    for delegate, choice in zip(delegates, (HIGH, LOW, HIGH, LOW, HIGH), strict=True):
        ballots.append(delegate.encrypts(choice, choice))
        for status in (201, 200):
            assert delegate.posts(client, ballots[-1], **CALLER).status_code == status
    refused = delegates[0].posts(client, delegates[0].encrypts(), **CALLER)
    assert refused.status_code == 409
    organizer.finishes()
    return organizer, delegates, ballots, (began, int(time.time()))


Voted = tuple[Organizer, list[Delegate], list[bytes], tuple[int, int]]


def test_nothing_kept_or_logged_holds_a_card_an_address_or_an_agent(
    voted: Voted, caplog: pytest.LogCaptureFixture
) -> None:
    organizer, delegates, _, _ = voted
    kept = everything_kept(organizer) + caplog.text.encode()
    for secret in (*(one.card for one in delegates), ADDRESS, AGENT, COOKIE):
        assert secret.encode() not in kept
        assert secret.replace("-", "").encode() not in kept


def test_no_log_line_holds_a_ballot_a_public_credential_or_a_tracker(
    voted: Voted, caplog: pytest.LogCaptureFixture
) -> None:
    organizer, delegates, ballots, _ = voted
    board = [str(json.loads(ballot)["signature"]["hash"]) for ballot in ballots]
    for word in (*(one.public for one in delegates), *board, '"alpha"', organizer.record()[:40]):
        assert str(word) not in caplog.text


def test_no_time_of_casting_is_kept(voted: Voted) -> None:
    organizer, _, _, (began, ended) = voted
    values = cells(organizer.instance.database)
    for second in range(began - 1, ended + 2):
        assert all(str(second).encode() not in value for value in values)
        moment = datetime.fromtimestamp(second, UTC)
        assert all(moment.strftime("%H:%M:%S").encode() not in value for value in values)
    numbers = {int(value) for value in values if re.fullmatch(rb"[0-9]{6,12}", value)}
    assert numbers == {int(opening_far_from(began).timestamp())}


def test_the_server_key_is_not_in_the_database_and_member_keys_are_nowhere(
    organizer: Organizer,
) -> None:
    organizer.prepares_with_committee(2, 2)
    folder = organizer.instance.settings.key_folder
    server = json.loads(next(folder.iterdir()).read_bytes())["secret"]
    assert all(server.encode() not in value for value in cells(organizer.instance.database))
    kept = everything_kept(organizer)
    for key in organizer.member_keys:
        for name in ("seed", "private_key"):
            assert json.loads(key)[name].encode() not in kept


def test_no_table_links_a_person_to_a_card(voted: Voted) -> None:
    organizer, _, _, _ = voted
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }
    assert {one for one in columns if one.startswith("cards.")} == {
        "cards.conference_id",
        "cards.credential",
        "cards.state",
    }
    if organizer.instance.database.is_sqlite:
        with organizer.instance.database.reading() as session:
            made = session.execute(
                text("SELECT sql FROM sqlite_master WHERE name = 'cards'")
            ).scalar_one()
        assert "WITHOUT ROWID" in made


def test_a_failure_while_casting_is_logged_without_any_value(
    delegates: list[Delegate],
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public = delegates[0].public

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"Key (credential)=({public}) already exists")

    monkeypatch.setattr("voting.services.recording.append_ballots", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    ballot = delegates[0].encrypts()
    answer = delegates[0].posts(client, ballot, **CALLER)
    assert answer.status_code == 500
    assert answer.get_json()["refusal"] == "server_error"
    assert "booth.cast failed with RuntimeError" in caplog.text
    assert public not in caplog.text
    assert ADDRESS not in caplog.text
    monkeypatch.undo()
    assert delegates[0].posts(client, ballot).status_code == 201


def test_a_ballot_weighs_the_same_whatever_is_chosen(delegates: list[Delegate]) -> None:
    """Only the decimal numbers of the proofs vary in length, by chance, not by choice."""
    shapes = {
        re.sub(rb'"[0-9]+"', b'"n"', re.sub(rb'"[0-9a-f]{64}"', b'"p"', ballot)).count(b'"')
        for ballot in (
            delegates[0].encrypts(one, other) for one in (HIGH, LOW) for other in (LOW, HIGH)
        )
    }
    assert len(shapes) == 1


def test_the_folder_of_the_installation_is_closed_to_others(tmp_path: Path) -> None:
    from voting.config import settings_from
    from voting.instance import open_instance

    instance = open_instance(settings_from({}, tmp_path))
    instance.close()
    assert instance.settings.instance.stat().st_mode & 0o077 == 0
