"""The encrypted tally and its decryption (spec 4.18, 4.20, 4.21).

encrypted_tally: `[[{"alpha":"…","beta":"…"},…],…]`, a row a question; each pair is the product of
that pair in every counted ballot, to the power of the ballot's weight.
sized_encrypted_tally: `{"num_tallied":6,"total_weight":6,"encrypted_tally":"<sha256>"}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec

from ballots.ballot import Ballot
from ballots.canonical import MEBIBYTE, Message, decode, decoder_of, encode
from ballots.discrete_log import DiscreteLog
from ballots.election import Election
from ballots.encryption import Ciphertext, read_statements
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.hashing import sha256_hex
from ballots.proofs import Proof, Statement, prove_decryption, verify_decryption
from ballots.questions import choice_count
from ballots.standing import standing_of
from ballots.threshold import lagrange
from ballots.trustees import TrusteeItem, Trustees

Rows = list[list[Statement]]
Points = Sequence[Element]  # alpha and beta of every answer of every question, in order
Factors = list[list[Element]]

_WAITING = 15  # ballots of a sum that wait to be multiplied together


class SizedEncryptedTally(Message, frozen=True):
    """Number of ballots, their weight, and the SHA-256 of the encrypted tally."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str


class PartialDecryption(Message, frozen=True):
    """partial_decryption of the specification."""

    decryption_factors: tuple[tuple[str, ...], ...]
    decryption_proofs: tuple[tuple[Proof, ...], ...]


class Owned(Message, frozen=True):
    """owned_partial_decryption: whose it is (from 1) and the SHA-256 of the decryption."""

    owner: int
    payload: str


class Result(Message, frozen=True):
    """result of the specification: one list of counts a question."""

    result: tuple[tuple[int, ...], ...]


class _Choices(msgspec.Struct, frozen=True):
    choices: tuple[Ciphertext, ...]


class _Ciphertexts(msgspec.Struct, frozen=True):
    """Of a ballot nothing but its ciphertexts."""

    answers: tuple[_Choices, ...]


class TallySum:
    """The running product of verified ballots, in memory independent of their number."""

    def __init__(self, election: Election) -> None:
        self._election = election
        self._sums: dict[int, list[Points]] = {}  # of each weight, to be multiplied
        self.num_tallied = 0
        self.total_weight = 0

    def add(self, ballot: Ballot, weight: int = 1) -> None:
        """Multiply in a ballot that verify_ballot accepted. Of a card, only the last counts."""
        group = self._election.group
        pairs = zip(ballot.answers, self._election.questions, strict=True)
        statements = [read_statements(answer, question, group) for answer, question in pairs]
        self._add_points(weight, [point for row in statements for one in row for point in one])
        self._count(1, weight)

    def add_together(self, ballots: Sequence[Points]) -> None:
        """Multiply in ballots of weight 1 at once, as `unverified_points` reads them."""
        if not ballots:
            return
        self._sums[1] = [_multiply(self._election.group, [*self._sums.get(1, ()), *ballots])]
        self._count(len(ballots), len(ballots))

    def add_verified(self, ballots: Sequence[bytes], unpacked: bytes) -> None:
        """Multiply in ballots of weight 1 whose very bytes were verified before.

        unpacked: what `unpacked_points` gave for just these, or nothing; what is wrong in it costs
        time and no more, where the ballots are canonical, as those that were verified are.
        Raises BallotsError: as `unverified_points`.
        """
        election = self._election
        sums = None
        if unpacked:
            standing = standing_of(election)
            sums = election.group.vartime_unpacked_sums(standing, ballots, unpacked)
        if sums is None:
            self.add_together([unverified_points(ballot, election) for ballot in ballots])
        else:
            self._add_points(1, sums)
            self._count(len(ballots), len(ballots))

    def _count(self, ballots: int, weight: int) -> None:
        self.num_tallied += ballots
        self.total_weight += weight

    def _add_points(self, weight: int, points: Points) -> None:
        """Keep the points of a weight, and multiply them together when there are many."""
        waiting = self._sums.setdefault(weight, [])
        waiting.append(points)
        if len(waiting) > _WAITING:
            self._sums[weight] = [_multiply(self._election.group, waiting)]

    def merge(self, other: "TallySum") -> None:
        """Multiply in the sum of other ballots (another worker's)."""
        for weight, waiting in other._sums.items():
            for points in waiting:
                self._add_points(weight, points)
        self._count(other.num_tallied, other.total_weight)

    def take_away(self, other: "TallySum") -> None:
        """Divide out the sum of ballots that were added before, each with the same weight."""
        group = self._election.group
        for weight, waiting in other._sums.items():
            whole, part = (_multiply(group, rows) for rows in (self._sums[weight], waiting))
            self._sums[weight] = [list(map(group.divide, whole, part))]
        self._count(-other.num_tallied, -other.total_weight)

    def encrypted_tally(self) -> bytes:
        """Return the canonical bytes of the encrypted tally (identities without any ballot)."""
        group, questions = self._election.group, self._election.questions
        total: Points = [group.identity] * (2 * sum(map(choice_count, questions)))
        for weight, waiting in self._sums.items():
            product, exponent = _multiply(group, waiting), group.reduce(weight)
            if weight != 1:
                product = [group.power(point, exponent) for point in product]
            total = _multiply(group, [total, product])
        texts = map(group.text, total)
        pairs = (Ciphertext(alpha, next(texts)) for alpha in texts)
        return encode([list(islice(pairs, choice_count(question))) for question in questions])

    def sized(self) -> bytes:
        """Return the canonical bytes of the sized encrypted tally."""
        digest = sha256_hex(self.encrypted_tally())
        return encode(SizedEncryptedTally(self.num_tallied, self.total_weight, digest))


