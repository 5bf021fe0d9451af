"""A member of the committee who comes with a stick, among others who have a browser each."""

from dataclasses import dataclass
from pathlib import Path

from tests.browser.committee import PHRASE, Device, Table
from voting.commands.stick import export_files, import_file
from voting.committee_files import Stick
from voting.keycopy import KeyCopy, make_key_copy, open_key_copy, parse_key_copy
from voting.member_decrypting import decrypt_drill, decrypt_verified, verify_for_decryption
from voting.member_machine import MemberMachine
from voting.services.ceremony import MemberLink
from voting.services.ceremony_progress import ROUNDS
from voting.services.ceremony_reading import read_ceremony


@dataclass
class OnStick:
    """A member whose machine has no network: a folder on a laptop, a stick that is carried."""

    table: Table
    link: MemberLink
    folder: Path
    copy: KeyCopy | None = None

    @property
    def own(self) -> Path:
        return self.folder / "own"

    def takes(self) -> MemberMachine:
        """Carry what is there to the own machine."""
        stick = Stick(self.folder / "stick")
        list(export_files(self.table.instance, self.table.uuid, self.link.number, stick.folder))
        return MemberMachine(self.own, stick, stick.request())

    def brings(self, machine: MemberMachine, step: str, content: bytes) -> None:
        assert import_file(
            self.table.instance, machine.stick.answer(machine.request, step, content)
        )

    def makes_the_key(self) -> list[Device]:
        """Make the key with the others, who have a browser each; return these."""
        there = [device for device in self.table.devices if device.link != self.link]
        for device in there:
            device.opens()
        for step in ROUNDS:
            while read_ceremony(self.table.instance, self.table.uuid).round != step.value:
                there[0].page.wait_for_timeout(200)
            machine = self.takes()
            self.brings(machine, *machine.answer())
        for device in there:
            device.is_at("save")
        return there

    def drills(self) -> None:
        """Save the key, restore it, decrypt the rehearsal."""
        machine = self.takes()
        self.copy = parse_key_copy(make_key_copy(machine.key(), self.table.uuid, PHRASE))
        drilled = decrypt_drill(machine.stick, self.copy, open_key_copy(self.copy, PHRASE))
        self.brings(machine, "drill", drilled)

    def decrypts(self) -> str:
        """Verify record and log on the stick, and decrypt; return the words to be compared."""
        machine, copy = self.takes(), self.copy
        assert copy is not None
        found = verify_for_decryption(machine.stick, self.own, copy)
        content = decrypt_verified(machine.stick, self.own, found, open_key_copy(copy, PHRASE))
        self.brings(machine, "decryption", content)
        return found.log.words
