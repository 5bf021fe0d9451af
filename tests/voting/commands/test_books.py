"""What the committee writes into the log from the terminal."""

from contextlib import closing

from tests.voting.desk import PLAN, Desk
from tests.voting.people import Organizer
from voting.config import settings_from
from voting.instance import open_instance

ONE_MACHINE = PLAN.replace('trustees = "2/3"', 'trustees = "server"').replace("convened = 9", "")


def casts(desk: Desk, uuid: str, cards: list[str]) -> None:
    """Let the holders of some cards vote."""
    with closing(open_instance(settings_from({}, desk.folder))) as instance:
        organizer = Organizer(instance, uuid)
        for card in cards:
            organizer.delegate(card).casts()


def test_the_books_are_closed_from_the_terminal(desk: Desk) -> None:
    plan = desk.writes("plan.toml", ONE_MACHINE.replace("present = 7", ""))
    uuid = desk.types("conference", "create", plan).stdout.split()[-1]
    desk.types("conference", "cards", uuid, "--out", "cards")
    opened = desk.types("conference", "open", uuid)
    assert "Cards issued: 8" in opened.stderr
    desk.types("conference", "incident", uuid, "Mất điện 5 phút")
    cards = (desk.folder / "cards" / "credentials.txt").read_text().splitlines()
    casts(desk, uuid, [card.split("#")[1] for card in cards[:5]])
    desk.types("conference", "close", uuid)
    hands = ("--printed", "8", "--issued", "7", "--void", "1")
    counted = desk.types("conference", "hand-count", uuid, *hands)
    assert "Not explained yet: cards issued 7, against 8." in counted.stderr
    desk.types("conference", "tally", uuid)
    assert "do not balance" in desk.types("conference", "publish", uuid, exits=1).stderr
    about = ("--about", "issued", "--about", "void")
    noted = desk.types("conference", "note", uuid, *about, "Một thẻ in hỏng")
    assert "Not explained" not in noted.stderr
    desk.types("conference", "publish", uuid)
    scan = desk.writes("scan.pdf", "%PDF")
    added = desk.types("conference", "addendum", uuid, scan, "--text", "Bản quét có đủ chữ ký")
    assert "Written into the log, entry 20." in added.stderr
