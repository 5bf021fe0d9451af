"""A small log to try things on: keys, entries, their tree, and the nodes of it."""

from collections.abc import Callable, Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from audit.cosignature import make_cosignature
from audit.errors import LogFault, LogRefused
from audit.merkle import Place, appended_nodes, leaf_hash, root_at
from audit.note import KeyType, VerificationKey, add_signatures

ORIGIN = "vote.example/c/j2Sje6ewboTnzL/log"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG_KEY = VerificationKey(ORIGIN, LOG.public_key())
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def witness_secret(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def witness_key(number: int) -> VerificationKey:
    name = f"witness{number}.example"
    return VerificationKey(name, witness_secret(number).public_key(), KeyType.COSIGNATURE)


def entry(index: int) -> bytes:
    return b"entry %d" % index


class Nodes:
    """The complete nodes of a log that grew entry by entry; those of a tree of any size in it."""

    def __init__(self) -> None:
        self.hashes: dict[Place, bytes] = {}
        self.size = 0

    def grow(self, size: int) -> "Nodes":
        for index in range(self.size, size):
            for level, place, value in appended_nodes(index, leaf_hash(entry(index)), self.node):
                assert self.hashes.setdefault((level, place), value) == value
        self.size = max(size, self.size)
        return self

    def node(self, level: int, index: int) -> bytes:
        return self.hashes[level, index]


NODES = Nodes()


def node(level: int, index: int) -> bytes:
    """Give a node of the log, which grows as far as is asked for."""
    return NODES.grow((index + 1) << level).node(level, index)


def root(size: int) -> bytes:
    return root_at(size, node)


def checkpoint(size: int, extensions: Sequence[str] = ()) -> str:
    state = Checkpoint(ORIGIN, size, root(size), tuple(extensions))
    return sign_checkpoint(state, public_key=LOG.public_key(), sign=LOG.sign)


def cosigned(text: str, *witnesses: int, time: int = 1_795_302_820) -> str:
    """Add the cosignatures of some witnesses to a checkpoint; number n saw it n seconds later."""
    return add_signatures(text, [cosignature(text, n, time + n) for n in witnesses])


def cosignature(text: str, number: int, time: int) -> str:
    key, secret = witness_key(number), witness_secret(number)
    return make_cosignature(
        parse_checkpoint(text).note.text,
        time=time,
        key_name=key.name,
        public_key=key.public_key,
        sign=secret.sign,
    )


def refusal(act: Callable[..., object], *values: object, **named: object) -> LogFault:
    """Say why an act was refused; it must be."""
    with pytest.raises(LogRefused) as caught:
        act(*values, **named)
    return caught.value.code
