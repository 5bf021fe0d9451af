"""The counting committee in browsers of their own: one context a member, as five devices have."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from ballots.canonical import encode
from ballots.certificates import Context, make_certificate, parse_certificates
from ballots.group import group_named
from ballots.pki import derive_keys, make_seed, receive, send
from ballots.polynomials import Secret, commit_to, polynomial_of
from ballots.voutputs import decrypt_share
from tests.browser.hall import PATIENCE_MS, people
from tests.voting.committee import NAMES, committee
from tests.voting.people import definition
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.rules.profile import load_profile
from voting.services.backing_up import back_up
from voting.services.ceremony import Begun, MemberLink, begin_ceremony, restart_ceremony
from voting.services.share_drill import drill_backup

GROUP = group_named("Ed25519")
PHRASE = "bông lúa sông hồng cầu tre"
DESK = {"width": 1280, "height": 900}


@dataclass
class Device:
    """A member with the link, and a browser that nobody else uses."""

    table: "Table"
    link: MemberLink
    context: BrowserContext
    page: Page
    copy: Path | None = None
    phrase: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        return f"{self.table.base}/committee#{self.link.token}"

    def opens(self) -> "Device":
        self.page.goto(self.address)
        return self

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-ref="{name}"]')

    def is_at(self, kind: str) -> "Device":
        """Wait until the page has come so far."""
        expect(self.page.locator("[data-committee]")).to_have_attribute("data-kind", kind)
        return self

    def is_past(self, kind: str) -> "Device":
        """Wait until the page is no more there."""
        expect(self.page.locator("[data-committee]")).not_to_have_attribute("data-kind", kind)
        return self

    def memory(self) -> dict[str, Any]:
        """Return what this browser keeps."""
        kept = self.page.evaluate("(name) => localStorage.getItem(name)", self.store)
        found: dict[str, Any] = json.loads(kept or "{}")
        return found

    @property
    def store(self) -> str:
        return f"tinnhiem-committee-{self.table.uuid}"

    def saves(self, folder: Path) -> "Device":
        """Make the saved copy, with the proposed passphrase, and keep the file."""
        self.is_at("save")
        self.phrase = self.part("phrase").input_value()
        self.page.get_by_role("button", name="Tạo bản lưu").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Lưu thành tệp").click()
        self.copy = folder / f"key-{self.link.number}.json"
        download.value.save_as(self.copy)
        return self

    def elsewhere(self) -> "Device":
        """Take a fresh browser: it has the link, the copy and the passphrase, nothing else."""
        context = self.table.context()
        other = Device(self.table, self.link, context, context.new_page(), self.copy, self.phrase)
        return other.opens()

    def gives_copy(self, copy: Path | None = None) -> "Device":
        self.part("copy-file").set_input_files(copy or self.copy or "")
        expect(self.part("copy-state")).to_contain_text("Đã có bản lưu")
        self.part("open-phrase").fill(self.phrase)
        self.part("open").click()
        return self

    def compares(self) -> str:
        """Compare with the wall, and agree; return the words that the device showed."""
        expect(self.part("comparing")).to_be_visible(timeout=4 * PATIENCE_MS)
        words = self.part("compare-mark").inner_text()
        expect(self.part("compare-go")).to_be_disabled()
        self.part("compare-sure").check()
        self.part("compare-go").click()
        return words

    def decrypts(self) -> "Device":
        """Restore the copy in a fresh browser, compare, and decrypt."""
        other = self.elsewhere().is_at("closed").gives_copy()
        other.compares()
        return other.is_past("closed")

    def drills(self) -> "Device":
        """Restore the copy in a fresh browser and decrypt the rehearsal."""
        other = self.elsewhere().is_at("drill").gives_copy().is_at("ready")
        other.context.close()
        return self


@dataclass
class Table:
    """The committee's table: a server, a ceremony, a device a member."""

    server: DemoServer
    instance: Instance
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    uuid: str = ""
    watch: Callable[[BrowserContext], None] = lambda context: None
    settings: dict[str, object] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"{self.server.url}/c/{self.uuid}"

    def context(self, **more: object) -> BrowserContext:
        settings: dict[str, object] = {
            "viewport": DESK,
            "locale": "vi-VN",
            "reduced_motion": "reduce",
            **self.settings,
            **more,
        }
        made = self.browser.new_context(**settings)  # type: ignore[arg-type]  # one value a name
        made.set_default_timeout(PATIENCE_MS)
        self.watch(made)
        self.contexts.append(made)
        return made

    def begins(
        self, threshold: int = 3, size: int = 5, *, server_share: bool = False, **changes: object
    ) -> "Table":
        """Freeze a conference; everyone gets a link and sits down."""
        told = {
            **{"profile": load_profile("QD96-2023"), "people": people(2), "minimum_ballots": 5},
            **{"cards": 8, "convened": 8, "present": 8, **changes},
        }
        named = committee(threshold, size, server_share=server_share)
        self.sits_down(begin_ceremony(self.instance, definition(committee=named, **told)))
        return self

    def sits_down(self, begun: Begun, **more: object) -> None:
        self.uuid = begun.uuid
        for link in begun.links:
            context = self.context(**more)
            self.devices.append(Device(self, link, context, context.new_page()))

    def makes_the_key(self) -> "Table":
        for device in self.devices:
            device.opens()
        for device in self.devices:
            device.is_at("save")
        return self

    def restores_the_server(self, folder: Path) -> None:
        """Let the server's share of the key come back from a backup."""
        back_up(self.instance, folder / "server.backup", PHRASE)
        assert self.uuid in drill_backup(self.instance, folder / "server.backup", PHRASE)

    def restarts(self) -> None:
        """Begin again: the links stay."""
        restart_ceremony(self.instance, self.uuid)

    def cheats(self, number: int) -> "Table":
        """Let everybody take part; this member's own program sends a wrong share to the first."""
        cheat = Cheat(self, self.device(number))
        cheat.sends("certificate", make_certificate(cheat.seed, cheat.context()))
        for device in self.devices:
            if device is not cheat.device:
                device.opens().is_at("waiting")
        polynomial = cheat.wrong_polynomial()
        cheat.sends("commitment", commit_to(polynomial).encode())
        cheat.sends("polynomial", polynomial)
        return self

    def device(self, number: int) -> Device:
        return self.devices[number - 1]

    def leaves(self) -> None:
        for context in self.contexts:
            context.close()