def sum_so_far(data: bytes, ballots: int, election: Election) -> TallySum:
    """Return the sum that goes on from an encrypted tally of so many ballots of weight 1.

    Nobody vouches for it: compare what comes of it with the sum of the log.
    Raises BallotsError: as `decode`, WRONG_SHAPE, NOT_CANONICAL.
    """
    total, table = TallySum(election), _read_table(data, election)
    texts = [text for row in table for c in row for text in (c.alpha, c.beta)]
    total._sums[1] = [election.group.raw_elements(texts)]
    total._count(ballots, ballots)
    return total


def unverified_points(data: bytes, election: Election) -> list[Element]:
    """Return alpha and beta of every answer of a ballot, in order, and look at nothing else.

    For a ballot whose very bytes were parsed and verified before: it is made sure by their hash.
    Raises BallotsError MALFORMED, WRONG_SHAPE, NOT_CANONICAL.
    """
    try:
        answers = decoder_of(_Ciphertexts).decode(data).answers
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BallotsError(Refusal.MALFORMED, "ballot") from error
    if [len(a.choices) for a in answers] != [choice_count(q) for q in election.questions]:
        raise BallotsError(Refusal.WRONG_SHAPE, "number of ciphertexts")
    texts = [text for a in answers for c in a.choices for text in (c.alpha, c.beta)]
    return election.group.raw_elements(texts)


def unpacked_points(ballots: Sequence[bytes], election: Election) -> bytes:
    """Return what makes adding up just these ballots again about eight times as fast.

    32 bytes a point; nothing, where the group or a ballot gives none.
    """
    return election.group.vartime_unpack(standing_of(election), ballots) or b""


def _multiply(group: Group, tables: Sequence[Points]) -> list[Element]:
    """Multiply tables of points of one shape pointwise."""
    if len(tables) == 1:
        return list(tables[0])
    return group.products(list(zip(*tables, strict=True)))


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """A checked encrypted tally and its exact bytes."""

    bytes: bytes
    rows: Rows


def parse_encrypted_tally(data: bytes, election: Election) -> EncryptedTally:
    """Read an encrypted tally. Raises BallotsError: as `decode`, WRONG_SHAPE, NOT_IN_GROUP."""
    read, table = election.group.element_or_identity, _read_table(data, election)
    rows = [[Statement(read(c.alpha), read(c.beta)) for c in row] for row in table]
    return EncryptedTally(bytes=data, rows=rows)


def _read_table(data: bytes, election: Election) -> list[list[Ciphertext]]:
    """Read the texts of an encrypted tally. Raises BallotsError: as `decode`, WRONG_SHAPE."""
    table = decode(data, list[list[Ciphertext]], limit=16 * MEBIBYTE)
    if [len(row) for row in table] != [choice_count(q) for q in election.questions]:
        raise BallotsError(Refusal.WRONG_SHAPE, "number of ciphertexts")
    return table


