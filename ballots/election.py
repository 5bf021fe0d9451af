"""The election structure (spec 4.10): what is asked, under which key; its bytes are its identity.

`{"version":1,"description":"…","name":"…","group":"Ed25519","public_key":"…","questions":[…],
"uuid":"JFhMBfmAp5jNJh","administrator":"…","credential_authority":"…"}`

The fingerprint is the Base64 of the SHA-256 of these bytes, without padding.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, group_named
from ballots.hashing import sha256_b64, sha256_hex
from ballots.questions import MAX_QUESTIONS, Question, check_question

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UUID_LENGTH = 14
MAX_UUID_LENGTH = 64


class ElectionMessage(Message, frozen=True, kw_only=True):
    """election of the specification, fields in its order."""

    version: int
    description: str
    name: str
    group: str
    public_key: str
    questions: tuple[Question, ...]
    uuid: str
    administrator: str | None = None
    credential_authority: str | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """A checked election: its message, its exact bytes and what follows from them."""

    message: ElectionMessage
    bytes: bytes
    group: Group
    public_key: Element
    fingerprint: str
    digest: str

    @property
    def uuid(self) -> str:
        """The identifier, at least 14 base58 characters."""
        return self.message.uuid

    @property
    def name(self) -> str:
        """The title people read."""
        return self.message.name

    @property
    def description(self) -> str:
        """The explanation people read."""
        return self.message.description

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in order."""
        return self.message.questions


def make_uuid() -> str:
    """Draw a fresh election identifier of 14 base58 characters (spec 4.2)."""
    return "".join(secrets.choice(BASE58) for _ in range(UUID_LENGTH))


def make_election(
    *,
    uuid: str,
    name: str,
    description: str,
    group: Group,
    public_key: Element,
    questions: Sequence[Question],
    administrator: str | None = None,
    credential_authority: str | None = None,
) -> Election:
    """Make an election. Raises BallotsError BAD_ELECTION as parse_election does."""
    message = ElectionMessage(
        version=1,
        description=description,
        name=name,
        group=group.name,
        public_key=group.text(public_key),
        questions=tuple(questions),
        uuid=uuid,
        administrator=administrator,
        credential_authority=credential_authority,
    )
    return parse_election(encode(message))


def parse_election(data: bytes) -> Election:
    """Read an election's canonical bytes.

    Raises BallotsError: as `decode`; UNKNOWN_GROUP; UNSUPPORTED_QUESTION for the two kinds of the
    specification that are not homomorphic; BAD_ELECTION naming the field; NOT_IN_GROUP.
    """
    try:
        message = decode(data, ElectionMessage, limit=4 * MEBIBYTE)
    except BallotsError as error:
        if error.refusal is Refusal.MALFORMED and b'"type":"' in data:
            raise BallotsError(Refusal.UNSUPPORTED_QUESTION, error.detail) from error
        raise
    _check(message)
    group = group_named(message.group)
    return Election(
        message=message,
        bytes=data,
        group=group,
        public_key=group.element(message.public_key),
        fingerprint=sha256_b64(data),
        digest=sha256_hex(data),
    )


def _check(message: ElectionMessage) -> None:
    if message.version != 1:
        raise BallotsError(Refusal.BAD_ELECTION, "version")
    if not is_uuid(message.uuid):
        raise BallotsError(Refusal.BAD_ELECTION, "uuid")
    if not 1 <= len(message.questions) <= MAX_QUESTIONS:
        raise BallotsError(Refusal.BAD_ELECTION, "number of questions")
    for number, question in enumerate(message.questions, start=1):
        check_question(question, number)


def is_uuid(text: str) -> bool:
    """Tell whether a text is an election identifier: 14 or more base58 characters (capped)."""
    return UUID_LENGTH <= len(text) <= MAX_UUID_LENGTH and all(c in BASE58 for c in text)
