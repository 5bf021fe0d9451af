"""A hall with a real server, an organizer, and delegates who hold a phone."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from ballots.credentials import public_credential
from tests.voting.people import Organizer
from voting.definition import make_people
from voting.demo.server import DemoServer
from voting.documents.cards import card_url
from voting.plan.people import Person
from voting.rules.profile import load_profile

Size = dict[str, int]
PATIENCE_MS = 60_000
VIEW = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
LEVELS = ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")
HIGH, MEDIUM, LOW = 0, 1, 2
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thị Thanh Dung", "Vũ Đức Em")
POSTS = (
    ("Chủ tịch nước", "Phó Chủ tịch nước"),
    ("Chủ tịch Quốc hội", "Chủ nhiệm Uỷ ban Pháp luật và Tư pháp"),
    ("Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn", "Bộ trưởng Bộ Y tế"),
)
SECTIONS = ("Khối Chủ tịch nước", "Khối Quốc hội", "Khối Chính phủ")


def people(count: int) -> tuple[Person, ...]:
    """Return people of three sections, each with a post."""
    made = []
    for row in range(count):
        section = min(2, row * 3 // max(3, count))
        name = f"{NAMES[row % len(NAMES)]} {row + 1}" if count > len(NAMES) else NAMES[row]
        [person] = make_people([(name, POSTS[section][row % 2])])
        made.append(Person(person.name, person.position, SECTIONS[section]))
    return tuple(made)


@dataclass
class Hall:
    """A conference that is being voted on over HTTP."""

    organizer: Organizer
    server: DemoServer
    cards: list[str] = field(default_factory=list, repr=False)

    @property
    def base(self) -> str:
        return f"{self.server.url}/c/{self.organizer.uuid}"

    def prepares(self, count: int = 3, cards: int = 12, **changes: object) -> "Hall":
        """Prepare a conference and print its cards."""
        told = {"profile": load_profile("QD96-2023"), "people": people(count), **changes}
        self.organizer.prepares(cards=cards, convened=cards, present=cards, **told)
        self.organizer.rehearses()
        self.cards = [one.card for one in self.organizer.prints()]
        return self

    def opens(self, *left_over: str) -> "Hall":
        """Open the vote; cards left over become void."""
        self.organizer.opens(*(self.organizer.delegate(card) for card in left_over))
        return self

    def url(self, card: str) -> str:
        return card_url(self.server.url, self.organizer.uuid, card)

    def public(self, card: str) -> str:
        election = self.organizer.election
        return public_credential(card, uuid=election.uuid, group=election.group)


@dataclass
class Phone:
    """A phone in a delegate's hand."""

    context: BrowserContext
    page: Page

    def scans(self, hall: Hall, card: str) -> "Phone":
        self.page.goto(hall.url(card))
        return self

    def heading(self) -> Locator:
        return self.page.locator("h1:visible")

    def sees(self, text: str) -> "Phone":
        """Wait for the heading of a screen."""
        expect(self.heading()).to_contain_text(text)
        return self

    def tile(self, row: int, level: int) -> Locator:
        return self.page.locator(f'[data-person="{row}"] .tile').nth(level)

    def chooses(self, row: int, level: int) -> None:
        self.tile(row, level).tap()

    def chooses_all(self, marks: Sequence[int | None]) -> "Phone":
        self.sees("Đánh giá từng người")
        for row, level in enumerate(marks):
            if level is not None:
                self.chooses(row, level)
        return self

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).tap()

    def reviews(self) -> "Phone":
        """Go to the review, and wait as long as it is deaf to a double tap."""
        self.presses("Xem lại")
        self.sees("Xem lại trước khi gửi")
        self.waits()
        return self

    def waits(self) -> None:
        self.page.wait_for_timeout(650)

    def sends(self) -> "Phone":
        self.presses("Gửi phiếu")
        return self

    def votes(self, hall: Hall, card: str, marks: Sequence[int | None]) -> "Phone":
        """Do everything to the receipt."""
        self.scans(hall, card).chooses_all(marks).reviews().sends().sees("đã được ghi nhận")
        return self

    def reads(self, name: str) -> str:
        return self.page.locator(f'[data-ref="{name}"]').inner_text()


def sights(page: Page, light: Size = VIEW, dark: Size = DESK) -> Iterator[str]:
    """Show a page as it stands, light on a phone and dark at a desk, then again as it was."""
    usual = page.viewport_size
    for scheme, view in (("light", light), ("dark", dark)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
        page.set_viewport_size(view)  # type: ignore[arg-type]  # width and height
        yield scheme
    page.emulate_media(color_scheme="null")
    page.set_viewport_size(usual)  # type: ignore[arg-type]  # it has one


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that no locator shows; fail if it never does."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        page.wait_for_timeout(50)


def new_phone(browser: Browser, **more: object) -> Phone:
    """Take a phone of 360×740 with touch."""
    settings: dict[str, object] = {
        "viewport": VIEW,
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
        "locale": "vi-VN",
        "reduced_motion": "reduce",
        **more,
    }
    context = browser.new_context(**settings)  # type: ignore[arg-type]  # one value a name
    context.set_default_timeout(PATIENCE_MS)
    return Phone(context, context.new_page())
