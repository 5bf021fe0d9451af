"""Certificates of the trustees of one threshold committee (spec 4.6.2).

A signed message whose text is
`{"context":{"group":"Ed25519","size":3,"threshold":2,"index":1},"verification":"…","encryption":"…"}`
signed with the key that it names. `threshold` is how many are needed, t+1 of the formulas.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ballots.canonical import Message, decode, encode
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, group_named
from ballots.pki import PrivateKeys, SignedMessage, derive_keys, make_signed_message
from ballots.pki import verify_signed_message as verify_signed

MAX_SIZE = 100


class Context(Message, frozen=True, kw_only=True):
    """context of the specification."""

    group: str
    size: int
    threshold: int
    index: int


class CertificateKeys(Message, frozen=True):
    """cert_keys of the specification."""

    context: Context
    verification: str
    encryption: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A verified certificate."""

    context: Context
    verification: Element
    encryption: Element


@dataclass(frozen=True, slots=True)
class Committee:
    """The verified certificates of all trustees, in order, as they were signed and as read."""

    group: Group
    threshold: int
    certs: tuple[SignedMessage, ...]
    members: tuple[Certificate, ...]

    @property
    def size(self) -> int:
        """Return the number of trustees."""
        return len(self.members)

    def member(self, index: int) -> Certificate:
        """Return the certificate of a trustee (1 to size). Raises BallotsError BAD_TRUSTEES."""
        if not 1 <= index <= self.size:
            raise BallotsError(Refusal.BAD_TRUSTEES, f"no trustee {index}")
        return self.members[index - 1]

    def index_of(self, keys: PrivateKeys) -> int:
        """Return the index of the trustee who holds these keys (spec 4.6.4, first check).

        Raises BallotsError BAD_TRUSTEES: no certificate names both keys.
        """
        for index, member in enumerate(self.members, start=1):
            if (member.verification, member.encryption) == (keys.verification, keys.encryption):
                return index
        raise BallotsError(Refusal.BAD_TRUSTEES, "no certificate of this seed")


@contextmanager
def naming_trustee(index: int) -> Iterator[None]:
    """Put the trustee's index before the detail of any refusal raised inside."""
    try:
        yield
    except BallotsError as error:
        detail = f"trustee {index}: {error.detail}" if error.detail else f"trustee {index}"
        raise BallotsError(error.refusal, detail) from error


def make_certificate(seed: str, context: Context) -> bytes:
    """Make a trustee's certificate. Raises BallotsError UNKNOWN_GROUP, MALFORMED, BAD_TRUSTEES."""
    group = group_named(context.group)
    _check_context(context, group)
    keys = derive_keys(seed, group)
    named = CertificateKeys(
        context=context,
        verification=group.text(keys.verification),
        encryption=group.text(keys.encryption),
    )
    return encode(make_signed_message(keys, encode(named).decode()))


def verify_certificate(signed: SignedMessage, group: Group) -> Certificate:
    """Verify that a certificate's context makes sense and that its own key signed it.

    Raises BallotsError: as `decode`; NOT_IN_GROUP; BAD_TRUSTEES naming the field; BAD_SIGNATURE.
    """
    # The key that must have signed stands inside what is signed: it is read first.
    named = decode(signed.message.encode(), CertificateKeys)
    verification, encryption = group.element(named.verification), group.element(named.encryption)
    verify_signed(group, verification, signed)
    _check_context(named.context, group)
    return Certificate(named.context, verification, encryption)


def _check_context(context: Context, group: Group) -> None:
    if context.group != group.name:
        raise BallotsError(Refusal.BAD_TRUSTEES, "group")
    if not 1 <= context.size <= MAX_SIZE:
        raise BallotsError(Refusal.BAD_TRUSTEES, "size")
    if not 1 <= context.threshold <= context.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "threshold")
    if not 1 <= context.index <= context.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "index")


def verify_certificates(certs: Sequence[SignedMessage], group: Group) -> Committee:
    """Verify every certificate and that together they are one committee.

    Same size and threshold in all, indices 1 to size in order, no key used twice (one person
    must not be two trustees). Raises as verify_certificate, the detail naming the trustee.
    """
    if not 1 <= len(certs) <= MAX_SIZE:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of certificates")
    members: list[Certificate] = []
    used: set[Element] = set()
    for index, signed in enumerate(certs, start=1):
        with naming_trustee(index):
            member = verify_certificate(signed, group)
            threshold = members[0].context.threshold if members else member.context.threshold
            wanted = Context(group=group.name, size=len(certs), threshold=threshold, index=index)
            if member.context != wanted:
                raise BallotsError(Refusal.BAD_TRUSTEES, "context")
            keys = {member.verification, member.encryption}
            if len(keys) != 2 or keys & used:
                raise BallotsError(Refusal.BAD_TRUSTEES, "key used twice")
            used |= keys
            members.append(member)
    return Committee(group, members[0].context.threshold, tuple(certs), tuple(members))


def parse_certificates(certs: Sequence[bytes], group: Group) -> Committee:
    """Read the certificates as the trustees sent them; then as verify_certificates."""
    signed: list[SignedMessage] = []
    for index, data in enumerate(certs, start=1):
        with naming_trustee(index):
            signed.append(decode(data, SignedMessage))
    return verify_certificates(signed, group)
