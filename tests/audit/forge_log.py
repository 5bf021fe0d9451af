"""A toolkit to forge logs: make a record's sound log, change one thing, sign everything again.

A `LogDraft` holds the entries of a log and who signs; `text` computes the tree, the checkpoint, the
log's signature and the cosignatures. So a changed entry can be found only by the check that looks
at what it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.entries import (
    CardsEntry,
    ClosingEntry,
    DecryptionProofEntry,
    DefinitionEntry,
    Entry,
    EventEntry,
    OpeningEntry,
    PublicationEntry,
    RehearsalEntry,
    entry_bytes,
)
from audit.held import make_held
from audit.logfile import log_pieces
from audit.merkle import consistency_path, inclusion_path, leaf_hash, node_hash, root_of
from audit.note import VerificationKey
from audit.policy import Group, Policy, PolicyKey, make_policy
from audit.receipt import make_receipt
from audit.record import Event, EventType
from ballots.canonical import decode
from ballots.election import parse_election
from ballots.hashing import sha256_hex
from ballots.strong_decryption import prove_whole_decryption
from ballots.tally import parse_encrypted_tally
from tests.audit.forge import Draft
from tests.audit.logs import LOG, cosigned, witness_key
from tests.audit.workshop import DEFINITION, Workshop

WITNESSES = (1, 2, 3)
VOID = 2  # cards that stayed at the desk


def policy_for(origin: str, *, quorum: int = 2, key: Ed25519PrivateKey = LOG) -> Policy:
    """Return the policy of a log: three witnesses, of whom some must cosign (0: nobody)."""
    names = {f"w{number}": PolicyKey(witness_key(number)) for number in WITNESSES}
    groups = {"witnesses": Group(quorum, tuple(names))} if quorum else {}
    logs = (PolicyKey(VerificationKey(origin, key.public_key())),)
    return Policy(logs, names, groups, "witnesses" if quorum else "none")


@dataclass(frozen=True)
class LogDraft:
    """A log to write: entries, who signs, and what the checkpoint says if not the truth."""

    origin: str
    entries: tuple[bytes, ...]
    policy: Policy
    key: Ed25519PrivateKey = LOG
    witnesses: tuple[int, ...] = (1, 2)
    size: int | None = None
    root: bytes | None = None

    def checkpoint(self, size: int | None = None) -> str:
        """Return the signed checkpoint, cosigned; of an earlier size without cosignatures."""
        entries = self.entries if size is None else self.entries[:size]
        state = Checkpoint(
            self.origin,
            len(entries) if self.size is None or size is not None else self.size,
            root_of([leaf_hash(entry) for entry in entries]) if self.root is None else self.root,
        )
        note = sign_checkpoint(state, public_key=self.key.public_key(), sign=self.key.sign)
        return cosigned(note, *self.witnesses) if size is None else note

    def archive(self) -> bytes:
        """Return the bytes of the file, whatever its checkpoint says."""
        honest = replace(self, size=None, root=None)
        pieces = b"".join(log_pieces(self.entries, honest.checkpoint()))
        head, _, _ = pieces.partition(b"\n\n")
        return head + b"\n\n" + self.checkpoint().encode()

    def held(self, size: int, newer: int, *witnesses: int) -> bytes:
        """Return what shows in a receipt of size `newer` that these confirmed an older one."""
        leaves = [leaf_hash(entry) for entry in self.entries]
        path = consistency_path(size, newer, lambda level, place: _node(leaves, level, place))
        return make_held(path=path, checkpoint=cosigned(self.checkpoint(size), *witnesses))

    def receipt(self, index: int, size: int | None = None, held: bytes = b"") -> str:
        """Return the receipt of an entry against the tree of a size (default: right after it)."""
        size = index + 1 if size is None else size
        leaves = [leaf_hash(entry) for entry in self.entries[:size]]
        path = inclusion_path(index, size, lambda level, place: _node(leaves, level, place))
        note = self.checkpoint(size)
        return make_receipt(
            entry=self.entries[index], index=index, path=path, checkpoint=note, held=held
        )

    def index(self, act: str) -> int:
        """Return where the first entry of an act (or type of event) stands."""
        return next(i for i, content in enumerate(self.entries) if says(content, act))

    def with_entry(self, place: int | str, *contents: bytes | Entry) -> "LogDraft":
        """Put other entries in the place of one (none: remove it)."""
        index = self.index(place) if isinstance(place, str) else place
        raw = tuple(c if isinstance(c, bytes) else entry_bytes(c) for c in contents)
        return replace(self, entries=(*self.entries[:index], *raw, *self.entries[index + 1 :]))

    def changed(self, act: str, **values: object) -> "LogDraft":
        """Change fields of the first entry of an act."""
        index = self.index(act)
        entry: Entry = decode(self.entries[index], Entry)  # type: ignore[arg-type]
        return self.with_entry(index, msgspec.structs.replace(entry, **values))


def _node(leaves: Sequence[bytes], level: int, place: int) -> bytes:
    block = list(leaves[place << level : (place + 1) << level])
    while len(block) > 1:
        block = [node_hash(block[i], block[i + 1]) for i in range(0, len(block), 2)]
    return block[0]


def says(content: bytes, act: str) -> bool:
    """Tell whether an entry is of an act or a type of event."""
    return f'{{"act":"{act}"'.encode() in content or f'"type":"{act}"'.encode() in content


def events_of(draft: Draft) -> list[Event]:
    """Return the events of a record."""
    return [
        decode(content, Event) for name, content in draft.members() if name.endswith(".event.json")
    ]


def log_of(draft: Draft, shop: Workshop, *, policy: Policy | None = None) -> LogDraft:
    """Make the sound log of a record: with the publication if it has a result."""
    origin = f"vote.example/log/{shop.election.uuid}"
    policy = policy or policy_for(origin)
    issued = len(shop.credentials)
    entries: list[Entry] = [
        DefinitionEntry(
            version=1,
            uuid=shop.election.uuid,
            definition=sha256_hex(DEFINITION),
            election=sha256_hex(draft.election),
            trustees=sha256_hex(draft.trustees),
            policy=make_policy(policy).decode(),
        ),
        CardsEntry(made_by="server", count=issued),
        CardsEntry(made_by="server", count=VOID),
        RehearsalEntry(trustees=tuple(range(1, len(shop.secrets) + 1))),
        OpeningEntry(
            time=draft.timestamp, printed=issued + VOID, issued=issued, void=VOID, present=issued
        ),
    ]
    for event in events_of(draft):
        if event.type is EventType.RESULT:
            entries += strong_proofs(draft, shop)
        entries.append(EventEntry(event))
        if event.type is EventType.END_BALLOTS:
            cast = len(draft.ballots)
            entries.append(ClosingEntry(issued=issued, cast=cast, not_returned=issued - cast))
    if draft.result is not None:
        entries.append(PublicationEntry(result=sha256_hex(draft.result)))
    return LogDraft(origin, tuple(map(entry_bytes, entries)), policy)


def strong_proofs(draft: Draft, shop: Workshop) -> list[Entry]:
    """Make the strong proof of each partial decryption."""
    election = parse_election(draft.election)
    tally = parse_encrypted_tally(draft.tally or b"", election)
    return [
        DecryptionProofEntry(
            owner=owner,
            decryption=sha256_hex(data),
            proof=prove_whole_decryption(data, tally, shop.secrets[owner - 1], election),
        )
        for owner, data in draft.decryptions
    ]
