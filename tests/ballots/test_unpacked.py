"""Points whose x is known: the native core's own sums against RFC 8032 in whole numbers."""

import re
from itertools import pairwise

import pytest
import tinnhiem_native as core
from hypothesis import given
from hypothesis import strategies as st

from ballots.ed25519 import Ed25519
from ballots.group import Element, Scalar, Standing
from ballots.native import NativeEd25519
from ballots.standing import ELEMENT
from tests.ballots.test_group import ELEMENTS, Edge, P, Point, add, every_element, times
from tests.ballots.test_group import D as CURVE_D

NATIVE, REFERENCE = NativeEd25519(), Ed25519()
STANDING = Standing(b"<", [ELEMENT + b"|" + ELEMENT + b">"])
HEX = re.compile("[0-9a-f]{64}")
ROOT = pow(2, (P - 1) // 4, P)


def written(point: Point) -> bytes:
    """Write a point as RFC 8032, section 5.1.2 does."""
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def found(element: bytes) -> Point | None:
    """Decode strictly, in whole numbers (RFC 8032, section 5.1.3)."""
    sign, y = divmod(int.from_bytes(element, "little"), 2**255)
    if y >= P:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else P - x), y


def text(left: bytes, right: bytes) -> bytes:
    return b"<%b|%b>" % (left[::-1].hex().encode(), right[::-1].hex().encode())


def texts(elements: list[bytes]) -> list[bytes]:
    return list(map(text, elements[::2], elements[1::2]))


def xs(elements: list[bytes]) -> bytes:
    points = [found(element) for element in elements]
    return b"".join(point[0].to_bytes(32, "little") for point in points if point)


def torsion() -> list[Point]:
    """Return the eight points whose order divides eight: the multiples of one of order eight."""
    for edge in ELEMENTS:
        point = found(bytes.fromhex(edge.text)[::-1]) if HEX.fullmatch(edge.text) else None
        if point and times(8, point) == (0, 1) != times(4, point):
            return [times(n, point) for n in range(8)]
    raise AssertionError


SMALL = torsion()
BASE = found(REFERENCE.generator) or (0, 0)
SPECIAL = [*SMALL, BASE, (P - BASE[0], BASE[1]), *(add(BASE, small) for small in SMALL[1:])]


def test_the_points_of_small_order_are_eight() -> None:
    assert len(set(SMALL)) == 8


@given(st.lists(st.sampled_from(SPECIAL) | st.integers(0, 2**252).map(lambda n: times(n, BASE))))
def test_x_and_sums_are_those_of_whole_numbers(points: list[Point]) -> None:
    points += points[: len(points) % 2]
    elements = [written(point) for point in points]
    data = texts(elements)
    unpacked = core.vartime_unpack(data, *STANDING)
    assert unpacked == b"".join(x.to_bytes(32, "little") for x, _ in points)
    sums: list[Point] = [(0, 1), (0, 1)]
    for place, point in enumerate(points):
        sums[place % 2] = add(sums[place % 2], point)
    wanted = b"".join(map(written, sums))
    assert core.vartime_unpacked_sums(data, *STANDING, unpacked) == wanted
    assert core.vartime_unpacked_sums(data, *STANDING, bytes(len(unpacked))) == wanted
    columns = [[Element(element) for element in elements[start::2]] for start in (0, 1)]
    assert b"".join(NATIVE.products(columns)) == wanted


def test_any_two_points_are_added_rightly_also_a_point_and_itself_or_its_opposite() -> None:
    for one in SPECIAL:
        elements = [part for other in SPECIAL for part in (written(one), written(other))]
        for left, right in pairwise(elements):
            data = texts([left, right, right, left])
            total = written(add(found(left) or (0, 0), found(right) or (0, 0)))
            given_xs = xs([left, right, right, left])
            assert core.vartime_unpacked_sums(data, *STANDING, given_xs) == total + total


@every_element
def test_an_encoding_is_taken_exactly_where_it_is_a_point_and_as_the_sums_without_x_do(
    edge: Edge,
) -> None:
    good = REFERENCE.generator
    data = [text(good, good).replace(good[::-1].hex().encode(), edge.text.encode(), 1)]
    decoded = found(bytes.fromhex(edge.text)[::-1]) if HEX.fullmatch(edge.text) else None
    if decoded is None:
        for told in (bytes(64), xs([good]) * 2):
            with pytest.raises(ValueError, match=r"point 0|shape"):
                core.vartime_unpacked_sums(data, *STANDING, told)
        with pytest.raises(ValueError, match=r"point 0|shape"):
            core.vartime_unpack(data, *STANDING)
        assert NATIVE.vartime_unpack(STANDING, data) is None
        assert NATIVE.vartime_unpacked_sums(STANDING, data, bytes(64)) is None
    else:
        told = core.vartime_unpack(data, *STANDING)
        assert told[:32] == decoded[0].to_bytes(32, "little")
        element = Element(bytes.fromhex(edge.text)[::-1])
        assert NATIVE.vartime_unpacked_sums(STANDING, data, told) == [element, good]
        assert NATIVE.products([[element], [good]]) == [element, good]


