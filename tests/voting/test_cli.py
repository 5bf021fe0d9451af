"""A conference run from the command line, as organizer, delegate, committee and auditor would."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import click
import pytest
from click.testing import CliRunner, Result

from audit.receipt import parse_receipt
from audit.words import words_of_hash
from tests.voting.desk import PLAN, Desk
from voting.cli import COMMANDS, main
from voting.demo.server import DemoServer


@pytest.fixture
def uuid(desk: Desk) -> str:
    desk.writes("plan.toml", PLAN)
    return desk.types("conference", "create", "plan.toml", "--keys", "keys").stdout.strip()


@pytest.fixture
def cards(desk: Desk, uuid: str) -> list[str]:
    desk.types("conference", "cards", uuid, "--out", "cards")
    return (desk.folder / "cards/credentials.txt").read_text().split()


@pytest.fixture
def server(desk: Desk, uuid: str, cards: list[str]) -> Iterator[DemoServer]:
    left = desk.writes("left.txt", cards[-1] + "\n\n")
    assert "Cards issued: 7" in desk.types("conference", "open", uuid, "--left-over", left).stderr
    with DemoServer(instance=desk.folder / "instance", workers=1) as running:
        yield running


@pytest.fixture
def url(server: DemoServer, uuid: str) -> str:
    return f"{server.url}/c/{uuid}/"


def words_in(receipt: str) -> str:
    return words_of_hash(parse_receipt(receipt).proof.signed.checkpoint.root)


def casts(desk: Desk, url: str, card: str, choices: str, *, exits: int = 0) -> Result:
    """Let a delegate vote with a card."""
    words = ["--card", desk.writes("card.txt", card), "--choices", desk.writes("ch.txt", choices)]
    return desk.types("conference", "vote", url, *words, exits=exits)


def log_key(server: DemoServer, uuid: str) -> str:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("GET", f"/api/conferences/{uuid}")
    key: str = json.loads(connection.getresponse().read())["log_key"]
    connection.close()
    return key


def test_a_whole_conference_from_plan_to_verified_receipt(
    desk: Desk, uuid: str, cards: list[str], server: DemoServer, url: str
) -> None:
    for card in cards[:5]:
        receipt = casts(desk, url, card, "1\nTín nhiệm  THẤP\n").stdout
    again = casts(desk, url, cards[0], "2\n-\n", exits=1)
    assert "credential_used" in again.stderr
    assert "card_void" in casts(desk, url, cards[-1], "1\n1\n", exits=1).stderr
    assert "5" in desk.types("conference", "close", uuid).stderr
    assert "voting_closed" in casts(desk, url, cards[5], "1\n1\n", exits=1).stderr
    keys = [str(desk.folder / f"keys/{uuid}-member-{number}.key") for number in (1, 3)]
    assert "too_few" in desk.types("conference", "tally", uuid, exits=1).stderr
    table = desk.types("conference", "tally", uuid, "--key", keys[0], "--key", keys[1]).stdout
    assert "100.00" in table
    assert table == desk.types("conference", "result", uuid).stdout
    desk.types("conference", "publish", uuid)
    assert "already_published" in desk.types("conference", "publish", uuid, exits=1).stderr
    assert desk.types("conference", "record", uuid).stdout.strip() == f"{uuid}.bel"
    assert desk.types("verify", f"{uuid}.bel", "--jobs", "1").exit_code == 0
    assert f"{uuid}\tpublished\t5/7\t" in desk.types("conference", "list").stdout
    check = ["receipt", "verify", desk.writes("r.txt", receipt)]
    check += ["--log-key", log_key(server, uuid)]
    held = desk.types(*check, "--record", f"{uuid}.bel").stdout
    assert "place 9 of 10 entries" in held
    assert f"in the receipt: 10 entries  {words_in(receipt)}\n" in held
    policy = desk.writes("policy.txt", f"log {log_key(server, uuid)}\nquorum none\n")
    assert "names no witnesses" in desk.types(*check[:3], "--policy", policy).stdout
    other = desk.writes("other.txt", receipt.replace("\nindex 9\n", "\nindex 8\n"))
    refused = desk.types("receipt", "verify", other, *check[3:], exits=1)
    assert "holds" not in refused.stdout and "[bad_path]" in refused.stderr


def test_a_receipt_that_is_not_in_the_record_is_reported(
    desk: Desk, uuid: str, cards: list[str], server: DemoServer, url: str
) -> None:
    early = desk.types("conference", "record", uuid, "--out", "early.bel").stdout.strip()
    receipt = desk.writes("r.txt", casts(desk, url, cards[0], "1\n1\n").stdout)
    key = log_key(server, uuid)
    words = ["receipt", "verify", receipt, "--log-key", key, "--record", early]
    assert "NOT in the record" in desk.types(*words, exits=1).stderr


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ("1\n4\n", "line 2: no such level"),
        ("good\n", "line 1: no such level"),
        ("1\n1\n1\n", "3 lines, the list has 2 people"),
    ],
)
def test_a_choice_that_is_not_on_the_list_is_refused_by_its_line(
    desk: Desk, cards: list[str], url: str, choices: str, problem: str
) -> None:
    refused = casts(desk, url, cards[0], choices, exits=1)
    assert problem in refused.stderr
    assert "good" not in refused.stderr
    casts(desk, url, cards[0], "1\n")  # nothing was lost: the card still votes


def test_a_card_of_another_conference_is_refused_before_anything_is_sent(
    desk: Desk, uuid: str, cards: list[str], url: str
) -> None:
    foreign = cards[0].replace(uuid, "JFhMBfmAp5jNJh")
    assert "wrong_election" in casts(desk, url, foreign, "1\n1\n", exits=1).stderr


def test_a_committee_needs_a_folder_for_its_keys(desk: Desk) -> None:
    desk.writes("plan.toml", PLAN)
    refused = desk.types("conference", "create", "plan.toml", exits=1)
    assert "--keys" in refused.stderr and "[no_committee]" in refused.stderr


def test_everything_wrong_with_a_plan_is_said_at_once(desk: Desk) -> None:
    desk.writes("plan.toml", PLAN.replace("cards = 8", "cards = 0").replace("NQ96", "NQ69"))
    said = desk.types("conference", "create", "plan.toml", "--keys", "keys", exits=1).stderr
    assert "cards" in said
    assert "NQ69-2023" in said


def test_steps_in_the_wrong_order_are_refused_with_their_code(desk: Desk, uuid: str) -> None:
    for step, code in [
        ("open", "no_cards"),
        ("close", "voting_not_open"),
        ("tally", "voting_not_open"),
        ("publish", "not_counted"),
        ("record", "no_record_yet"),
        ("result", "not_counted"),
    ]:
        assert f"[{code}]" in desk.types("conference", step, uuid, exits=1).stderr
    unknown = desk.types("conference", "close", "JFhMBfmAp5jNJh", exits=1)
    assert "[unknown_conference]" in unknown.stderr


def test_refusals_speak_vietnamese_unless_the_locale_is_english(
    desk: Desk, uuid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    assert "Cuộc lấy phiếu chưa mở." in desk.types("conference", "close", uuid, exits=1).stderr


def test_a_wrong_setting_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINNHIEM_DATABASE_URL", "mysql://secret@host/db")
    refused = desk.types("conference", "list", exits=1)
    assert "TINNHIEM_DATABASE_URL" in refused.stderr
    assert "secret" not in refused.stderr


def test_tls_needs_both_files(desk: Desk) -> None:
    file = desk.writes("cert.pem", "")
    assert "go together" in desk.types("serve", "--certificate", file, exits=2).stderr


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["demo"],
        ["serve"],
        ["verify"],
        ["receipt", "verify"],
        *(["conference", name] for name in ("create", "cards", "open", "vote", "close", "tally")),
        *(["conference", name] for name in ("publish", "result", "record", "list")),
        *(["conference", name] for name in ("import-cards", "posters")),
        *(["cards", *rest] for rest in ([], ["generate"], ["left-over"])),
    ],
)
def test_every_command_explains_itself(desk: Desk, words: list[str]) -> None:
    text = desk.types(*words, "--help").output
    assert len(text) > 100


def test_every_subcommand_is_listed_and_imported_under_its_name() -> None:
    context = click.Context(main)
    assert main.list_commands(context) == sorted(COMMANDS)
    found = [main.get_command(context, name) for name in sorted(COMMANDS)]
    assert [one and one.name for one in found] == sorted(COMMANDS)


def test_a_slip_in_a_subcommand_is_answered_with_the_one_meant() -> None:
    slip = CliRunner().invoke(main, ["demoo"])
    assert (slip.exit_code, "'demo'" in slip.stderr) == (2, True)
