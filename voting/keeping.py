"""What a thousand phones ask for at once is made once a second; what never changes, once.

A WSGI layer around the application. It keeps an answer only if the answer itself allows everybody
to (status 200, no cookie set, an address with no unknown parameter):

    public, max-age=N                       N up to a minute: for that long, not a moment more
    public, max-age=31536000, immutable     until others need its room

The time counts from before an answer was made, and `Age` tells a browser how much is used up, in
whole seconds upwards. Apart for each language and encoding, as far as `Vary` says that it matters.
Every kept answer has an ETag: whoever has it already gets 304. An answer whose time is over is made
anew by one request; the others wait for that one. So reading hardly touches what ballots need, and
what is cast, searched for or personal never comes here.
"""

import hashlib
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers, LanguageAccept
from werkzeug.http import (
    parse_accept_header,
    parse_cookie,
    parse_etags,
    remove_entity_headers,
    unquote_etag,
)
from werkzeug.test import run_wsgi_app

from voting.language import LANGUAGES

LONGEST: Final = 60  # seconds
MOST: Final = 1024  # answers
MOST_BYTES: Final = 32 << 20  # of all answers
LARGEST: Final = 1 << 20  # bytes an answer
PARAMETERS: Final = frozenset({"page", "v", "lang"})
_AGE: Final = re.compile(r"public, max-age=([0-9]{1,2})")
_FOR_EVER: Final = re.compile(r"public, max-age=[0-9]+, immutable")
_PLACE: Final = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, when its making began, and until when it may be given again."""

    since: float
    until: float
    headers: Headers
    body: bytes
    remaking: Lock = field(default_factory=Lock)


class Keeping:
    """The layer; `clock` counts seconds and never goes back."""

    def __init__(
        self, application: WSGIApplication, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = application
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, or let the application answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not _is_plain(environ):
            return self._application(environ, start_response)
        kept = self._found(environ)
        if kept is None:
            return self._made(environ, start_response)
        if self._clock() < kept.until:
            return self._given(kept, environ, start_response)
        with kept.remaking:
            newer = self._found(environ)
            if newer is None or self._clock() >= newer.until:
                return self._made(environ, start_response)
        return self._given(newer, environ, start_response)

    def _found(self, environ: WSGIEnvironment) -> Kept | None:
        """Return what is kept for a request, perhaps too old, and count it as used."""
        keys: tuple[Key, ...] = (_place(environ),)
        if keys[0] not in self._kept:
            packed = (*keys[0], *_encodings(environ))
            keys = (packed, (*packed, _language(environ)))
        with self._lock:
            for key in keys:
                kept = self._kept.get(key)
                if kept is not None:
                    self._kept.move_to_end(key)
                    return kept
        return None

    def _made(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have an answer made, as for GET, and keep it if it allows that."""
        since = self._clock()
        pieces, status, headers = run_wsgi_app(
            self._application, {**environ, "REQUEST_METHOD": "GET"}
        )
        until = _end(since, status, headers)
        if until is not None:
            body = b"".join(pieces)
            _close(pieces)
            headers.setdefault("ETag", f'"{hashlib.sha256(body).hexdigest()[:32]}"')
            kept = Kept(since, until, headers, body)
            self._keep(_key(environ, headers), kept)
            return self._given(kept, environ, start_response)
        start_response(status, headers.to_wsgi_list())
        if environ["REQUEST_METHOD"] == "HEAD":
            _close(pieces)
            return []
        return pieces

    def _given(
        self, kept: Kept, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Give a kept answer: whole, without its body for HEAD, or 304 to who has it."""
        headers = Headers(kept.headers)
        if kept.until < math.inf:
            headers["Age"] = str(math.ceil(self._clock() - kept.since))
        etag, _ = unquote_etag(headers["ETag"])
        if etag and parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(etag):
            remove_entity_headers(headers)
            start_response("304 NOT MODIFIED", headers.to_wsgi_list())
            return []
        start_response("200 OK", headers.to_wsgi_list())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]

    def _keep(self, key: Key, answer: Kept) -> None:
        """Keep an answer; those that were not asked for the longest time make room."""
        with self._lock:
            self._drop(key)
            self._kept[key] = answer
            self._bytes += len(answer.body)
            while len(self._kept) > MOST or self._bytes > MOST_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        dropped = self._kept.pop(key, None)
        self._bytes -= 0 if dropped is None else len(dropped.body)


def _end(since: float, status: str, headers: Headers) -> float | None:
    """Return until when an answer may be given again, or None if it may not."""
    size = headers.get("Content-Length", type=int)
    if not status.startswith("200") or size is None or size > LARGEST or "Set-Cookie" in headers:
        return None
    caching = headers.get("Cache-Control", "")
    if _FOR_EVER.fullmatch(caching):
        return math.inf
    age = _AGE.fullmatch(caching)
    return since + int(age[1]) if age and int(age[1]) <= LONGEST else None


def _key(environ: WSGIEnvironment, headers: Headers) -> Key:
    """Return what an answer depends on: the address and, as it says itself, who asks how."""
    place = _place(environ)
    varies = {name.strip().lower() for name in headers.get("Vary", "").split(",")} - {""}
    if not varies:
        return place
    packed = (*place, *_encodings(environ))
    return packed if varies == {"accept-encoding"} else (*packed, _language(environ))


def _place(environ: WSGIEnvironment) -> Key:
    return tuple(str(environ.get(name, "")) for name in _PLACE)


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Tell whether an address has only parameters that pages know."""
    query = str(environ.get("QUERY_STRING", ""))
    return not query or {one.partition("=")[0] for one in query.split("&")} <= PARAMETERS


def _encodings(environ: WSGIEnvironment) -> tuple[str, str]:
    taken = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"))
    packed = " ".join(name for name in ("br", "gzip") if taken.quality(name) > 0)
    return packed, "session" if "session=" in environ.get("HTTP_COOKIE", "") else ""


def _language(environ: WSGIEnvironment) -> str:
    chosen = parse_cookie(environ).get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    asked = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE"), LanguageAccept)
    return asked.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def _close(pieces: Iterable[bytes]) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()
