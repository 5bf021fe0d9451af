"""Cards at the terminal: made on the server, or away from it by the committee."""

import json
import stat
from pathlib import Path

import pytest

from tests.voting.desk import PLAN, Desk
from tests.voting.documents.paper import pages
from voting.booth import parse_card
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import sheet_text

SEPARATED = PLAN + 'credential_authority = "Ban Kiểm phiếu"\naddress = "http://10.0.0.5:8000"\n'


def created(desk: Desk, plan: str = PLAN) -> str:
    desk.writes("plan.toml", plan)
    return desk.types("conference", "create", "plan.toml", "--keys", "keys").stdout.strip()


def codes(file: Path) -> list[str]:
    return [code.text for page in pages(file.read_bytes()) for code in page.codes]


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def generated(desk: Desk, uuid: str, *more: str) -> tuple[list[str], str]:
    """Make cards away from the server; return what scanners read, and what the terminal said."""
    words = ("cards", "generate", "plan.toml", "--uuid", uuid, "--out", "laptop")
    said = desk.types(*words, *more).stderr
    return codes(desk.folder / "laptop/cards-a4.pdf"), said


def test_the_server_makes_cards_and_says_what_it_costs(desk: Desk) -> None:
    uuid = created(desk)
    words = ("conference", "cards", uuid, "--out", "cards")
    said = desk.types(*words, "--base-url", "http://10.0.0.5:8000").stderr
    assert "This server knew every credential" in said
    assert "no phone can open" not in said
    folder = desk.folder / "cards"
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["cards-a4.pdf", "credentials.txt"]
    assert all(mode(file) == 0o600 for file in folder.iterdir())
    lines = (folder / "credentials.txt").read_text().split()
    assert lines == sorted(lines)
    assert sorted(codes(folder / "cards-a4.pdf")) == lines
    assert len(lines) == 8


def test_cards_can_be_printed_one_a_sheet(desk: Desk) -> None:
    uuid = created(desk)
    desk.types("conference", "cards", uuid, "--out", "cards", "--paper", "a6", "--count", "3")
    assert len(list(pages((desk.folder / "cards/cards-a6.pdf").read_bytes()))) == 3


def test_void_sheets_are_printed_only_if_asked_for_and_no_file_has_them(desk: Desk) -> None:
    uuid = created(desk)
    said = desk.types("conference", "cards", uuid, "--out", "cards", "--void-sheets")
    folder = desk.folder / "cards"
    *cards, sheet = codes(folder / "cards-a4.pdf")
    assert sorted(cards) == (folder / "credentials.txt").read_text().split()
    assert sheet.startswith("TNH1") and sheet not in said.stdout + said.stderr
    written = [file for file in desk.folder.rglob("*") if file.is_file()]
    assert [file.name for file in written if sheet[-60:].encode() in file.read_bytes()] == []


def test_codes_that_point_to_this_machine_are_warned_of(desk: Desk) -> None:
    uuid = created(desk)
    said = desk.types("conference", "cards", uuid, "--out", "cards").stderr
    assert "http://127.0.0.1:8000, which no phone can open" in said


def test_cards_are_never_written_over_and_none_is_added_by_trying(desk: Desk) -> None:
    uuid = created(desk)
    desk.types("conference", "cards", uuid, "--out", "cards")
    before = (desk.folder / "cards/credentials.txt").read_bytes()
    refused = desk.types("conference", "cards", uuid, "--out", "cards", exits=1)
    assert "not overwritten" in refused.stderr
    assert (desk.folder / "cards/credentials.txt").read_bytes() == before
    desk.writes("left.txt", before.decode().split()[0])
    opened = desk.types("conference", "open", uuid, "--left-over", "left.txt")
    assert "Cards issued: 7" in opened.stderr


def test_cards_that_were_refused_leave_no_files(desk: Desk) -> None:
    uuid = created(desk, SEPARATED)
    refused = desk.types("conference", "cards", uuid, "--out", "cards", exits=1)
    assert "[cards_made_elsewhere]" in refused.stderr
    assert not (desk.folder / "cards").exists()


def test_files_are_removed_when_their_cards_could_not_be_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = created(desk)

    def opened_meanwhile(*_: object) -> None:
        raise VotingRefused(Refusal.ALREADY_OPENED)

    monkeypatch.setattr("voting.services.cards.store_cards", opened_meanwhile)
    desk.types("conference", "cards", uuid, "--out", "cards", exits=1)
    assert list((desk.folder / "cards").iterdir()) == []


@pytest.mark.parametrize("address", ["ftp://x", "10.0.0.5", "http://a/?q=1", "http://a/#x"])
def test_an_address_that_is_none_is_refused(desk: Desk, address: str) -> None:
    words = ("conference", "cards", "JFhMBfmAp5jNJh", "--out", "c", "--base-url", address)
    assert "--base-url" in desk.types(*words, exits=2).stderr


