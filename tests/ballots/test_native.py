"""The native core: operations over bytes, what they refuse, and agreement with PyNaCl."""

import pickle
import secrets
import struct
import sys
from collections.abc import Callable

import pytest
import tinnhiem_native as core
from hypothesis import given
from hypothesis import strategies as st

from ballots.ed25519 import Ed25519
from ballots.errors import BallotsError, Refusal
from ballots.group import BACKEND, Branch, Element, Group, Scalar, ed25519_by, group_named
from ballots.native import VERSION, NativeEd25519
from tests.ballots.support import refusal_of
from tests.ballots.test_group import BAD, Q

REFERENCE, NATIVE = Ed25519(), NativeEd25519()
KEY = REFERENCE.power_g(Scalar(77))
ORDER_2 = Element((2**255 - 20).to_bytes(32, "little"))
ORDER_4 = Element(bytes(32))
OUTSIDE = Refusal.NOT_IN_GROUP
SMALL = [REFERENCE.power_g(Scalar(number)) for number in range(1, 301)]
exponents = st.one_of(st.sampled_from([0, 1, 2, Q - 1]), st.integers(0, Q - 1)).map(Scalar)


def moved(element: Element, torsion: Element) -> Element:
    """Add a torsion point: the sum is on the curve and no member."""
    return REFERENCE.multiply(element, torsion)


def coins(count: int) -> bytes:
    return secrets.token_bytes(16 * count)


def scalars(*values: int) -> bytes:
    return b"".join(value.to_bytes(32, "little") for value in values)


