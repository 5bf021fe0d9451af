"""The HTTP face of a witness: add-checkpoint, and its last checkpoints (C2SP tlog-witness).

    POST /add-checkpoint
    GET  /<SHA-256 of the origin>/checkpoint
    GET  /                                       its verification key

Nothing about callers is written down. Nobody keeps others out: a request must be whole some seconds
after its first byte, and where all places are taken, whoever waited longest makes room.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from socket import socket
from typing import Any, Final, cast

from audit.witness import MAX_REQUEST, PLAIN
from voting.witnessing.connections import Places, TimedReader
from voting.witnessing.cosigner import Cosigner, Reply

IDLE_SECONDS: Final = 30.0  # between requests
REQUEST_SECONDS: Final = 20.0  # from the first byte of a request to its last
MAX_CONNECTIONS: Final = 128


class WitnessServer(ThreadingHTTPServer):
    """A witness behind HTTP; connections are kept, so many and no more."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, cosigner: Cosigner, address: str, port: int) -> None:
        """Listen; port 0 takes any free one. Raises OSError if the port is taken."""
        self.cosigner = cosigner
        self.places = Places(MAX_CONNECTIONS)
        super().__init__((address, port), WitnessHandler)

    @property
    def url(self) -> str:
        """The address that it listens on."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Give a connection a thread, or close it if all places are taken by others at work."""
        if self.places.take(cast(socket, request)):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(
        self, request: socket | tuple[bytes, socket], client_address: Any
    ) -> None:
        """Serve a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.places.leave(cast(socket, request))

    def handle_error(self, request: object, client_address: Any) -> None:
        """Say nothing of a caller who went away."""


class WitnessHandler(BaseHTTPRequestHandler):
    """One connection to a witness."""

    server: WitnessServer
    protocol_version = "HTTP/1.1"
    server_version = "tinnhiem"
    sys_version = ""
    timeout = IDLE_SECONDS
    whole = REQUEST_SECONDS
    wbufsize = -1  # head and body of an answer leave together

    def setup(self) -> None:
        """Read through a clock."""
        super().setup()
        self._reader = TimedReader(self.connection, idle=self.timeout, whole=self.whole)
        self.rfile = BufferedReader(self._reader)

    def handle_one_request(self) -> None:
        """Wait for a request and answer it."""
        self._reader.begin()
        self.server.places.waits(self.connection, True)
        super().handle_one_request()

    def do_POST(self) -> None:
        """Take a checkpoint."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_REQUEST:
            self.close_connection = True
            self._answer(Reply(413 if length.isdigit() else 411, PLAIN, ""))
            return
        body = self.rfile.read(int(length))
        self.server.places.waits(self.connection, False)
        if self.path != "/add-checkpoint":
            self._answer(Reply(404, PLAIN, ""))
        else:
            self._answer(self.server.cosigner.add_checkpoint(body))

    def do_GET(self) -> None:
        """Give the last checkpoint of a log, or the witness's key."""
        if self.path == "/":
            self._answer(Reply(200, PLAIN, f"{self.server.cosigner.key.public}\n"))
        else:
            self._answer(self.server.cosigner.answer_checkpoint(self.path[1:]))

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing down."""

    def _answer(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
