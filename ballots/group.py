"""Groups of the specification behind one interface (spec 5): elements, scalars, batches.

An `Element` is the canonical byte string of a group element, a `Scalar` an integer in [0, q).
Code outside this module and its two implementations never looks inside either.

Ed25519 text: the 256-bit compressed point as 64 hexadecimal digits, most significant first, that
is libsodium's bytes reversed; g is
`6666666666666666666666666666666666666666666666666666666666666658`.
BELENIOS-2048 text: the number in base 10.

Ed25519 is computed by the native core (native/) where that is installed, and by PyNaCl where not.
The environment variable TINNHIEM_BACKEND, `native` or `pynacl`, asks for one of them.
"""

import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from typing import NamedTuple, NewType

from ballots.errors import BallotsError, Refusal

Element = NewType("Element", bytes)
Scalar = NewType("Scalar", int)

BACKEND = "TINNHIEM_BACKEND"


class Standing(NamedTuple):
    """Where elements stand in a text: one row after each marker, of which there are no others.

    A row has a zero byte for each digit of an element, all others as they are in the text.
    """

    marker: bytes
    rows: Sequence[bytes]


class Branch(NamedTuple):
    """One branch of a disjunctive proof: (alpha, beta) is claimed to encrypt `message`."""

    alpha: Element
    beta: Element
    message: int
    challenge: Scalar
    response: Scalar


class Group(ABC):
    """A cyclic group of prime order q with generator g, written multiplicatively.

    Methods whose name begins with `vartime_` may take time that depends on their input and are
    for public values only.
    """

    name: str
    order: int
    generator: Element
    identity: Element

    @abstractmethod
    def raw_element(self, text: str) -> Element:
        """Read a canonically written element without testing that it lies in the group.

        Only for values that `vartime_commitments` or `vartime_commitment` will test.
        Raises BallotsError NOT_CANONICAL.
        """

    def raw_elements(self, texts: Sequence[str]) -> list[Element]:
        """Read many elements as raw_element does each."""
        return [self.raw_element(text) for text in texts]

    @abstractmethod
    def is_member(self, element: Element) -> bool:
        """Tell whether bytes are a canonical element of the prime-order group (or identity)."""

    @abstractmethod
    def text(self, element: Element) -> str:
        """Write an element as the specification does."""

    @abstractmethod
    def power_g(self, exponent: Scalar) -> Element:
        """Return g^exponent; time does not depend on the exponent where the library allows."""

    @abstractmethod
    def power(self, base: Element, exponent: Scalar) -> Element:
        """Return base^exponent of a member; time does not depend on the exponent, as above.

        Ed25519 tests the base again at no cost and raises BallotsError NOT_IN_GROUP.
        """

    @abstractmethod
    def multiply(self, left: Element, right: Element) -> Element:
        """Return left × right."""

    @abstractmethod
    def divide(self, left: Element, right: Element) -> Element:
        """Return left ÷ right."""

    @abstractmethod
    def vartime_commitments(
        self, key: Element, branches: Sequence[Branch]
    ) -> list[tuple[Element, Element]]:
        """Recompute A = g^r alpha^c and B = key^r (beta/g^m)^c of each branch.

        Also tests that every alpha and beta lies in the group and is not the identity.
        Raises BallotsError NOT_IN_GROUP.
        """

    @abstractmethod
    def vartime_commitment(self, base: Element, challenge: Scalar, response: Scalar) -> Element:
        """Recompute A = g^response × base^challenge. Raises BallotsError NOT_IN_GROUP."""

    def vartime_powers(self, pairs: Iterable[tuple[Element, Scalar]]) -> Element:
        """Return the product of public members to public exponents.

        Ed25519 tests the members again and raises BallotsError NOT_IN_GROUP.
        """
        return self.product(self.power(base, exponent) for base, exponent in pairs)

    def vartime_are_members(self, elements: Sequence[Element]) -> bool:
        """Tell whether all are members (or the identity); a wrong yes: odds of at most 2^-128."""
        return all(map(self.is_member, elements))

    def vartime_unpack(self, standing: Standing, texts: Sequence[bytes]) -> bytes | None:
        """Return what vartime_unpacked_sums needs beside texts that hold elements.

        None: this group has no faster way than to read them, or they do not stand there.
        """
        return None

    def vartime_unpacked_sums(
        self, standing: Standing, texts: Sequence[bytes], unpacked: bytes
    ) -> list[Element] | None:
        """Return the product of the elements at each place of the texts; None: as above.

        unpacked: is compared with the elements; what is wrong in it costs time and no more.
        """
        return None

    def element(self, text: str) -> Element:
        """Read an element; refuse what is not canonical, not in the group, or the identity."""
        element = self.element_or_identity(text)
        if element == self.identity:
            raise BallotsError(Refusal.NOT_IN_GROUP, "identity")
        return element

    def element_or_identity(self, text: str) -> Element:
        """Read an element, the identity allowed (an empty tally has it)."""
        element = self.raw_element(text)
        if not self.is_member(element):
            raise BallotsError(Refusal.NOT_IN_GROUP)
        return element

    def scalar(self, text: str) -> Scalar:
        """Read a scalar written in base 10 without leading zeros and below q.

        Raises BallotsError NOT_CANONICAL.
        """
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(self.order)):
            raise BallotsError(Refusal.NOT_CANONICAL, "scalar")
        if text[0] == "0" and text != "0":
            raise BallotsError(Refusal.NOT_CANONICAL, "scalar with leading zero")
        value = int(text)
        if value >= self.order:
            raise BallotsError(Refusal.NOT_CANONICAL, "scalar not below q")
        return Scalar(value)

    def random_scalar(self) -> Scalar:
        """Draw a scalar uniformly from [0, q) with the operating system's generator."""
        return Scalar(secrets.randbelow(self.order))

    def scalar_from_hash(self, digest: bytes) -> Scalar:
        """Read a digest as a big-endian number modulo q."""
        return Scalar(int.from_bytes(digest, "big") % self.order)

    def reduce(self, value: int) -> Scalar:
        """Return an integer modulo q."""
        return Scalar(value % self.order)

    def product(self, elements: Iterable[Element]) -> Element:
        """Multiply elements; the empty product is the identity."""
        rest = iter(elements)
        return reduce(self.multiply, rest, next(rest, self.identity))

    def products(self, runs: Sequence[Sequence[Element]]) -> list[Element]:
        """Multiply the elements of each run."""
        return [self.product(run) for run in runs]


@cache
def group_named(name: str) -> Group:
    """Return the group that an election names (spec 5).

    Raises BallotsError UNKNOWN_GROUP, and NO_BACKEND if the environment asks for arithmetic that
    is not here.
    """
    from ballots.ed25519 import Ed25519
    from ballots.field2048 import Belenios2048

    if name == Ed25519.name:
        return ed25519_by(os.environ.get(BACKEND) or None)
    if name == Belenios2048.name:
        return Belenios2048()
    raise BallotsError(Refusal.UNKNOWN_GROUP, "group")


def ed25519_by(backend: str | None) -> Group:
    """Return Ed25519 computed by `native` or `pynacl`; None: by the faster one that is here.

    Raises BallotsError NO_BACKEND.
    """
    from ballots.ed25519 import Ed25519

    if backend == "pynacl":
        return Ed25519()
    if backend not in (None, "native"):
        raise BallotsError(Refusal.NO_BACKEND, BACKEND)
    try:
        from ballots.native import NativeEd25519

        return NativeEd25519()
    except ImportError as error:
        if backend is None:
            return Ed25519()
        raise BallotsError(Refusal.NO_BACKEND, BACKEND) from error
