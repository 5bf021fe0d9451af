"""The group BELENIOS-2048 (spec 5.1.1): a 256-bit-order subgroup of the integers modulo p.

Slow, but the independent verifier that Debian ships knows it. Arithmetic by GMP (gmpy2):
`powmod_sec` takes time independent of the exponent, for secrets; `powmod` serves public values.
"""

from collections.abc import Sequence

import gmpy2

from ballots.errors import BallotsError, Refusal
from ballots.group import Branch, Element, Group, Scalar

_P = gmpy2.mpz(
    "20694785691422546"
    "401013643657505008064922989295751104097100884787057374219242"
    "717401922237254497684338129066633138078958404960054389636289"
    "796393038773905722803605973749427671376777618898589872735865"
    "049081167099310535867780980030790491654063777173764198678527"
    "273474476341835600035698305193144284561701911000786737307333"
    "564123971732897913240474578834468260652327974647951137672658"
    "693582180046317922073668860052627186363386088796882120769432"
    "366149491002923444346373222145884100586421050242120365433561"
    "201320481118852408731077014151666200162313177169372189248078"
    "507711827842317498073276598828825169183103125680162072880719"
)
_G = gmpy2.mpz(
    "2402352677501852"
    "209227687703532399932712287657378364916510075318787663274146"
    "353219320285676155269678799694668298749389095083896573425601"
    "900601068477164491735474137283104610458681314511781646755400"
    "527402889846139864532661215055797097162016168270312886432456"
    "663834863635782106154918419982534315189740658186868651151358"
    "576410138882215396016043228843603930989333662772848406593138"
    "406010231675095763777982665103606822406635076697764025346253"
    "773085133173495194248967754052573659049492477631475991575198"
    "775177711481490920456600205478127054728238140972518639858334"
    "115700568353695553423781475582491896050296680037745308460627"
)
_Q = gmpy2.mpz("78571733251071885079927659812671450121821421258408794611510081919805623223441")
_LENGTH = 256
_DIGITS = 617


class Belenios2048(Group):
    """The multiplicative subgroup of order q modulo p."""

    name = "BELENIOS-2048"
    order = int(_Q)
    generator = Element(int(_G).to_bytes(_LENGTH, "big"))
    identity = Element((1).to_bytes(_LENGTH, "big"))

    def raw_element(self, text: str) -> Element:
        """Read a base-10 number in [1, p) without leading zeros."""
        if not (text.isascii() and text.isdigit()) or text[0] == "0" or len(text) > _DIGITS:
            raise BallotsError(Refusal.NOT_CANONICAL, "element")
        value = gmpy2.mpz(text)
        if value >= _P:
            raise BallotsError(Refusal.NOT_CANONICAL, "element not below p")
        return _element(value)

    def is_member(self, element: Element) -> bool:
        """Test 0 < x < p and x^q = 1."""
        value = _number(element)
        return 0 < value < _P and bool(gmpy2.powmod(value, _Q, _P) == 1)

    def text(self, element: Element) -> str:
        """Write the number in base 10."""
        return str(_number(element))

    def power_g(self, exponent: Scalar) -> Element:
        """Return g^exponent mod p."""
        return _element(_power(_G, exponent))

    def power(self, base: Element, exponent: Scalar) -> Element:
        """Return base^exponent mod p; the base was tested when it was read."""
        return _element(_power(_number(base), exponent))

    def multiply(self, left: Element, right: Element) -> Element:
        """Multiply modulo p."""
        return _element(_number(left) * _number(right) % _P)

    def divide(self, left: Element, right: Element) -> Element:
        """Divide modulo p."""
        return _element(_number(left) * gmpy2.invert(_number(right), _P) % _P)

    def vartime_commitments(
        self, key: Element, branches: Sequence[Branch]
    ) -> list[tuple[Element, Element]]:
        """Recompute (A, B) of each branch; see Group. Each alpha and beta is tested once."""
        for element in {e for branch in branches for e in (branch.alpha, branch.beta)}:
            if element == self.identity or not self.is_member(element):
                raise BallotsError(Refusal.NOT_IN_GROUP)
        y = _number(key)
        commitments = []
        for alpha, beta, message, challenge, response in branches:
            first = gmpy2.powmod(_G, response, _P) * gmpy2.powmod(_number(alpha), challenge, _P)
            second = gmpy2.powmod(y, response, _P) * gmpy2.powmod(_number(beta), challenge, _P)
            if message:
                second *= gmpy2.powmod(_G, -message * challenge % _Q, _P)
            commitments.append((_element(first % _P), _element(second % _P)))
        return commitments

    def vartime_commitment(self, base: Element, challenge: Scalar, response: Scalar) -> Element:
        """Return g^response × base^challenge mod p; the base is tested first."""
        if not self.is_member(base):
            raise BallotsError(Refusal.NOT_IN_GROUP)
        power = gmpy2.powmod(_number(base), challenge, _P)
        return _element(gmpy2.powmod(_G, response, _P) * power % _P)


def _power(base: gmpy2.mpz, exponent: Scalar) -> gmpy2.mpz:
    """Exponentiate without telling the exponent by time (GMP asks for exponent > 0)."""
    return gmpy2.powmod_sec(base, exponent, _P) if exponent else gmpy2.mpz(1)


def _number(element: Element) -> gmpy2.mpz:
    """Read an element's bytes as a number."""
    return gmpy2.mpz.from_bytes(element, "big")


def _element(number: gmpy2.mpz) -> Element:
    """Write a number as an element's bytes."""
    return Element(number.to_bytes(_LENGTH, "big"))
