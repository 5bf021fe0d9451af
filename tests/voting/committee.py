"""The counting committee: members with a device each, speaking to the server over HTTP."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.ballot import parse_ballot
from ballots.canonical import decode, encode
from ballots.ceremony import MemberSecret, open_share
from ballots.certificates import Committee, Context, make_certificate, parse_certificates
from ballots.drill import make_drill_tally
from ballots.election import Election, parse_election
from ballots.group import Group, Scalar, group_named
from ballots.pki import make_seed
from ballots.polynomials import commit_to, make_polynomial, verify_commitments
from ballots.strong_decryption import prove_whole_decryption
from ballots.tally import EncryptedTally, TallySum, make_partial_decryption, parse_encrypted_tally
from ballots.threshold import ThresholdParameters
from ballots.trustees import Trustees, parse_trustees
from ballots.voutputs import Voutput, make_vinputs, make_voutput
from tests.voting.people import Organizer, definition
from voting import definition as definitions
from voting.instance import Instance
from voting.plan.committee import Member
from voting.services.backing_up import back_up
from voting.services.ceremony import Begun, MemberLink, begin_ceremony
from voting.services.share_drill import drill_backup

NAMES = ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Cúc", "Phạm Văn Dũng", "Hoàng Thị Én")


def committee(threshold: int, size: int, *, server_share: bool = False) -> definitions.Committee:
    """Return a committee of a definition; its first member is the head."""
    members = tuple(Member(name, number == 0) for number, name in enumerate(NAMES[:size]))
    return definitions.Committee(threshold, size, server_share, members)


@dataclass
class Device:
    """A member's own device: holds the seed and all that is secret, sends the rest."""

    client: FlaskClient
    uuid: str
    link: MemberLink
    seed: str = field(default_factory=make_seed, repr=False)
    polynomial: bytes = b""
    voutput: bytes = b""

    @property
    def number(self) -> int:
        """The member's number."""
        return self.link.number

    def asks(self, what: str = "", **more: Any) -> TestResponse:
        """Get something with the member's token."""
        return self.client.get(self._path(what), headers=self.headers, **more)

    def gets(self, what: str = "") -> Any:
        """Get something that is there."""
        answer = self.asks(what)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.data)

    def sends(self, what: str, data: bytes, **more: Any) -> TestResponse:
        """Post something with the member's token."""
        return self.client.post(self._path(what), data=data, headers=self.headers, **more)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the member's requests."""
        return {"Authorization": f"Bearer {self.link.token}", "Accept-Language": "en"}

    def _path(self, what: str) -> str:
        return f"/api/conferences/{self.uuid}/committee{what and '/'}{what}"

    @property
    def group(self) -> Group:
        """The group of the election."""
        return group_named(self.gets()["group"])

    def certificate(self) -> bytes:
        """Make the certificate."""
        state = self.gets()
        return make_certificate(
            self.seed,
            Context(
                group=state["group"],
                size=state["size"],
                threshold=state["threshold"],
                index=self.number,
            ),
        )

    def committee(self) -> Committee:
        """Read and verify the certificates of all."""
        return parse_certificates(_bytes(self.gets("certificates")), self.group)

    def commitment(self) -> bytes:
        """Draw the polynomial and commit to it."""
        self.polynomial = make_polynomial(self.seed, self.committee())
        return commit_to(self.polynomial).encode()

    def opened(self) -> bytes:
        """Give the polynomial, once all have committed."""
        assert commit_to(self.polynomial) == self.gets("commitments")[self.number - 1]
        return self.polynomial

    def answer(self) -> bytes:
        """Verify what all sent and make the voutput."""
        polynomials = _bytes(self.gets("polynomials"))
        verify_commitments(self.gets("commitments"), polynomials)
        routed = self.asks("vinput").data
        assert routed == make_vinputs(polynomials, self.committee())[self.number - 1]
        self.voutput = make_voutput(self.seed, routed, self.committee())
        return self.voutput

    def takes_part(self, step: str) -> TestResponse:
        """Make and send the message of a round."""
        made = {
            "certificate": self.certificate,
            "commitment": self.commitment,
            "polynomial": self.opened,
            "voutput": self.answer,
        }
        return self.sends(step, made[step]())

    def keeps(self) -> MemberSecret:
        """Return what the member saves when the key is made."""
        private = decode(self.voutput, Voutput).private_key
        return MemberSecret(
            group=self.group.name, index=self.number, seed=self.seed, private_key=private
        )

    def secret(self) -> tuple[Election, Trustees, Scalar]:
        """Restore the share from what was saved, and check it against what is published."""
        given = self.gets("drill")
        election = parse_election(given["election"].encode())
        trustees = parse_trustees(given["trustees"].encode(), election.group)
        parameters = trustees.items[-1].message
        assert isinstance(parameters, ThresholdParameters)
        return election, trustees, open_share(self.keeps(), parameters)

    def drill(self) -> bytes:
        """Decrypt the rehearsal tally, made again on this device."""
        election, _, secret = self.secret()
        tally = make_drill_tally(election)
        assert tally.bytes.decode() == self.gets("drill")["encrypted_tally"]
        return make_partial_decryption(tally, secret, election)

    def decryption(self, ballots: Sequence[bytes]) -> bytes:
        """Decrypt the tally of these ballots, if it is the one that the server shows."""
        election, _, secret = self.secret()
        total = TallySum(election)
        for ballot in ballots:
            total.add(parse_ballot(ballot, election))
        shown = self.gets("tally")
        assert shown == {
            "encrypted_tally": total.encrypted_tally().decode(),
            "number": total.num_tallied,
        }
        tally = parse_encrypted_tally(total.encrypted_tally(), election)
        return decryption_of(tally, secret, election)


