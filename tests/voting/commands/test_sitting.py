"""A sitting at the terminal: created, cards for all its votes, opened one after another."""

import json
from pathlib import Path

from tests.voting.commands.test_cards import codes
from tests.voting.desk import PLAN, Desk
from voting.booth import parse_card
from voting.sittingbatch import vote_uuid

COMMON = PLAN.replace('"2/3"', '"server"').replace("Lấy phiếu tín nhiệm thử", "Kỳ họp thứ tám")
SITTING = (
    COMMON
    + """address = "http://10.0.0.5:8000"
spare = 1
[[votes]]
name = "Lấy phiếu tín nhiệm"
[[votes]]
name = "Thăm dò"
profile = "THAMDO"
[[votes]]
name = "Xếp loại"
profile = "XEPLOAI-4"
new_cards = true
"""
)
SEPARATED = 'credential_authority = "Ban Kiểm phiếu"\n' + SITTING


def created(desk: Desk, plan: str = SITTING) -> str:
    desk.writes("plan.toml", plan)
    first, *votes = desk.types("conference", "create", "plan.toml").stdout.splitlines()
    uuids = [line.split("\t")[1] for line in votes]
    assert uuids == [vote_uuid(first, place) for place in (1, 2, 3, 4)]
    assert [line.split("\t")[2] for line in votes] == [
        "Lấy phiếu tín nhiệm",
        "Thăm dò",
        "Xếp loại",
        "–",
    ]
    return first


def test_a_sitting_runs_from_one_plan_with_one_batch_of_cards(desk: Desk) -> None:
    sitting = created(desk)
    first, second, third, spare = (vote_uuid(sitting, place) for place in (1, 2, 3, 4))
    desk.types("conference", "cards", sitting, "--out", "cards")
    lines = (desk.folder / "cards/credentials.txt").read_text().split()
    assert len(lines) == 8
    assert all(line.startswith(f"http://10.0.0.5:8000/c/{sitting}/vote#") for line in lines)
    desk.types("conference", "posters", sitting, "--out", "posters")
    assert (desk.folder / "posters/posters-a4.pdf").stat().st_size > 1000
    desk.writes("left.txt", lines[0])
    opened = desk.types("conference", "open", first, "--left-over", "left.txt")
    assert "Cards issued: 7" in opened.stderr
    busy = desk.types("conference", "open", second, exits=1)
    assert "[other_vote_open]" in busy.stderr
    desk.types("conference", "close", first)
    assert "Cards issued: 7" in desk.types("conference", "open", second).stderr
    desk.types("conference", "close", second, "--discard-running-sum")
    desk.types("conference", "cards", third, "--out", "third")
    assert f"/c/{third}/vote#" in (desk.folder / "third/credentials.txt").read_text()
    listed = desk.types("conference", "list").stdout.splitlines()
    assert {tuple(line.split("\t")[4:]) for line in listed} == {
        (sitting, f"{place}/4") for place in (1, 2, 3)
    }
    desk.writes("round.toml", COMMON)
    made = desk.types("conference", "create", "round.toml", "--sitting", sitting)
    assert made.stdout.strip() == spare
    assert "Cards issued: 7" in desk.types("conference", "open", spare).stderr


def test_cards_that_are_kept_for_later_can_still_be_handed_out(desk: Desk) -> None:
    sitting = created(desk)
    first, second = (vote_uuid(sitting, place) for place in (1, 2))
    desk.types("conference", "cards", sitting, "--out", "cards")
    lines = (desk.folder / "cards/credentials.txt").read_text().split()
    desk.writes("left.txt", "\n".join(lines[:2]))
    desk.writes("present.txt", lines[0])
    words = ("--left-over", "left.txt", "--keep-for-later")
    assert "Cards issued: 6" in desk.types("conference", "open", first, *words).stderr
    desk.types("conference", "close", first)
    opened = desk.types("conference", "open", second, "--left-over", "present.txt")
    assert "Cards issued: 7" in opened.stderr


