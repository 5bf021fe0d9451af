"""Opened ballots: verify that a ballot which was checked instead of cast encrypts what it says.

Whoever opens a ballot gives its choices and randomness away, and it can never be cast: it carries
no signature. Twin of voting/client/opening.js, which makes both forms and describes them.

The file is canonical JSON: `{"version":1,"election_uuid":"…","election_hash":"…","credential":"…",
"hash":"…","seed":"…","rows":[{"attempt":0,"plaintexts":[1,0,0],"randomness":["…","…","…"]},…],
"answers":[…]}`; the code is `1/<public credential>/<seed>/0.100-0.010-1.000`.

The hash that is found here must be compared, by eye, with the one that the other device showed
before it opened the ballot. Only that says that the device did not make another ballot to show.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.ballot import UnsignedBallot
from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.drawing import drawing_from, require_browser_group
from ballots.election import Election
from ballots.encryption import Answer, Ciphertext, encrypt_answer, verify_answer
from ballots.errors import BallotsError, Refusal
from ballots.hashing import sha256_b64
from ballots.questions import Question, allows_blank, choice_count, plaintexts

VERSION = 1
LIMIT = 64 * MEBIBYTE
_ROW = r"(?:0|[1-9][0-9]{0,5})\.[01]{1,101}"
_CODE = re.compile(f"{VERSION}/([0-9a-f]{{64}})/([0-9a-f]{{64}})/({_ROW}(?:-{_ROW}){{0,499}})")

Choice = tuple[int, ...] | None


class OpenedRow(Message, frozen=True):
    """What only the maker of a row knew: the attempt, what is encrypted, with which randomness."""

    attempt: int
    plaintexts: tuple[int, ...]
    randomness: tuple[str, ...]


class OpenedBallot(Message, frozen=True):
    """The file of an opened ballot."""

    version: int
    election_uuid: str
    election_hash: str
    credential: str
    hash: str
    seed: str
    rows: tuple[OpenedRow, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What an opened ballot is. hash: what it would have been signed for, 43 characters.

    choices: for each question one 0 or 1 an answer, or None for a blank vote.
    """

    hash: str
    credential: str
    choices: tuple[Choice, ...]


def verify_opening(data: bytes, election: Election) -> Found:
    """Verify an opened ballot from its file: open every ciphertext, verify every proof.

    Raises BallotsError: as `decode`; WRONG_ELECTION; WRONG_SHAPE; BAD_CHOICES; INVALID_PROOF;
    NOT_CANONICAL, NOT_IN_GROUP; the detail names the question by number, never a choice.
    """
    opened = decode(data, OpenedBallot, limit=LIMIT)
    if opened.version != VERSION:
        raise BallotsError(Refusal.MALFORMED, "$.version")
    if opened.election_uuid != election.uuid or opened.election_hash != election.fingerprint:
        raise BallotsError(Refusal.WRONG_ELECTION)
    if not len(opened.rows) == len(opened.answers) == len(election.questions):
        raise BallotsError(Refusal.WRONG_SHAPE, "number of answers")
    election.group.element(opened.credential)
    if _hash_of(election, opened.credential, opened.answers) != opened.hash:
        raise BallotsError(Refusal.INVALID_PROOF, "hash")
    context = f"{election.fingerprint}|{opened.credential}"
    choices: list[Choice] = []
    rows = zip(election.questions, opened.rows, opened.answers, strict=True)
    for number, (question, row, answer) in enumerate(rows, start=1):
        try:
            verify_answer(answer, question, election, context)
            _verify_ciphertexts(answer.choices, row, election)
            choices.append(_choice_of(question, row.plaintexts, number))
        except BallotsError as error:
            raise _located(number, error) from error
    return Found(opened.hash, opened.credential, tuple(choices))


def verify_opening_code(code: str, election: Election) -> Found:
    """Make an opened ballot again from its code, and return its hash and choices.

    Raises BallotsError MALFORMED, UNKNOWN_GROUP, WRONG_SHAPE, BAD_CHOICES, NOT_CANONICAL,
    NOT_IN_GROUP.
    """
    parts = _CODE.fullmatch(code)
    if parts is None:
        raise BallotsError(Refusal.MALFORMED, "code")
    require_browser_group(election)
    credential, seed, rows = parts[1], parts[2], parts[3].split("-")
    if len(rows) != len(election.questions):
        raise BallotsError(Refusal.WRONG_SHAPE, "number of answers")
    election.group.element(credential)
    context = f"{election.fingerprint}|{credential}"
    answers: list[Answer] = []
    choices: list[Choice] = []
    for index, (question, row) in enumerate(zip(election.questions, rows, strict=True)):
        attempt, _, digits = row.partition(".")
        marks = [int(digit) for digit in digits]
        try:
            choices.append(_choice_of(question, marks, index + 1))
        except BallotsError as error:
            raise _located(index + 1, error) from error
        drawing = drawing_from(election, seed, row=index, attempt=int(attempt))
        answers.append(encrypt_answer(drawing, question, marks, context))
    return Found(_hash_of(election, credential, tuple(answers)), credential, tuple(choices))


def _hash_of(election: Election, credential: str, answers: tuple[Answer, ...]) -> str:
    unsigned = UnsignedBallot(election.uuid, election.fingerprint, credential, answers)
    return sha256_b64(encode(unsigned))


def _verify_ciphertexts(
    ciphertexts: Sequence[Ciphertext], row: OpenedRow, election: Election
) -> None:
    """Open each ciphertext: alpha = g^r and beta = key^r g^m."""
    group = election.group
    if not len(row.plaintexts) == len(row.randomness) == len(ciphertexts):
        raise BallotsError(Refusal.WRONG_SHAPE, "number of ciphertexts")
    opened = zip(ciphertexts, row.plaintexts, row.randomness, strict=True)
    for ciphertext, plaintext, text in opened:
        randomness = group.scalar(text)
        beta = group.power(election.public_key, randomness)
        if plaintext == 1:
            beta = group.multiply(beta, group.generator)
        found = (group.text(group.power_g(randomness)), group.text(beta))
        if found != (ciphertext.alpha, ciphertext.beta):
            raise BallotsError(Refusal.INVALID_PROOF, "ciphertext")


def _choice_of(question: Question, marks: Sequence[int], number: int) -> Choice:
    """Read plaintexts back as a choice. Raises BallotsError for what the question forbids."""
    if len(marks) != choice_count(question):
        raise BallotsError(Refusal.WRONG_SHAPE, "number of ciphertexts")
    has_blank = allows_blank(question)
    choice = None if has_blank and marks[0] == 1 else tuple(marks[int(has_blank) :])
    if plaintexts(question, choice, number) != list(marks):
        raise BallotsError(Refusal.BAD_CHOICES, "blank")
    return choice


def _located(number: int, error: BallotsError) -> BallotsError:
    """Return a copy of the error that names the question first."""
    where = error.detail
    if not where.startswith("question "):
        where = f"question {number}: {where}" if where else f"question {number}"
    return BallotsError(error.refusal, where)
