"""Variable-time fixed-base multiplication on edwards25519, for public values only.

Verification raises one point, the election key, to thousands of public exponents. libsodium has a
table only for its own base point, so a table for the key is made here: signed 8-bit windows,
32 additions an exponent instead of a whole ladder. Formulas: RFC 8032 section 5.1.4 (extended
coordinates) with the second point affine. Nothing secret may ever come here.
"""

from gmpy2 import invert, mpz, powmod

_P = mpz(2**255 - 19)
_D = mpz(-121665) * invert(121666, _P) % _P
_D2 = 2 * _D % _P
_ROOT = powmod(2, (_P - 1) // 4, _P)
_WINDOW = 8
_WINDOWS = 32
_HALF = 1 << (_WINDOW - 1)
_MASK = (1 << _WINDOW) - 1

Extended = tuple[mpz, mpz, mpz, mpz]
Prepared = tuple[mpz, mpz, mpz]
_ZERO: Extended = (mpz(0), mpz(1), mpz(1), mpz(0))


class VartimeFixedBase:
    """A table of multiples of one public point: 32 windows of 128 prepared points."""

    def __init__(self, point: bytes) -> None:
        """Make the table. point: 32 canonical bytes of a group element, tested by the caller."""
        self._rows: list[list[Prepared]] = []
        base = _decompress(point)
        for _ in range(_WINDOWS):
            prepared = _prepare([base])[0]
            multiples = [_add(_ZERO, prepared)]
            for _ in range(_HALF - 1):
                multiples.append(_add(multiples[-1], prepared))
            self._rows.append(_prepare(multiples))
            base = _add(multiples[-1], self._rows[-1][-1])

    def vartime_power(self, exponent: int) -> bytes:
        """Return point^exponent as 32 bytes; 0 ≤ exponent < 2^253."""
        x, y, z, t = _ZERO
        for row in self._rows:
            digit = exponent & _MASK
            exponent >>= _WINDOW
            if digit > _HALF:
                exponent += 1
                minus, plus, product = row[_MASK - digit]
                product = -product
            elif digit:
                plus, minus, product = row[digit - 1]
            else:
                continue
            # _add, written out: calling it would cost a tenth of the whole.
            a, b, c, d = (y - x) * minus % _P, (y + x) * plus % _P, t * product % _P, z + z
            e, f, g, h = b - a, d - c, d + c, b + a
            x, y, z, t = e * f % _P, g * h % _P, f * g % _P, e * h % _P
        return _compress((x, y, z, t))


def _add(left: Extended, right: Prepared) -> Extended:
    """Add a prepared affine point (y+x, y-x, 2dxy)."""
    x, y, z, t = left
    plus, minus, product = right
    a = (y - x) * minus % _P
    b = (y + x) * plus % _P
    c = t * product % _P
    d = z + z
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _prepare(points: list[Extended]) -> list[Prepared]:
    """Make points affine with one inversion for all, in the form that _add wants."""
    before, running = [], mpz(1)
    for point in points:
        before.append(running)
        running = running * point[2] % _P
    inverse = invert(running, _P)
    prepared: list[Prepared] = []
    for point, product in zip(reversed(points), reversed(before), strict=True):
        own = inverse * product % _P
        inverse = inverse * point[2] % _P
        x, y = point[0] * own % _P, point[1] * own % _P
        prepared.append(((y + x) % _P, (y - x) % _P, _D2 * x * y % _P))
    prepared.reverse()
    return prepared


def _compress(point: Extended) -> bytes:
    inverse = invert(point[2], _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return int(y | ((x & 1) << 255)).to_bytes(32, "little")


def _decompress(data: bytes) -> Extended:
    """Recover x from canonical bytes of a point known to be on the curve (RFC 8032 5.1.3)."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, mpz(number & ((1 << 255) - 1))
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * v**3 * powmod(u * v**7, (_P - 5) // 8, _P) % _P
    if v * x * x % _P != u:
        x = x * _ROOT % _P
    if x & 1 != sign:
        x = _P - x
    return x, y, mpz(1), x * y % _P
