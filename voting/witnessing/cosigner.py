"""A witness at work: its key, the logs that it follows, what it saw last (C2SP tlog-witness).

Its folder holds

    witness-key.pem     Ed25519, mode 0600: what it cosigns with
    witness.vkey        doan.example+1c1d2e3f+BLk…, for the plans of conferences
    witness.sqlite3     the logs followed, and the last checkpoint cosigned of each
    evidence/           what a log signed and cannot have signed honestly

Checking and storing is one transaction that excludes all others, also of other processes: of two
requests at one instant, one is judged after the other was stored. The checkpoint is on the disk
before its cosignature leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from audit.checkpoint import SignedCheckpoint
from audit.cosignature import make_cosignature
from audit.errors import LogFault, LogRefused
from audit.note import KeyType, VerificationKey, check_key_name, parse_verification_key
from audit.witness import (
    PLAIN,
    AddCheckpoint,
    Status,
    Verdict,
    checkpoint_path,
    judge,
    make_request,
    parse_request,
)
from voting.logkey import KeyFileRefused, create_secret_file, read_secret_file
from voting.witnessing.alarms import Alarm, AlarmKind, keep_evidence, make_alarm
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.store import Followed, Held, WitnessStore

KEY_FILE: Final = "witness-key.pem"
PUBLIC_FILE: Final = "witness.vkey"
STATE_FILE: Final = "witness.sqlite3"
EVIDENCE: Final = "evidence"

Shout = Callable[[Alarm, Path | None], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer over HTTP."""

    status: int
    content_type: str
    body: str


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The key of a witness and its name."""

    name: str
    secret: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> VerificationKey:
        """The public half, as plans name it."""
        return VerificationKey(self.name, self.secret.public_key(), KeyType.COSIGNATURE)

    def cosign(self, text: str, time: int) -> str:
        """Return the cosignature line under the text of a checkpoint."""
        return make_cosignature(
            text,
            time=time,
            key_name=self.name,
            public_key=self.secret.public_key(),
            sign=self.secret.sign,
        )


def init_witness(folder: Path, name: str) -> VerificationKey:
    """Make the key of a new witness. Raises LogRefused KEY_MALFORMED; WatchRefused."""
    check_key_name(name, LogFault.KEY_MALFORMED)
    key = WitnessKey(name, Ed25519PrivateKey.generate())
    pem = key.secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if (folder / PUBLIC_FILE).exists() or not create_secret_file(folder / KEY_FILE, pem):
        raise WatchRefused(WatchRefusal.WITNESS_EXISTS, str(folder))
    (folder / PUBLIC_FILE).write_text(f"{key.public}\n", encoding="utf-8")
    return key.public


def load_witness_key(folder: Path) -> WitnessKey:
    """Load the key of a witness. Raises WatchRefused NO_WITNESS, BAD_WITNESS_KEY."""
    try:
        public = parse_verification_key(
            (folder / PUBLIC_FILE).read_text(encoding="utf-8"), KeyType.COSIGNATURE
        )
        secret = load_pem_private_key(read_secret_file(folder / KEY_FILE), password=None)
    except FileNotFoundError as error:
        raise WatchRefused(WatchRefusal.NO_WITNESS, str(folder)) from error
    except (ValueError, TypeError, UnsupportedAlgorithm, KeyFileRefused, LogRefused) as error:
        raise WatchRefused(WatchRefusal.BAD_WITNESS_KEY, str(folder)) from error
    if not isinstance(secret, Ed25519PrivateKey) or secret.public_key() != public.public_key:
        raise WatchRefused(WatchRefusal.BAD_WITNESS_KEY, str(folder))
    return WitnessKey(public.name, secret)


class Cosigner:
    """A witness; threads may share one, and several processes may use one folder."""

    def __init__(self, folder: Path, *, clock: Callable[[], float], shout: Shout) -> None:
        """Open the witness in a folder. Raises WatchRefused NO_WITNESS, BAD_WITNESS_KEY.

        clock: seconds since 1970. shout: is told what a log signed and cannot have signed
        honestly, and where the evidence lies.
        """
        self.key = load_witness_key(folder)
        self.folder = folder
        self._store = WitnessStore(folder / STATE_FILE)
        self._clock = clock
        self._shout = shout

    def __enter__(self) -> Self:
        """Use the witness in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its files."""
        self._store.close()

    def follow(self, key: VerificationKey, url: str | None) -> None:
        """Follow a log by its key from now on, or change its address.

        Raises WatchRefused OTHER_KEY if a log of that name is followed with another key.
        """
        known = {str(one) for one in self._store.keys_of(key.name)}
        if known and str(key) not in known:
            raise WatchRefused(WatchRefusal.OTHER_KEY, key.name)
        self._store.follow(Followed(key.name, str(key), url))

    def followed(self) -> Sequence[Followed]:
        """Return the logs that are followed, in the order of their names."""
        return self._store.followed()

    def held(self, origin: str) -> Held | None:
        """Return the last checkpoint that was cosigned for a log."""
        return self._store.held(origin)

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer a request to cosign (section "add-checkpoint")."""
        try:
            request = parse_request(body)
        except LogRefused as error:
            return Reply(Status.BAD_REQUEST, PLAIN, f"{error.code.value}\n")
        verdict, line = self.decide(request)
        if verdict.status is Status.COSIGNED:
            return Reply(Status.COSIGNED, PLAIN, line)
        return Reply(verdict.status, verdict.content_type, verdict.body)

    def decide(self, request: AddCheckpoint) -> tuple[Verdict, str]:
        """Judge a request; if it is sound, store the checkpoint and return the line."""
        origin = request.signed.checkpoint.origin
        known = {origin: keys} if (keys := self._store.keys_of(origin)) else {}
        held = self._store.held(origin)
        verdict = judge(request, known, held.checkpoint if held else None)
        if verdict.status is Status.COSIGNED:  # only now the lock: nonsense holds nobody up
            verdict, line = self._store.judge_and_hold(request, known, self._cosign)
            if verdict.status is Status.COSIGNED:
                return verdict, line
            held = self._store.held(origin)
        if verdict.status in (Status.CONFLICT, Status.UNPROCESSABLE) and held is not None:
            self._look_closer(request, held)
        return verdict, ""

    def answer_checkpoint(self, path: str) -> Reply:
        """Answer who asks for the last checkpoint of a log (section "Monitor Retrieval")."""
        for log in self._store.followed():
            held = self._store.held(log.origin)
            if held is not None and path == checkpoint_path(log.origin):
                return Reply(200, PLAIN, held.note)
        return Reply(404, PLAIN, "")

    def accuse(
        self, kind: AlarmKind, held: Held, shown: SignedCheckpoint, request: bytes = b""
    ) -> None:
        """Keep what shows that a log lies, and shout; the same once."""
        files = {"held.txt": held.note.encode(), "shown.txt": str(shown).encode()}
        if request:
            files["request.txt"] = request
        size, root = shown.checkpoint.size, shown.checkpoint.root
        alarm = make_alarm(kind, files, old=held.size, new=size)
        name = f"{kind.value}-{held.size}-{size}-{root.hex()[:16]}"
        where = self.folder / EVIDENCE
        is_new = not (where / name).exists()
        kept = keep_evidence(where, name, alarm)
        if is_new:
            self._shout(alarm, kept)

    def _look_closer(self, request: AddCheckpoint, held: Held) -> None:
        """Shout if what was refused was signed by the log and cannot be the one that we hold.

        A wrong path alone shows nothing: anybody can send one.
        """
        new = request.signed.checkpoint
        if new.size == held.size and new.root != held.root:
            body = make_request(old=request.old, path=request.path, checkpoint=str(request.signed))
            self.accuse(AlarmKind.FORKED, held, request.signed, body)

    def _cosign(self, text: str) -> str:
        return self.key.cosign(text, int(self._clock()))
