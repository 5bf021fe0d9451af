"""A booth without a screen: read a card, encrypt choices, send the ballot, check the receipt.

What the phone does, for auditors, tests and the demonstration. The credential stays here: only
the encrypted ballot is sent. A card is the text of its QR code,

    http://192.168.1.10:8000/c/JFhMBfmAp5jNJh/vote#KodCn-t1kX1R-NziiH-gWDDDk

or the credential alone, typed, when the address is known.
"""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from audit.errors import LogRefused, ReceiptRefused
from audit.receipt import parse_receipt
from ballots.ballot import make_ballot, tracker_of
from ballots.canonical import MEBIBYTE
from ballots.credentials import parse_credential
from ballots.election import Election, is_uuid, parse_election

_PATH = re.compile(r"(?P<prefix>(?:/[^/#?]+)*)/c/(?P<uuid>[^/#?]+)(?:/|/vote)?")
TIMEOUT_SECONDS: Final = 60
ATTEMPTS: Final = 5
BUSY_ATTEMPTS: Final = 60


class BoothRefused(Exception):
    """The booth cannot go on; `code` is the server's refusal or one of this module's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conference is served: scheme://host[:port][/prefix] and its uuid."""

    scheme: str
    host: str
    port: int | None
    prefix: str
    uuid: str

    def api(self, name: str) -> str:
        """Return the path of a resource of the outside edge."""
        tail = f"/{name}" if name else ""
        return f"{self.prefix}/api/conferences/{self.uuid}{tail}"


@dataclass(frozen=True, slots=True)
class CastBallot:
    """What the server answered: the tracker, the index in the log, the receipt's text."""

    tracker: str
    index: int
    receipt: str
    repeated: bool


def parse_address(url: str) -> Address:
    """Read the address of a conference (…/c/<uuid>/, fragment ignored). Raises BoothRefused."""
    parts = urlsplit(url.strip())
    match = _PATH.fullmatch(parts.path)
    if parts.scheme not in ("http", "https") or not parts.hostname or match is None:
        raise BoothRefused("bad_address", "the address is not of the form http://HOST/c/UUID/")
    if not is_uuid(match["uuid"]):
        raise BoothRefused("bad_address", "the address names no conference")
    return Address(parts.scheme, parts.hostname, parts.port, match["prefix"], match["uuid"])


def parse_card(text: str) -> tuple[Address | None, str]:
    """Read a card: its address if it has one, and the private credential.

    Raises BoothRefused, CredentialRefused; neither repeats what was read.
    """
    text = text.strip()
    if "#" not in text:
        return None, parse_credential(text)
    url, _, credential = text.partition("#")
    return parse_address(url), parse_credential(credential)


class Booth:
    """A connection to one conference; the election is fetched once and checked."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._election: Election | None = None
        self._connection: HTTPConnection | None = None
        self._again_after: int | None = None  # seconds, as the last answer asked for

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def election(self) -> Election:
        """Return the election that the server serves, its uuid that of the card."""
        if self._election is None:
            status, body = self._request("GET", self.address.api("election"), None)
            if status != 200:
                raise _refusal(body)
            election = parse_election(body)
            if election.uuid != self.address.uuid:
                raise BoothRefused("wrong_election", "the server serves another election")
            self._election = election
        return self._election

    def sitting(self) -> str | None:
        """Return the uuid of the sitting that this vote belongs to, whose cards point to it."""
        status, body = self._request("GET", self.address.api(""), None)
        if status != 200:
            raise _refusal(body)
        found = json.loads(body).get("sitting", {}).get("uuid")
        return found if isinstance(found, str) else None

    def make_ballot(self, credential: str, choices: Sequence[Sequence[int] | None]) -> bytes:
        """Encrypt choices for this election. Raises BallotRefused."""
        return make_ballot(self.election(), credential, choices)

    def cast(self, ballot: bytes) -> CastBallot:
        """Send a ballot, again after a lost connection, and check what the receipt says.

        A server that is busy says when to come again (503, Retry-After); it is done here.
        The same ballot is answered with the same receipt, so sending again is always safe.
        Raises BoothRefused with the server's code.
        """
        for _ in range(BUSY_ATTEMPTS):
            status, body = self._request("POST", self.address.api("ballots"), ballot)
            if self._again_after is None:
                break
            time.sleep(self._again_after)
        if status not in (200, 201):
            raise _refusal(body)
        answer = json.loads(body)
        cast = CastBallot(answer["tracker"], answer["index"], answer["receipt"], status == 200)
        self._check(cast, ballot)
        return cast

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a public resource: status and body. Raises BoothRefused no_connection."""
        return self._request("GET", path, None)

    def _check(self, cast: CastBallot, ballot: bytes) -> None:
        try:
            receipt = parse_receipt(cast.receipt)
        except (LogRefused, ReceiptRefused) as error:
            raise BoothRefused("bad_receipt", "the receipt cannot be read") from error
        said = (receipt.uuid, receipt.index, receipt.tracker)
        if said != (self.address.uuid, cast.index, tracker_of(ballot)):
            raise BoothRefused("bad_receipt", "the receipt is not of the ballot that was sent")

    def _request(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                connection = self._connect()
                connection.request(method, path, body=body, headers=headers)
                response = connection.getresponse()
                after = response.getheader("Retry-After", "")
                self._again_after = (
                    min(int(after), 10) if re.fullmatch("[0-9]{1,4}", after) else None
                )
                return response.status, response.read(64 * MEBIBYTE)
            except (OSError, HTTPException) as error:
                self.close()
                if attempt == ATTEMPTS:
                    raise BoothRefused("no_connection", "the server does not answer") from error
                time.sleep(0.2 * attempt)
        raise BoothRefused("no_connection", "the server does not answer")

    def _connect(self) -> HTTPConnection:
        if self._connection is None:
            kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
            self._connection = kind(self.address.host, self.address.port, timeout=TIMEOUT_SECONDS)
        return self._connection


def _refusal(body: bytes) -> BoothRefused:
    try:
        answer = json.loads(body)
        return BoothRefused(str(answer["refusal"]), str(answer["message"]))
    except (ValueError, KeyError, TypeError):
        return BoothRefused("bad_answer", "the server's answer cannot be understood")
