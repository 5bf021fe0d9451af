"""Verification keys of trustees (spec 4.5): a public key and the proof that its secret is known.

`{"pok":{"challenge":"…","response":"…"},"public_key":"…"}`; in threshold mode also a
`signature` of the key by its owner (spec 4.6.1).
"""

from ballots.canonical import Message
from ballots.group import Element, Group, Scalar
from ballots.proofs import Proof, prove_knowledge, verify_knowledge


class TrusteePublicKey(Message, frozen=True):
    """trustee_public_key of the specification."""

    pok: Proof
    public_key: str
    signature: Proof | None = None


def make_trustee_public_key(group: Group, secret: Scalar) -> TrusteePublicKey:
    """Make the public key X = g^x with its proof of knowledge `pok|G|X|A`."""
    public = group.text(group.power_g(secret))
    pok = prove_knowledge(group, secret, "pok", group.name, public)
    return TrusteePublicKey(pok=pok, public_key=public)


def verify_trustee_public_key(key: TrusteePublicKey, group: Group) -> Element:
    """Verify the proof of knowledge and return the key as an element.

    Raises BallotsError NOT_CANONICAL, NOT_IN_GROUP, INVALID_PROOF.
    """
    public = group.element(key.public_key)
    verify_knowledge(group, public, key.pok, "pok", group.name, key.public_key)
    return public