def make_partial_decryption(tally: EncryptedTally, secret: Scalar, election: Election) -> bytes:
    """Decrypt every ciphertext of the tally with one trustee's secret, with proofs.

    The caller recomputed the tally from the log first: whatever is given here is opened.
    """
    pairs = [
        [prove_decryption(election.group, secret, s.alpha, election.fingerprint) for s in row]
        for row in tally.rows
    ]
    return encode(
        PartialDecryption(
            tuple(tuple(election.group.text(factor) for factor, _ in row) for row in pairs),
            tuple(tuple(proof for _, proof in row) for row in pairs),
        )
    )


def verify_partial_decryption(
    data: bytes, tally: EncryptedTally, public_key: Element, election: Election
) -> Factors:
    """Verify one trustee's partial decryption and return its factors.

    Raises BallotsError: as `decode`; WRONG_SHAPE; NOT_IN_GROUP; INVALID_PROOF naming the question.
    """
    message = decode(data, PartialDecryption, limit=16 * MEBIBYTE)
    shape = [len(row) for row in tally.rows]
    for table in (message.decryption_factors, message.decryption_proofs):
        if [len(row) for row in table] != shape:
            raise BallotsError(Refusal.WRONG_SHAPE, "number of factors")
    group, factors = election.group, []
    for number, (statements, texts, proofs) in enumerate(
        zip(tally.rows, message.decryption_factors, message.decryption_proofs, strict=True), start=1
    ):
        row = [group.element_or_identity(text) for text in texts]
        for statement, factor, proof in zip(statements, row, proofs, strict=True):
            claim = (statement.alpha, factor)
            try:
                verify_decryption(group, public_key, claim, proof, election.fingerprint)
            except BallotsError as error:
                raise BallotsError(error.refusal, f"question {number}") from error
        factors.append(row)
    return factors


def decrypted(
    trustees: Trustees, factors: Mapping[int, Factors], tally: EncryptedTally, group: Group
) -> Factors:
    """Return g^count for each ciphertext, from verified factors by owner.

    Raises BallotsError TOO_FEW_DECRYPTIONS.
    """
    if not trustees.suffice(factors):
        raise BallotsError(Refusal.TOO_FEW_DECRYPTIONS)
    weighted = [pair for item in trustees.items for pair in _item_factors(item, factors, group)]
    return [
        [
            group.divide(s.beta, group.vartime_powers((f[i][j], e) for f, e in weighted))
            for j, s in enumerate(row)
        ]
        for i, row in enumerate(tally.rows)
    ]


def _item_factors(
    item: TrusteeItem, factors: Mapping[int, Factors], group: Group
) -> list[tuple[Factors, Scalar]]:
    """Return the factors of one item with their Lagrange exponents (1 for a single key)."""
    owners = sorted(owner for owner in item.owners if owner in factors)[: item.needed]
    indices = [owner - item.owners.start + 1 for owner in owners]
    if len(item.owners) == 1 and item.needed == 1:
        return [(factors[owners[0]], Scalar(1))]
    return [
        (factors[owner], lagrange(indices, index, group))
        for owner, index in zip(owners, indices, strict=True)
    ]


def combine(
    trustees: Trustees,
    factors: Mapping[int, Factors],
    tally: EncryptedTally,
    *,
    group: Group,
    total_weight: int,
) -> list[list[int]]:
    """Decrypt the counts: one list a question, each count between 0 and total_weight.

    Raises BallotsError TOO_FEW_DECRYPTIONS, RESULT_OUT_OF_RANGE.
    """
    powers = decrypted(trustees, factors, tally, group)
    log = DiscreteLog(group, bound=total_weight, lookups=sum(len(row) for row in powers))
    return [[log.of(power) for power in row] for row in powers]


def make_result(counts: Sequence[Sequence[int]]) -> bytes:
    """Return the canonical bytes of the result structure."""
    return encode(Result(tuple(tuple(row) for row in counts)))


def parse_result(data: bytes) -> list[list[int]]:
    """Read a result. Raises BallotsError as `decode` does."""
    return [list(row) for row in decode(data, Result).result]