@dataclass
class Cheat:
    """A member whose own program speaks with the server."""

    table: Table
    device: Device
    seed: str = field(default_factory=make_seed, repr=False)

    @property
    def api(self) -> str:
        return f"{self.table.server.url}/api/conferences/{self.table.uuid}/committee"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.device.link.token}"}

    def gets(self, what: str) -> Any:
        """Ask until the answer is there: others have to speak first."""
        while True:
            answer = self.device.context.request.get(f"{self.api}/{what}", headers=self.headers)
            if answer.ok:
                return answer.json()
            assert answer.json()["refusal"] == "round_not_complete"
            self.device.page.wait_for_timeout(200)

    def sends(self, what: str, data: bytes) -> None:
        """Send until it is this round."""
        while True:
            answer = self.device.context.request.post(
                f"{self.api}/{what}", headers=self.headers, data=data
            )
            if answer.ok:
                return
            assert answer.json()["refusal"] == "wrong_round"
            self.device.page.wait_for_timeout(200)

    def context(self) -> Context:
        state = self.device.context.request.get(self.api, headers=self.headers).json()
        return Context(
            group="Ed25519",
            size=state["size"],
            threshold=state["threshold"],
            index=self.device.link.number,
        )

    def wrong_polynomial(self) -> bytes:
        """Make a polynomial that is sound in all that can be seen; a secret in it does not fit."""
        certificates = [text.encode() for text in self.gets("certificates")]
        members = parse_certificates(certificates, GROUP)
        keys = derive_keys(self.seed, GROUP)
        drawn = [GROUP.random_scalar() for _ in range(members.threshold)]
        sound = polynomial_of(keys, members, drawn)
        wrong = send(keys, members.member(1).encryption, encode(Secret(secret="7")).decode())
        return encode(msgspec.structs.replace(sound, secrets=(wrong, *sound.secrets[1:])))


@dataclass
class Wire:
    """Everything that browsers send, in one place."""

    addresses: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list, repr=False)

    def listens(self, context: BrowserContext) -> None:
        context.on("request", self.takes)

    def takes(self, request: Request) -> None:
        self.addresses.append(request.url)
        headers = {k: v for k, v in request.headers.items() if k != "authorization"}
        self.bodies.append(f"{headers} {(request.post_data_buffer or b'').decode('latin-1')}")

    @property
    def count(self) -> int:
        return len(self.addresses)

    def never_carries(self, *secrets: str) -> None:
        """Fail if any of these was sent: as text, in UTF-8, in an address."""
        for secret in filter(None, secrets):
            forms = {secret, secret.encode().decode("latin-1"), quote(secret)}
            for text in (*self.addresses, *self.bodies):
                assert not any(form in text for form in forms), "a secret was sent"

    def never_names(self, token: str) -> None:
        """Fail if a token stood anywhere but in the header that is for it."""
        assert not any(token in text for text in (*self.addresses, *self.bodies))


def secrets_of(table: Table, device: Device) -> list[str]:
    """Return what a device must never send: seed, share, coefficients, the secrets that it drew."""
    kept = device.memory()
    keys = derive_keys(kept["seed"], GROUP)
    voutput = json.loads(kept["voutput"])
    share = decrypt_share(kept["seed"], voutput["private_key"], GROUP)
    sealed = json.loads(kept["polynomial"])["polynomial"]
    drawn = json.loads(receive(keys, keys.verification, sealed))["polynomial"]
    assert len(drawn) == 3
    return [kept["seed"], str(share), str(keys.signing), str(keys.decryption), *drawn]


def name_of(number: int) -> str:
    return NAMES[number - 1]