def test_the_committee_makes_and_voids_the_cards_of_a_sitting_on_its_laptop(desk: Desk) -> None:
    sitting = created(desk, SEPARATED)
    uuids = [vote_uuid(sitting, place) for place in (1, 2, 4)]
    laptop = ("cards", "generate", "plan.toml", "--uuid", sitting, "--out", "laptop")
    said = desk.types(*laptop).stderr
    list_ = desk.folder / "laptop/public-credentials.json"
    given = json.loads(list_.read_bytes())
    assert (given["sitting"], [vote["uuid"] for vote in given["votes"]]) == (sitting, uuids)
    read = codes(desk.folder / "laptop/cards-a4.pdf")
    assert {parse_card(text)[0].uuid for text in read} == {sitting}  # type: ignore[union-attr]
    for text in read:
        assert parse_card(text)[1] not in list_.read_text()
    taken = desk.types("conference", "import-cards", sitting, str(list_))
    fingerprint = said.strip().splitlines()[-1]
    assert "8 cards handed in" in taken.stderr and fingerprint in taken.stderr

    def left(name: str, *more: str) -> list[str]:
        words = ("cards", "left-over", "plan.toml", "scanned.txt", "--uuid", sitting)
        desk.types(*words, "--out", name, *more)
        return [line.split()[0] for line in (desk.folder / name).read_text().splitlines()]

    desk.writes("scanned.txt", f"{read[0]}\n{parse_card(read[1])[1]}\n")
    assert sorted(left("left.txt")) == sorted(uuids * 2)
    assert sorted(left("later.txt", "--vote", "2")) == sorted(uuids[1:] * 2)
    assert sorted(left("all.txt", "--vote", "2", "--skipped", "1")) == sorted(uuids * 2)
    short = desk.types("conference", "open", uuids[0], "--left-over", "later.txt", exits=1)
    assert "[void_incomplete]" in short.stderr
    opened = desk.types("conference", "open", uuids[0], "--left-over", "left.txt")
    assert "Cards issued: 6" in opened.stderr
    desk.types("conference", "close", uuids[0])
    opened = desk.types("conference", "open", uuids[1], "--left-over", "later.txt")
    assert "Cards issued: 6" in opened.stderr


def test_a_vote_with_new_cards_has_them_made_by_its_place(desk: Desk) -> None:
    sitting = created(desk, SEPARATED)
    third = vote_uuid(sitting, 3)
    laptop = ("cards", "generate", "plan.toml", "--uuid", sitting, "--out", "laptop")
    desk.types(*laptop, "--vote", "3", "--count", "2")
    read = codes(desk.folder / "laptop/cards-a4.pdf")
    assert {parse_card(text)[0].uuid for text in read} == {third}  # type: ignore[union-attr]
    list_ = "laptop/public-credentials.json"
    desk.types("conference", "import-cards", third, list_)
    desk.writes("scanned.txt", read[0])
    words = ("cards", "left-over", "plan.toml", "scanned.txt", "--uuid", sitting)
    desk.types(*words, "--vote", "3", "--out", "left.txt")
    opened = desk.types("conference", "open", third, "--left-over", "left.txt")
    assert "Cards issued: 1" in opened.stderr
    for place in ("1", "9"):
        wrong = desk.types(*laptop, "--vote", place, exits=2)
        assert "has no new_cards" in wrong.stderr


def test_cards_of_one_vote_of_a_sitting_are_not_made_alone(desk: Desk) -> None:
    sitting = created(desk)
    first = vote_uuid(sitting, 1)
    refused = desk.types("conference", "cards", first, "--out", "cards", exits=1)
    assert "[cards_of_sitting]" in refused.stderr
    assert not Path(desk.folder / "cards").exists()


def test_nothing_is_kept_of_a_sitting_with_a_vote_that_cannot_be(desk: Desk) -> None:
    desk.writes("plan.toml", SITTING.replace('profile = "THAMDO"', 'profile = "THAMDO9"'))
    refused = desk.types("conference", "create", "plan.toml", exits=1)
    assert "Vote 2: " in refused.stderr
    assert desk.types("conference", "list").stdout == ""


def test_every_vote_with_new_cards_leaves_none_to_the_sitting(desk: Desk) -> None:
    own = COMMON + '[[votes]]\nname = "Một"\nnew_cards = true\n'
    desk.writes("plan.toml", 'credential_authority = "Ban Kiểm phiếu"\n' + own)
    laptop = ("cards", "generate", "plan.toml", "--uuid", "11111111111111", "--out", "laptop")
    assert "--vote K is needed" in desk.types(*laptop, exits=2).stderr
    sitting = desk.types("conference", "create", "plan.toml").stdout.split()[0]
    refused = desk.types("conference", "cards", sitting, "--out", "cards", exits=1)
    assert "[unknown_conference]" in refused.stderr