def test_no_wrong_x_changes_a_sum() -> None:
    element = written(times(5, BASE))
    data = texts([element, REFERENCE.generator])
    wanted = element + REFERENCE.generator
    right = int.from_bytes(xs([element]), "little")
    lies = [right ^ 1 << bit for bit in range(256)]
    lies += [P - right, right + P, 0, 1, P, 2**256 - 1, int.from_bytes(element, "little")]
    for lie in lies:
        told = (lie % 2**256).to_bytes(32, "little") + xs([REFERENCE.generator])
        assert core.vartime_unpacked_sums(data, *STANDING, told) == wanted


def test_the_x_of_another_y_or_sign_is_noticed_also_at_zero() -> None:
    for point in SPECIAL:
        element = written(point)
        opposite = written((-point[0] % P, point[1]))
        data = texts([element, opposite])
        told = xs([opposite, element])
        assert core.vartime_unpacked_sums(data, *STANDING, told) == element + opposite


def test_whatever_stands_between_the_points_must_stand_there() -> None:
    good = text(REFERENCE.generator, REFERENCE.generator)
    told = xs([REFERENCE.generator]) * 2
    for place in (0, 1, 40, 65, 66, 100, 130):
        for byte in b"\x00gG|>":
            wrong = good[:place] + bytes([byte]) + good[place + 1 :]
            if wrong != good:
                with pytest.raises(ValueError, match="shape"):
                    core.vartime_unpacked_sums([wrong], *STANDING, told)
                with pytest.raises(ValueError, match="shape"):
                    core.vartime_unpack([good, wrong], *STANDING)
    upper = good.replace(b"6", b"A", 1)
    assert NATIVE.vartime_unpack(STANDING, [upper]) is None


@pytest.mark.parametrize(
    ("text", "standing", "told"),
    [
        (b"<" + b"6" * 64, Standing(b"<", []), b""),
        (b"<" + b"6" * 64, Standing(b"<", [b"no point"]), b""),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(63)]), b""),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(65)]), b""),
        (b"6" * 64, Standing(b"", [bytes(64)]), bytes(32)),
        (b"6" * 64, Standing(b"<", [bytes(64)]), bytes(32)),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(64)]), b""),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(64)]), bytes(31)),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(64)]), bytes(33)),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(64)]), bytes(64)),
        (b"<" + b"6" * 63, Standing(b"<", [bytes(64)]), bytes(32)),
        (b"<" + b"6" * 64, Standing(b"<", [bytes(64)] * 2), bytes(64)),
        (b"<" + b"6" * 64 + b"<", Standing(b"<", [bytes(64)]), bytes(32)),
        (b"<" + b"6" * 64 + b"<" + b"6" * 64, Standing(b"<", [bytes(64)]), bytes(32)),
    ],
)
def test_wrong_shapes_are_refused(text: bytes, standing: Standing, told: bytes) -> None:
    with pytest.raises(ValueError, match="shape"):
        core.vartime_unpacked_sums([text], *standing, told)


def test_what_stands_before_the_marker_and_after_a_row_is_passed_over() -> None:
    one = REFERENCE.generator[::-1].hex().encode()
    standing = Standing(b"<", [bytes(64) + b"|", bytes(64) + b">"])
    for first, between, last in ((b"", b"", b""), (b"ab", b"|cd", b"ef>")):
        data = [first + b"<" + one + b"|" + between + b"<" + one + b">" + last]
        told = core.vartime_unpack(data, *standing)
        assert NATIVE.vartime_unpacked_sums(standing, data, told) == [REFERENCE.generator] * 2


def test_of_no_text_the_sums_are_identities() -> None:
    assert core.vartime_unpack([], *STANDING) == b""
    assert NATIVE.vartime_unpacked_sums(STANDING, [], b"") == [REFERENCE.identity] * 2


def test_many_random_points_are_added_as_libsodium_does() -> None:
    points = [REFERENCE.power_g(Scalar(n * n + 3)) for n in range(200)]
    data = texts(list(points))
    told = core.vartime_unpack(data, *STANDING)
    wanted = REFERENCE.products([points[::2], points[1::2]])
    assert NATIVE.vartime_unpacked_sums(STANDING, data, told) == wanted