def decryption_of(tally: EncryptedTally, secret: Scalar, election: Election) -> bytes:
    """Return what a member sends to decrypt a tally."""
    data = make_partial_decryption(tally, secret, election)
    proof = prove_whole_decryption(data, tally, secret, election)
    return json.dumps({"partial": data.decode(), "proof": encode(proof).decode()}).encode()


def _bytes(texts: Sequence[str]) -> list[bytes]:
    return [text.encode() for text in texts]


ROUNDS = ("certificate", "commitment", "polynomial", "voutput")


@dataclass
class Room:
    """A committee of which each member sits at an own device."""

    instance: Instance
    client: FlaskClient
    devices: list[Device] = field(default_factory=list)
    uuid: str = ""

    def begins(self, threshold: int = 3, size: int = 5, **changes: Any) -> "Room":
        """Freeze a definition with this committee; everyone gets a link."""
        share = changes.pop("server_share", False)
        named = committee(threshold, size, server_share=share)
        begun = begin_ceremony(self.instance, definition(committee=named, **changes))
        self.sits_down(begun)
        return self

    def sits_down(self, begun: Begun) -> None:
        """Open the links."""
        self.uuid = begun.uuid
        self.devices = [Device(self.client, begun.uuid, link) for link in begun.links]

    def plays(self, *rounds: str) -> None:
        """Let everyone take part in these rounds."""
        for step in rounds:
            for device in self.devices:
                answer = device.takes_part(step)
                assert answer.status_code == 201, answer.text

    def makes_the_key(self, threshold: int = 3, size: int = 5, **changes: Any) -> "Room":
        """Play all rounds of a new ceremony."""
        self.begins(threshold, size, **changes)
        self.plays(*ROUNDS)
        return self

    def drills(self, *numbers: int) -> None:
        """Let members do the drill."""
        for number in numbers:
            device = self.devices[number - 1]
            answer = device.sends("drill", device.drill())
            assert answer.status_code == 201, answer.text

    def restores_the_server(self) -> None:
        """Let the server's share of the key come back from a backup."""
        settings, words = self.instance.settings, "bông lúa sông hồng cầu tre"
        target = settings.instance / "drill.backup"
        back_up(self.instance, target, words, without_database=settings.database_file is None)
        assert drill_backup(self.instance, target, words) == (self.uuid,)
        target.unlink()

    def votes(self, *choices: Sequence[Sequence[int]]) -> list[bytes]:
        """Open, let as many delegates vote as there are choices, close; return the ballots."""
        organizer = Organizer(self.instance, self.uuid)
        delegates = organizer.prints()
        organizer.opens()
        ballots = [
            delegate.encrypts(*rows) for delegate, rows in zip(delegates, choices, strict=False)
        ]
        for delegate, ballot in zip(delegates, ballots, strict=False):
            delegate.sends(ballot)
        organizer.closes()
        return ballots

    def state(self) -> Any:
        """Return what the first member sees."""
        return self.devices[0].gets()