def test_the_committee_makes_cards_without_server_or_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> None:
        raise AssertionError("the installation was opened")

    desk.writes("plan.toml", SEPARATED)
    monkeypatch.setattr("voting.commands.common.open_instance", unreachable)
    found, said = generated(desk, "JFhMBfmAp5jNJh", "--void-sheets")
    assert found.pop().startswith("TNH114")
    assert len(found) == len(set(found)) == 8
    assert all(one.startswith("http://10.0.0.5:8000/c/JFhMBfmAp5jNJh/vote#") for one in found)
    assert "Only public-credentials.json goes to the server" in said
    folder = desk.folder / "laptop"
    files = sorted(file.name for file in folder.iterdir())
    assert files == ["cards-a4.pdf", "public-credentials.json"]
    assert all(mode(file) == 0o600 for file in folder.iterdir())
    assert not (desk.folder / "instance").exists()


def test_separated_duty_from_the_laptop_to_the_opening(desk: Desk) -> None:
    uuid = created(desk, SEPARATED)
    found, made = generated(desk, uuid)
    listed = desk.folder / "laptop/public-credentials.json"
    taken = desk.types("conference", "import-cards", uuid, str(listed)).stderr
    assert "8 cards handed in" in taken
    assert made.splitlines()[-1] == taken.splitlines()[-1]  # the fingerprint of the list

    scanned = desk.writes("scanned.txt", f"{found[0]}\n{found[5]}\n\n{found[0]}\n")
    words = ("cards", "left-over", "plan.toml", scanned, "--uuid", uuid, "--out", "left.txt")
    assert "2 cards left over" in desk.types(*words).stderr
    sheet = sheet_text(uuid, 1, ["00" * 32])
    desk.writes("sheet.txt", sheet)
    for way in (
        ("cards", "left-over", "plan.toml", "sheet.txt", "--uuid", uuid, "--out", "none.txt"),
        ("conference", "open", uuid, "--left-over", "sheet.txt"),
    ):
        said = desk.types(*way, exits=1).stderr
        assert "[void_sheet_sent]" in said and sheet not in said
    left = (desk.folder / "left.txt").read_text()
    assert set(left.split()) <= set(json.loads(listed.read_bytes())["public_credentials"])
    opened = desk.types("conference", "open", uuid, "--left-over", "left.txt")
    assert "Cards issued: 6" in opened.stderr

    server = [file for file in (desk.folder / "instance").rglob("*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in (*server, listed, desk.folder / "left.txt"))
    for one in found:
        _, credential = parse_card(one)
        assert credential.encode() not in kept


def test_cards_away_from_the_server_need_a_plan_that_says_so(desk: Desk) -> None:
    desk.writes("plan.toml", PLAN)
    words = ("cards", "generate", "plan.toml", "--uuid", "JFhMBfmAp5jNJh", "--out", "laptop")
    refused = desk.types(*words, "--base-url", "http://10.0.0.5:8000", exits=1)
    assert "[cards_made_here]" in refused.stderr


def test_cards_away_from_the_server_need_its_address_and_the_uuid(desk: Desk) -> None:
    desk.writes("plan.toml", PLAN + 'credential_authority = "Ban Kiểm phiếu"\n')
    words = ("cards", "generate", "plan.toml", "--out", "laptop")
    assert "--base-url" in desk.types(*words, "--uuid", "JFhMBfmAp5jNJh", exits=2).stderr
    assert "--uuid" in desk.types(*words, "--uuid", "JFhMBfmAp5jNJ", exits=2).stderr


def test_cards_are_shown_with_a_bar_only_on_a_terminal(desk: Desk) -> None:
    desk.writes("plan.toml", SEPARATED)
    _, said = generated(desk, "JFhMBfmAp5jNJh", "--count", "3")
    assert "QR codes" not in said


def test_posters_are_written_with_the_password_of_a_file(desk: Desk) -> None:
    uuid = created(desk, SEPARATED)
    secret = desk.writes("wifi.txt", "mật khẩu; 1\r\nnot this\r\n")
    words = ("conference", "posters", uuid, "--out", "posters", "--paper", "a3")
    said = desk.types(*words, "--wifi", "Hội trường", "--wifi-password-file", secret)
    file = desk.folder / "posters/posters-a3.pdf"
    assert said.stdout.strip() == "posters/posters-a3.pdf"
    assert "mật" not in said.stderr
    assert codes(file) == [
        r"WIFI:T:WPA;S:Hội trường;P:mật khẩu\; 1;;",
        f"http://10.0.0.5:8000/c/{uuid}/",
        f"http://10.0.0.5:8000/c/{uuid}/witness",
    ]
    again = desk.types(*words, exits=1)
    assert "not overwritten" in again.stderr


def test_a_wifi_password_needs_its_network(desk: Desk) -> None:
    secret = desk.writes("wifi.txt", "x")
    words = ("conference", "posters", "JFhMBfmAp5jNJh", "--out", "p")
    assert "--wifi" in desk.types(*words, "--wifi-password-file", secret, exits=2).stderr
