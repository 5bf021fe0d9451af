"""Points of the curve that no ballot may contain, as the specification writes them.

Computed from their definitions: little-endian y with the sign of x in the top bit, reversed.
"""

from nacl import bindings as sodium

P = 2**255 - 19
ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def text(point: bytes) -> str:
    """Write libsodium's bytes of a point as the specification does."""
    return point[::-1].hex()


def mixed(element: str) -> str:
    """Add a point of order 8 to a point of the group: on the curve, outside the group."""
    point = bytes.fromhex(element)[::-1]
    return text(sodium.crypto_core_ed25519_add(point, ORDER_8))


IDENTITY = text((1).to_bytes(32, "little"))
ORDER_2 = text((P - 1).to_bytes(32, "little"))
SMALL = text(ORDER_8)
NOT_REDUCED = text((P + 3).to_bytes(32, "little"))
OFF_CURVE = text((2).to_bytes(32, "little"))
NEGATIVE_ZERO = text((1 | 1 << 255).to_bytes(32, "little"))
