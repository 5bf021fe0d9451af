"""A log as it is served at an address: its checkpoint, its tiles, where cosignatures are sent."""

import re
from dataclasses import dataclass
from typing import Final, Self

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.note import VerificationKey, parse_verification_key
from audit.policy import parse_policy
from audit.tile_reader import TileReader
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.web import TIMEOUT, Site

_CONFERENCE: Final = re.compile(r"(https?://.+)/c/([1-9A-HJ-NP-Za-km-z]{14,64})(?:/log)?/?", re.A)


@dataclass(frozen=True, slots=True)
class ConferenceAddress:
    """Where a conference is served: the address of the server, the uuid."""

    server: str
    uuid: str

    @property
    def log(self) -> str:
        """The prefix of the log."""
        return f"{self.server}/c/{self.uuid}/log"

    @property
    def state(self) -> str:
        """The path of the state and turnout below the server's address."""
        return f"api/conferences/{self.uuid}"


def parse_conference(url: str) -> ConferenceAddress:
    """Read http://HOST/c/UUID/, also with log at its end. Raises WatchRefused BAD_ADDRESS."""
    match = _CONFERENCE.fullmatch(url.strip())
    if match is None:
        raise WatchRefused(WatchRefusal.BAD_ADDRESS, url)
    return ConferenceAddress(match[1], match[2])


def fetch_log_key(address: ConferenceAddress) -> VerificationKey:
    """Ask a conference for the key of its log: to be compared by words, for it may lie.

    Raises WatchRefused NO_ANSWER, BAD_ANSWER; LogRefused as `parse_policy`.
    """
    with Site(address.log) as site:
        policy = parse_policy(site.text("policy").encode())
    if len(policy.logs) != 1 or not policy.logs[0].key.name.endswith(f"/{address.uuid}"):
        raise WatchRefused(WatchRefusal.BAD_ANSWER, address.log)
    return policy.logs[0].key


class LogSource:
    """One log at one address; believes only what its key signed."""

    def __init__(self, url: str, key: str, *, timeout: float = TIMEOUT) -> None:
        self.key = parse_verification_key(key)
        self.site = Site(url, timeout=timeout)

    def __enter__(self) -> Self:
        """Use the log in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.site.close()

    def checkpoint(self) -> SignedCheckpoint:
        """Fetch the newest checkpoint, signed by the log.

        Raises WatchRefused NO_ANSWER, BAD_ANSWER; LogRefused as `parse_checkpoint` and
        `verify_checkpoint`.
        """
        signed = parse_checkpoint(self.site.text("checkpoint"))
        verify_checkpoint(signed, self.key)
        return signed

    def reader(self, signed: SignedCheckpoint) -> TileReader:
        """Return a reader of the log at a checkpoint of it."""
        checkpoint = signed.checkpoint
        return TileReader(self.fetch, size=checkpoint.size, root=checkpoint.root)

    def fetch(self, path: str) -> bytes:
        """Fetch a tile. Raises LookupError if it is not there; WatchRefused otherwise."""
        answer = self.site.get(path)
        if answer.status == 404:
            raise LookupError(path)
        if answer.status != 200:
            raise WatchRefused(WatchRefusal.BAD_ANSWER, f"{self.site.url}/{path}: {answer.status}")
        return answer.body

    def send_cosignatures(self, note: str, witness: VerificationKey) -> None:
        """Send a cosigned checkpoint back; a witness whom nobody named introduces itself first.

        Raises WatchRefused NO_ANSWER, BAD_ANSWER.
        """
        answer = self.site.post("cosignatures", note.encode())
        if answer.status == 403 and self.site.post("witnesses", f"{witness}".encode()).status < 300:
            answer = self.site.post("cosignatures", note.encode())
        if answer.status >= 300:
            raise WatchRefused(WatchRefusal.BAD_ANSWER, f"cosignatures: {answer.status}")


def log_signed(signed: SignedCheckpoint) -> str:
    """Return a checkpoint with the log's signatures alone, ready for cosignature lines."""
    origin = signed.checkpoint.origin
    lines = [f"{line}\n" for line in signed.note.signatures if line.key_name == origin]
    return f"{signed.note.text}\n{''.join(lines)}"