def numbers(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def outcome(group: Group, key: Element, branches: list[Branch]) -> object:
    """Return the commitments, or the whole refusal."""
    try:
        return group.vartime_commitments(key, branches)
    except BallotsError as error:
        return error.refusal, error.detail


def branches_of(elements: list[Element]) -> list[Branch]:
    pairs = zip(elements[::2], elements[1::2], strict=True)
    return [Branch(a, b, n % 3, Scalar(n), Scalar(Q - 1 - n)) for n, (a, b) in enumerate(pairs)]


def test_the_native_core_is_used_where_it_is_installed() -> None:
    assert core.VERSION == VERSION
    assert isinstance(ed25519_by(None), NativeEd25519)
    assert isinstance(ed25519_by("native"), NativeEd25519)
    assert type(ed25519_by("pynacl")) is Ed25519


@pytest.mark.parametrize(("backend", "kind"), [("pynacl", Ed25519), ("native", NativeEd25519)])
def test_the_environment_asks_for_a_backend(
    backend: str, kind: type[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BACKEND, backend)
    uncached = group_named.__wrapped__
    assert type(uncached("Ed25519")) is kind


def test_a_core_of_another_version_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "VERSION", "0.0.9")
    monkeypatch.delitem(sys.modules, "ballots.native")
    assert type(ed25519_by(None)) is Ed25519
    assert refusal_of(ed25519_by, "native") is Refusal.NO_BACKEND


@given(st.lists(st.tuples(exponents, exponents, st.integers(0, 99), exponents, exponents)))
def test_commitments_are_those_of_pynacl(
    rows: list[tuple[Scalar, Scalar, int, Scalar, Scalar]],
) -> None:
    branches = [
        Branch(REFERENCE.power_g(a), REFERENCE.power_g(b), m, c, r) for a, b, m, c, r in rows
    ]
    assert outcome(NATIVE, KEY, branches) == outcome(REFERENCE, KEY, branches)


def test_a_weak_libsodium_is_refused_also_beneath_the_native_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nacl.bindings.crypto_core_ed25519_is_valid_point", lambda point: True)
    assert refusal_of(NativeEd25519) is Refusal.UNSAFE_LIBRARY


def test_what_the_core_refuses_is_refused_even_if_libsodium_takes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    branches = branches_of(SMALL[:4])
    branches[0] = branches[0]._replace(alpha=moved(SMALL[0], ORDER_2))
    taken = [(SMALL[0], SMALL[1])] * len(branches)
    monkeypatch.setattr(Ed25519, "vartime_commitments", lambda *_: taken)
    assert outcome(NATIVE, KEY, branches) == (OUTSIDE, "")


@pytest.mark.parametrize("key", [REFERENCE.identity, ORDER_2, ORDER_4, moved(KEY, ORDER_2)])
def test_a_key_gets_the_verdict_of_pynacl(key: Element) -> None:
    branches = branches_of(SMALL[:4])
    assert outcome(NATIVE, key, branches) == outcome(REFERENCE, key, branches)


@pytest.mark.parametrize("torsion", [ORDER_2, ORDER_4], ids=["order 2", "order 4"])
@pytest.mark.parametrize("count", [2, 128, 130, 300])
def test_one_point_outside_is_found_among_many_and_named(count: int, torsion: Element) -> None:
    for place in {0, count // 2, count - 1}:
        points = [*SMALL[:count]]
        points[place] = moved(points[place], torsion)
        data = b"".join(points)
        for threads in (1, 2):
            assert core.vartime_first_outside(data, coins(count), threads) == place
        branches = branches_of(points)
        assert outcome(NATIVE, KEY, branches) == outcome(REFERENCE, KEY, branches)


def test_two_points_outside_whose_torsion_cancels_are_found() -> None:
    points = [*SMALL]
    points[3], points[200] = moved(points[3], ORDER_2), moved(points[200], ORDER_2)
    assert core.vartime_first_outside(b"".join(points), coins(300), 1) == 3


def test_thousands_of_points_are_tested_in_wide_windows() -> None:
    points = SMALL * 7
    assert core.vartime_first_outside(b"".join(points), coins(len(points)), 1) is None
    assert core.vartime_first_outside(b"".join(points), coins(len(points)), 3) is None
    points[2000] = moved(points[2000], ORDER_4)
    assert core.vartime_first_outside(b"".join(points), coins(len(points)), 2) == 2000


@pytest.mark.parametrize("group", [NATIVE, REFERENCE], ids=["native", "pynacl"])
def test_members_that_are_tested_together_are_all_members(group: Group) -> None:
    assert group.vartime_are_members([])
    assert group.vartime_are_members([*SMALL, REFERENCE.identity])
    assert not group.vartime_are_members([*SMALL, ORDER_2])
    assert not group.vartime_are_members([moved(KEY, ORDER_4), *SMALL])


def test_bytes_of_another_length_are_no_members() -> None:
    assert not NATIVE.vartime_are_members([Element(KEY[1:])])
    assert not NATIVE.is_member(Element(KEY + KEY))


def test_coins_that_pick_nothing_show_that_the_sums_are_what_is_tested() -> None:
    points = [*SMALL]
    points[5] = moved(points[5], ORDER_2)
    data = b"".join(points)
    assert core.vartime_first_outside(data, bytes(16 * 300), 1) is None
    picked = bytearray(16 * 300)
    for bit in range(0, 128, 9):
        picked[:] = bytes(16 * 300)
        picked[16 * 5 + bit // 8] = 1 << bit % 8
        assert core.vartime_first_outside(data, bytes(picked), 1) == 5


@pytest.mark.parametrize("edge", BAD, ids=lambda edge: edge.why)
def test_bytes_that_are_no_member_are_refused_alone_and_among_others(edge: object) -> None:
    text = str(getattr(edge, "text", ""))
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        return
    bad = bytes.fromhex(text)[::-1]
    assert core.vartime_are_members(SMALL[0] + bad + REFERENCE.identity, 1) == b"\1\0\1"
    assert core.vartime_first_outside(b"".join(SMALL) + bad, coins(301), 1) == 300
    for refused in (core.VartimeKey, lambda point: core.vartime_multiscalar(point, scalars(1))):
        with pytest.raises(ValueError, match="point 0"):
            refused(bad)


def test_nothing_is_computed_of_nothing() -> None:
    assert core.vartime_are_members(b"", 4) == b""
    assert core.vartime_first_outside(b"", b"", 4) is None
    assert core.vartime_with_base(b"", b"", b"", 4) == b""
    assert core.vartime_sums(b"", b"") == b""
    assert core.vartime_sums(b"", numbers(0)) == REFERENCE.identity
    assert core.vartime_multiscalar(b"", b"") == REFERENCE.identity
    assert core.vartime_commitments(core.VartimeKey(KEY), b"", b"", b"", b"", b"", 4) == b""
    assert NATIVE.vartime_commitments(KEY, []) == []
    assert NATIVE.product([]) == REFERENCE.identity


@pytest.mark.parametrize("value", [Q, Q + 1, 2**255 - 1, 2**256 - 1])
def test_scalars_from_q_up_are_refused(value: int) -> None:
    key, point = core.VartimeKey(KEY), SMALL[0]
    good, bad = scalars(1), scalars(value)
    with pytest.raises(ValueError, match="scalar 0"):
        core.vartime_with_base(point, bad, good, 1)
    with pytest.raises(ValueError, match="scalar 0"):
        core.vartime_with_base(point, good, bad, 1)
    with pytest.raises(ValueError, match="scalar 1"):
        core.vartime_multiscalar(point + point, good + bad)
    for pair in ((good, bad), (bad, good)):
        with pytest.raises(ValueError, match="scalar 0"):
            core.vartime_commitments(key, point, coins(1), numbers(0, 0, 0), *pair, 1)


def test_wrong_lengths_and_numbers_are_refused() -> None:
    key, point, one = core.VartimeKey(KEY), SMALL[0], scalars(1)
    refused: list[Callable[[], object]] = [
        lambda: core.VartimeKey(point[1:]),
        lambda: core.vartime_are_members(point[1:], 1),
        lambda: core.vartime_first_outside(point, coins(1)[1:], 1),
        lambda: core.vartime_first_outside(point + b"\0", coins(1), 1),
        lambda: core.vartime_with_base(point, one + one, one, 1),
        lambda: core.vartime_with_base(point, one, b"", 1),
        lambda: core.vartime_sums(point, numbers(2)),
        lambda: core.vartime_sums(point, numbers(0)),
        lambda: core.vartime_sums(point, b"\1"),
        lambda: core.vartime_sums(point, numbers(2**32 - 1)),
        lambda: core.vartime_multiscalar(point, b""),
        lambda: core.vartime_commitments(key, point, coins(1), numbers(0, 1, 0), one, one, 1),
        lambda: core.vartime_commitments(key, point, coins(1), numbers(0, 0), one, one, 1),
        lambda: core.vartime_commitments(key, point, coins(1), numbers(0, 0, 0), one, b"", 1),
    ]
    for call in refused:
        with pytest.raises(ValueError, match="shape"):
            call()


@pytest.mark.parametrize("threads", [0, 1, 2, 3, 64])
def test_threads_do_not_change_what_comes_out(threads: int) -> None:
    points, count = b"".join(SMALL[:9]), 9
    steps = [Scalar(n) for n in range(count)]
    wanted = b"".join(REFERENCE.power_g(Scalar(5 + n * (n + 1))) for n in steps)
    assert core.vartime_with_base(points, scalars(5) * count, scalars(*steps), threads) == wanted
    triples = numbers(*(n for place in range(count) for n in (place, 8 - place, place)))
    pairs = core.vartime_commitments(
        core.VartimeKey(KEY),
        points,
        coins(count),
        triples,
        scalars(*steps),
        scalars(2) * 9,
        threads,
    )
    branches = [Branch(SMALL[n], SMALL[8 - n], n, steps[n], Scalar(2)) for n in range(count)]
    wanted = b"".join(a + b for a, b in REFERENCE.vartime_commitments(KEY, branches))
    assert pairs == wanted


@given(st.lists(st.tuples(exponents, exponents), max_size=8))
def test_sums_and_powers_are_those_of_pynacl(rows: list[tuple[Scalar, Scalar]]) -> None:
    points = [REFERENCE.power_g(a) for a, _ in rows]
    total = REFERENCE.product(points)
    assert NATIVE.product(iter(points)) == total
    runs = [points, [], points[:1], points[1:]]
    assert NATIVE.products(runs) == REFERENCE.products(runs)
    weighted = REFERENCE.product(
        REFERENCE.power(p, e) for p, (_, e) in zip(points, rows, strict=True)
    )
    assert core.vartime_multiscalar(b"".join(points), scalars(*(e for _, e in rows))) == weighted


@given(st.lists(st.tuples(exponents, exponents), max_size=6))
def test_products_of_powers_are_those_of_pynacl(rows: list[tuple[Scalar, Scalar]]) -> None:
    pairs = [(REFERENCE.power_g(a), b) for a, b in rows]
    assert NATIVE.vartime_powers(pairs) == REFERENCE.vartime_powers(pairs)
    for exponent in (0, 1, 5):
        outside = [*pairs, (moved(KEY, ORDER_2), Scalar(exponent))]
        for group in (NATIVE, REFERENCE):
            assert refusal_of(group.vartime_powers, outside) is OUTSIDE


def test_products_refuse_what_is_no_point() -> None:
    off_curve = Element(bytes([2]) + bytes(31))
    for group in (NATIVE, REFERENCE):
        assert refusal_of(group.products, [SMALL[:2], [SMALL[0], off_curve]]) is OUTSIDE


def test_the_group_goes_to_a_worker_process_and_back() -> None:
    assert NATIVE.vartime_commitments(KEY, branches_of(SMALL[:4]))
    assert type(pickle.loads(pickle.dumps(NATIVE))) is NativeEd25519  # noqa: S301
