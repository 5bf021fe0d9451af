"""The members of a committee at terminals: the desk of the server, and a stick and laptop each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

from tests.voting.desk import PLAN, Desk
from tests.voting.people import HIGH, LOW, Organizer
from voting.config import settings_from
from voting.instance import open_instance

COMMITTEE = """
[[committee]]
name = "Nguyễn Thị An"

[[committee]]
name = "Trần Văn Bình"
head = true

[[committee]]
name = "Lê Thị Cúc"
"""
ROUNDS = ("certificate", "commitment", "polynomial", "voutput")
NUMBERS = (1, 2, 3)


class Members:
    """The desk of the server, and the members, who have sticks and laptops of their own."""

    def __init__(self, desk: Desk, more: str = "", *, option: str = "") -> None:
        self.desk = desk
        plan = desk.writes("plan.toml", PLAN + option + COMMITTEE + more)
        created = desk.types("conference", "create", plan)
        self.uuid, *self.links = created.stdout.splitlines()
        self.said = created.stderr
        self.passphrase = desk.writes("words.txt", "bông lúa sông hồng cầu tre\n")

    def stick(self, number: int) -> Path:
        return self.desk.folder / f"stick-{number}"

    def own(self, number: int) -> str:
        return str(self.desk.folder / f"own-{number}")

    def copy(self, number: int) -> str:
        return str(self.desk.folder / f"key-{number}.json")

    def takes(self, number: int) -> None:
        self.desk.types(
            "trustee", "export", self.uuid, str(number), "--out", str(self.stick(number))
        )

    def answers(self, number: int, *, exits: int = 0) -> Result:
        self.takes(number)
        words = ["trustee", "answer", str(self.stick(number)), "--own", self.own(number)]
        return self.desk.types(*words, exits=exits)

    def brings(self, number: int, step: str, *, exits: int = 0) -> Result:
        file = self.stick(number) / f"answer-{number}-{step}.json"
        return self.desk.types("trustee", "import", str(file), exits=exits)

    def plays(self, *rounds: str) -> None:
        for step in rounds:
            for number in NUMBERS:
                self.answers(number)
                self.brings(number, step)

    def copies(self, number: int, *more: str, exits: int = 0) -> Result:
        self.takes(number)
        words = ["trustee", "copy", str(self.stick(number)), "--own", self.own(number)]
        words += ["--out", self.copy(number), *(more or ("--passphrase-file", self.passphrase))]
        return self.desk.types(*words, exits=exits)

    def drills(self, number: int, *, stick: int = 0, exits: int = 0) -> Result:
        self.takes(stick or number)
        words = ["trustee", "drill", str(self.stick(stick or number))]
        words += ["--copy", self.copy(number), "--passphrase-file", self.passphrase]
        return self.desk.types(*words, exits=exits)

    def decrypts(self, number: int, *more: str, exits: int = 0) -> Result:
        words = ["trustee", "decrypt", str(self.stick(number)), "--own", self.own(number)]
        words += ["--copy", self.copy(number), "--passphrase-file", self.passphrase]
        words += more or ["--compared"]
        return self.desk.types(*words, exits=exits)

    def ready(self) -> None:
        self.plays(*ROUNDS)
        for number in NUMBERS:
            self.copies(number)
            self.drills(number)
            self.brings(number, "drill")

    def open_for(self, ballots: int) -> None:
        """Open voting, and let as many delegates vote."""
        instance = open_instance(settings_from({}, self.desk.folder))
        organizer = Organizer(instance, self.uuid)
        delegates = organizer.prints(ballots)
        organizer.opens()
        for place, delegate in enumerate(delegates):
            delegate.casts(HIGH, LOW if place else HIGH)
        instance.close()

    def closes(self, ballots: int = 5) -> None:
        self.open_for(ballots)
        self.desk.types("conference", "close", self.uuid)

    def changes(self, file: Path, change: Callable[[Any], Any]) -> None:
        changed = change(json.loads(file.read_bytes()))
        text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
        file.write_text(f"{text}\n", encoding="utf-8")


def at(members: Members, folder: Path) -> Members:
    """Return the same people in another folder."""
    moved = object.__new__(Members)
    moved.__dict__ |= members.__dict__
    moved.desk, moved.passphrase = Desk(folder), str(folder / "words.txt")
    return moved
