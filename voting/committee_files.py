"""What travels on a stick between the server and a member's machine without network.

ceremony.json, from the server: who is asked for what; beside it the messages of the others, exact.
answer-<number>-<step>.json, from the member: one message. Nothing on the stick is secret.

    {"tinnhiem":"committee-answer","version":1,"uuid":"…","index":2,"attempt":1,
     "step":"certificate","content":"…"}
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from voting.ceremony_models import Step
from voting.refusals import Refusal, VotingRefused

Uuid = Annotated[str, Meta(pattern=r"\A[1-9A-HJ-NP-Za-km-z]{14,64}\Z")]
Number = Annotated[int, Meta(ge=1, le=100)]
One = Annotated[int, Meta(ge=1, le=1)]

MAX_FILE: Final = 16 * MEBIBYTE
STEPS: Final = (
    "certificate",
    "commitment",
    "polynomial",
    "voutput",
    "blame",
    "drill",
    "decryption",
)


class Request(Message, frozen=True, kw_only=True):
    """What a member is asked for. round: the ceremony's, or "done"."""

    tinnhiem: Annotated[str, Meta(pattern=r"\Acommittee-request\Z")]
    version: One
    uuid: Uuid
    name: str
    group: str
    size: Number
    threshold: Number
    server_share: bool
    attempt: Annotated[int, Meta(ge=1)]
    round: str
    index: Number
    members: tuple[str, ...]


class Answer(Message, frozen=True, kw_only=True):
    """One message of a member."""

    tinnhiem: Annotated[str, Meta(pattern=r"\Acommittee-answer\Z")]
    version: One
    uuid: Uuid
    index: Number
    attempt: Annotated[int, Meta(ge=1)]
    step: str
    content: str


class TallyFile(Message, frozen=True):
    """The encrypted tally that the server asks to decrypt."""

    encrypted_tally: str
    number: int


class DecryptionContent(Message, frozen=True):
    """A partial decryption and its strong proof, exact texts."""

    partial: str
    proof: str


class BlameContent(Message, frozen=True):
    """Whose message of which round a member's machine found bad, and why."""

    round: Step
    index: Number
    refusal: BallotRefusal


@dataclass(frozen=True, slots=True)
class Stick:
    """A folder on a stick."""

    folder: Path

    def read(self, name: str) -> bytes:
        """Return a file. Raises VotingRefused FILE_NOT_THERE."""
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(MAX_FILE + 1)
        except OSError as error:
            raise VotingRefused(Refusal.FILE_NOT_THERE, name) from error

    def request(self) -> Request:
        """Return what the server asks for. Raises VotingRefused FILE_NOT_THERE, WRONG_FILE."""
        try:
            return decode(self.read("ceremony.json").rstrip(b"\n"), Request)
        except BallotsError as error:
            raise VotingRefused(Refusal.WRONG_FILE, "ceremony.json") from error

    def messages(self, name: str) -> list[bytes]:
        """Return what all members sent in a round, in order."""
        try:
            texts = decode(self.read(name).rstrip(b"\n"), list[str], limit=MAX_FILE)
        except BallotsError as error:
            raise VotingRefused(Refusal.WRONG_FILE, name) from error
        return [text.encode() for text in texts]

    def write(self, name: str, content: bytes) -> Path:
        """Write a file that anybody may read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        path.write_bytes(content)
        return path

    def answer(self, request: Request, step: str, content: bytes) -> Path:
        """Write a member's answer."""
        answer = Answer(
            tinnhiem="committee-answer",
            version=1,
            uuid=request.uuid,
            index=request.index,
            attempt=request.attempt,
            step=step,
            content=content.decode(),
        )
        return self.write(f"answer-{request.index}-{step}.json", encode(answer) + b"\n")


def parse_answer(data: bytes, name: str) -> Answer:
    """Read a member's answer. Raises VotingRefused WRONG_FILE."""
    try:
        answer = decode(data.rstrip(b"\n"), Answer, limit=MAX_FILE)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_FILE, name) from error
    if answer.step not in STEPS:
        raise VotingRefused(Refusal.WRONG_FILE, name)
    return answer


def line(value: msgspec.Struct | list[str]) -> bytes:
    """Return the line of a file."""
    return encode(value) + b"\n"
