"""The key ceremony as a whole (spec 3.1.1, "Pedersen" protocol), and what a member keeps.

Rounds: certificates, commitments to polynomials (ours, see polynomials.py), polynomials, vinputs,
voutputs, parameters. `run_ceremony` plays every part on one machine, through the same messages.

A member keeps `{"group":"Ed25519","index":1,"seed":"…","private_key":"…"}`. The seed opens the
private key that stands beside it: the file is as secret as the share itself.
"""

from collections.abc import Sequence

from ballots.canonical import decode, encode
from ballots.certificates import Committee, Context, make_certificate, parse_certificates
from ballots.errors import BallotsError, Refusal
from ballots.group import Group, Scalar, group_named
from ballots.pki import SecretMessage, make_seed
from ballots.polynomials import (
    Polynomial,
    commit_to,
    make_polynomial,
    verify_commitments,
)
from ballots.threshold import ThresholdParameters, verify_threshold_parameters
from ballots.voutputs import Voutput, decrypt_share, make_vinputs, make_voutput


class MemberSecret(SecretMessage, frozen=True, kw_only=True):
    """What a member of the committee keeps until the decryption."""

    group: str
    index: int
    seed: str
    private_key: str


def make_threshold_parameters(
    committee: Committee, polynomials: Sequence[bytes], voutputs: Sequence[bytes]
) -> ThresholdParameters:
    """Assemble the published parameters from the trustees' messages and verify the whole.

    Raises BallotsError: as `decode` and verify_threshold_parameters.
    """
    sent = [decode(data, Polynomial) for data in polynomials]
    answers = [decode(data, Voutput) for data in voutputs]
    params = ThresholdParameters(
        threshold=committee.threshold,
        certs=committee.certs,
        coefexps=tuple(message.coefexps for message in sent),
        signatures=tuple(message.signature for message in sent),
        verification_keys=tuple(answer.public_key for answer in answers),
    )
    verify_threshold_parameters(params, committee.group)
    return params


def run_ceremony(
    group: Group, *, size: int, threshold: int
) -> tuple[ThresholdParameters, list[MemberSecret]]:
    """Run the ceremony for all members on this machine.

    size: number of members; threshold: how many are needed to decrypt. Whoever runs this sees
    every seed: a committee whose members use their own devices sends the same messages instead.
    Raises BallotsError BAD_TRUSTEES (size or threshold).
    """
    seeds = [make_seed() for _ in range(size)]
    certs = [
        make_certificate(seed, _context(group, size=size, threshold=threshold, index=index))
        for index, seed in enumerate(seeds, start=1)
    ]
    committee = parse_certificates(certs, group)
    polynomials = [make_polynomial(seed, committee) for seed in seeds]
    commitments = [commit_to(polynomial) for polynomial in polynomials]
    verify_commitments(commitments, polynomials)
    voutputs = [
        make_voutput(seed, vinput, committee)
        for seed, vinput in zip(seeds, make_vinputs(polynomials, committee), strict=True)
    ]
    params = make_threshold_parameters(committee, polynomials, voutputs)
    return params, [
        MemberSecret(
            group=group.name,
            index=index,
            seed=seed,
            private_key=decode(voutput, Voutput).private_key,
        )
        for index, (seed, voutput) in enumerate(zip(seeds, voutputs, strict=True), start=1)
    ]


def _context(group: Group, *, size: int, threshold: int, index: int) -> Context:
    return Context(group=group.name, size=size, threshold=threshold, index=index)


def open_share(member: MemberSecret, params: ThresholdParameters) -> Scalar:
    """Open a member's key share and verify that it belongs to the published verification key.

    Raises BallotsError: UNKNOWN_GROUP; as decrypt_share; BAD_TRUSTEES (index), BAD_SHARE.
    """
    group = group_named(member.group)
    if not 1 <= member.index <= len(params.verification_keys):
        raise BallotsError(Refusal.BAD_TRUSTEES, "index")
    share = decrypt_share(member.seed, member.private_key, group)
    if group.text(group.power_g(share)) != params.verification_keys[member.index - 1].public_key:
        raise BallotsError(Refusal.BAD_SHARE, "verification key")
    return share


def make_member_file(member: MemberSecret) -> bytes:
    """Write what a member keeps, one line."""
    return encode(member) + b"\n"


def parse_member_file(data: bytes) -> MemberSecret:
    """Read what a member kept. Raises BallotsError as `decode`."""
    return decode(data.removesuffix(b"\n"), MemberSecret, limit=1 << 16)
