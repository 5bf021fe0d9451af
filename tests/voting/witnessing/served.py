"""Real servers on loopback: a witness, and a log that can be made to lie."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.errors import LogRefused
from audit.merkle import Place, appended_nodes, consistency_path, leaf_hash, root_at
from audit.note import VerificationKey, add_signatures
from audit.tiles import ENTRIES, make_bundle, make_tile, parse_path, tile_nodes, tile_width
from audit.witness import make_request
from voting.witnessing.alarms import Alarm, AlarmKind
from voting.witnessing.cosigner import Cosigner, init_witness
from voting.witnessing.server import WitnessServer

UUID = "j2Sje6ewboTnzL"
ORIGIN = f"tinnhiem/log/{UUID}"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerificationKey(ORIGIN, SECRET.public_key())
NOW = 1_795_302_820


@dataclass
class Log:
    """A log in memory, honestly signed; two of them with one key are a fork."""

    entries: list[bytes] = field(default_factory=list)
    nodes: dict[Place, bytes] = field(default_factory=dict)
    cosignatures: dict[int, list[str]] = field(default_factory=dict)

    def append(self, *entries: bytes) -> "Log":
        for entry in entries:
            index = len(self.entries)
            self.entries.append(entry)
            for level, place, value in appended_nodes(index, leaf_hash(entry), self.node):
                self.nodes[level, place] = value
        return self

    def node(self, level: int, place: int) -> bytes:
        return self.nodes[level, place]

    @property
    def size(self) -> int:
        return len(self.entries)

    def checkpoint(self, size: int | None = None) -> str:
        """Sign the checkpoint of a size, with the cosignatures that came for it."""
        size = self.size if size is None else size
        head = Checkpoint(ORIGIN, size, root_at(size, self.node))
        note = sign_checkpoint(head, public_key=SECRET.public_key(), sign=SECRET.sign)
        return add_signatures(note, self.cosignatures.get(size, []))

    def request(self, old: int, new: int | None = None) -> bytes:
        """Ask a witness that stands at `old` to cosign."""
        new = self.size if new is None else new
        path = consistency_path(old, new, self.node)
        return make_request(old=old, path=path, checkpoint=self.checkpoint(new))

    def tile(self, path: str) -> bytes:
        tile = parse_path(path)
        if tile.width > tile_width(tile.level, tile.index, self.size):
            raise LookupError(path)
        if tile.level == ENTRIES:
            first = tile.index * 256
            return make_bundle(self.entries[first : first + tile.width])
        return make_tile([self.nodes[place] for place in tile_nodes(tile)])


def entries(count: int, first: int = 0, word: str = "") -> list[bytes]:
    """Make entries that parse: incidents, as many as wanted."""
    return [
        b'{"act":"incident","text":"%s %d"}' % (word.encode() or b"n", number)
        for number in range(first, first + count)
    ]


@dataclass
class LogServer:
    """A log behind HTTP, as a conference serves it. `spoil` may change any answer."""

    log: Log
    policy: str = f"log {KEY}\nquorum none\n"
    cast: int = 0
    url: str = ""
    sent: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    spoil: Callable[[str, bytes], bytes | None] = lambda _path, content: content

    @property
    def conference(self) -> str:
        return f"{self.url}/c/{UUID}/"

    @property
    def address(self) -> str:
        return f"{self.url}/c/{UUID}/log"

    def answer(self, path: str) -> bytes | None:
        """Answer a GET, None if there is nothing."""
        self.asked.append(path)
        if path == f"/api/conferences/{UUID}":
            return json.dumps({"uuid": UUID, "cast": self.cast, "log_key": str(KEY)}).encode()
        name = path.removeprefix(f"/c/{UUID}/log/")
        try:
            content = {
                "checkpoint": lambda: self.log.checkpoint().encode(),
                "policy": self.policy.encode,
            }.get(name, lambda: self.log.tile(name))()
        except (LookupError, LogRefused):
            return None
        return self.spoil(name, content)

    def take(self, path: str, body: bytes) -> int:
        """Take a POST."""
        assert path == f"/c/{UUID}/log/cosignatures"
        note = body.decode()
        self.sent.append(note)
        size = int(note.split("\n")[1])
        lines = note.rpartition("\n\n")[2].splitlines()
        self.log.cosignatures.setdefault(size, []).extend(lines[1:])
        return 204


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    """Run a server in a thread; give its address."""
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def log_server(log: Log) -> Iterator[LogServer]:
    """Serve a log on loopback."""
    served = LogServer(log)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            content = served.answer(self.path)
            self.reply(200 if content is not None else 404, content or b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.reply(served.take(self.path, body), b"")

        def reply(self, status: int, content: bytes) -> None:
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with serving(server) as url:
        served.url = url
        yield served


@dataclass
class Heard:
    """What was shouted."""

    alarms: list[Alarm] = field(default_factory=list)
    kept: list[Path | None] = field(default_factory=list)

    def __call__(self, alarm: Alarm, kept: Path | None = None) -> None:
        self.alarms.append(alarm)
        self.kept.append(kept)

    @property
    def kinds(self) -> Sequence[AlarmKind]:
        return [alarm.kind for alarm in self.alarms]


@dataclass
class WitnessBox:
    """A witness with its HTTP server."""

    folder: Path
    key: VerificationKey
    cosigner: Cosigner
    heard: Heard
    url: str
    server: WitnessServer


@contextmanager
def witness_box(folder: Path, name: str = "doan.example") -> Iterator[WitnessBox]:
    """Run a witness of its own key; it follows nobody yet."""
    folder.mkdir()
    key = init_witness(folder, name)
    heard = Heard()
    with (
        Cosigner(folder, clock=lambda: NOW, shout=heard) as cosigner,
        WitnessServer(cosigner, "127.0.0.1", 0) as server,
        serving(server) as url,
    ):
        yield WitnessBox(folder, key, cosigner, heard, url, server)
