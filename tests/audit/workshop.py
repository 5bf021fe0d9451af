"""Elections of which a test knows every secret: to make what no other implementation wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ballots.ballot import make_ballot, parse_ballot
from ballots.credentials import make_credential, make_public_credentials, public_credential
from ballots.election import Election, make_election, make_uuid
from ballots.group import Scalar, group_named
from ballots.hashing import sha256_hex
from ballots.questions import Question
from ballots.tally import (
    TallySum,
    make_partial_decryption,
    make_result,
    parse_encrypted_tally,
)
from ballots.trustees import make_single, make_trustees
from tests.audit.forge import Draft

DEFINITION = b'{"name":"Conference"}'  # what the organizer fixed; the election has its hash


@dataclass
class Workshop:
    """An election whose secrets are all known, to make what needs them."""

    election: Election
    secrets: list[Scalar]
    trustees: bytes
    credentials: list[str]
    public: bytes
    weights: list[int]

    def ballot(self, voter: int, choices: Sequence[Sequence[int] | None]) -> bytes:
        """Make a ballot of a voter."""
        return make_ballot(self.election, self.credentials[voter], choices)

    def draft(self) -> Draft:
        """Return the record with no ballot yet."""
        return Draft(1795302820, self.election.bytes, self.trustees, self.public)

    def tallied(self, draft: Draft, counted: Sequence[tuple[bytes, int]]) -> Draft:
        """Add a tally of some ballots, every partial decryption, but no result."""
        total = TallySum(self.election)
        for ballot, weight in counted:
            total.add(parse_ballot(ballot, self.election), weight)
        draft = replace(
            draft,
            ended=True,
            tally=total.encrypted_tally(),
            num_tallied=total.num_tallied,
            total_weight=total.total_weight,
        )
        return self.decrypted(draft)

    def decrypted(self, draft: Draft) -> Draft:
        """Decrypt the tally that a draft has."""
        tally = parse_encrypted_tally(draft.tally or b"", self.election)
        parts = [
            (owner, make_partial_decryption(tally, secret, self.election))
            for owner, secret in enumerate(self.secrets, start=1)
        ]
        return replace(draft, decryptions=tuple(parts))


def workshop(
    *, voters: int = 3, trustees: int = 1, weights: Sequence[int] | None = None, blank: bool = False
) -> Workshop:
    """Make an election of two questions with fresh keys."""
    group = group_named("Ed25519")
    pairs = [make_single(group) for _ in range(trustees)]
    keys = make_trustees([key for _, key in pairs], group)
    asked = [
        Question(
            answers=("Tín nhiệm cao", "Tín nhiệm thấp"),
            blank=True if blank else None,
            min=0,
            max=1,
            question=f"Đồng chí thứ {number}",
        )
        for number in (1, 2)
    ]
    uuid = make_uuid()
    election = make_election(
        uuid=uuid,
        name="Lấy phiếu",
        description=f"Hội nghị thử. SHA-256: {sha256_hex(DEFINITION)}",
        group=group,
        public_key=keys.public_key,
        questions=asked,
    )
    private = [make_credential() for _ in range(voters)]
    listed = [public_credential(one, uuid=uuid, group=group) for one in private]
    weighed = dict(zip(listed, weights, strict=True)) if weights else None
    public = make_public_credentials(listed, group, weights=weighed)
    return Workshop(
        election,
        [secret for secret, _ in pairs],
        keys.bytes,
        private,
        public.bytes,
        list(weights or [1] * voters),
    )


def complete(shop: Workshop) -> Draft:
    """Make a sound, complete record: every voter chooses one answer of each question."""
    plans = [[[1, 0], [0, 1]], [[0, 1], [0, 1]], [[0, 0], [1, 0]]]
    ballots = [shop.ballot(v, plans[v % 3]) for v in range(len(shop.credentials))]
    counted = list(zip(ballots, shop.weights, strict=True))
    draft = shop.tallied(replace(shop.draft(), ballots=tuple(ballots)), counted)
    counts = [[0, 0], [0, 0]]
    for voter, weight in enumerate(shop.weights):
        for question, row in enumerate(plans[voter % 3]):
            for answer, mark in enumerate(row):
                counts[question][answer] += weight * mark
    return replace(draft, result=make_result(counts))
