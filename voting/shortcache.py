"""Pages that a thousand phones ask for at once are made once a second, not once a phone.

A WSGI layer around the application. It keeps an answer only if the answer itself allows everybody
to (`Cache-Control: public, max-age=N` with N up to a minute, status 200, no cookie set), for just
that long, apart for each language and encoding. So reading never waits for, or keeps busy, the
process that takes ballots; what is cast, searched for or personal never comes here.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie
from werkzeug.test import run_wsgi_app

from voting.language import LANGUAGES

LONGEST: Final = 60  # seconds
MOST: Final = 128  # answers
LARGEST: Final = 1 << 18  # bytes an answer
_PLACE: Final = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
_AGE: Final = re.compile(r"public, max-age=([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and until when it may be given again."""

    until: float
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class ShortCache:
    """The layer; `clock` counts seconds and never goes back."""

    def __init__(
        self, application: WSGIApplication, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = application
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, or let the application answer."""
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)
        key = _key(environ)
        kept = self._kept.get(key)
        if kept is not None and self._clock() < kept.until:
            start_response(kept.status, list(kept.headers))
            return [kept.body]
        return self._made(key, environ, start_response)

    def _made(
        self,
        key: tuple[str, ...],
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        pieces, status, headers = run_wsgi_app(self._application, environ)
        age = _AGE.fullmatch(headers.get("Cache-Control", ""))
        size = headers.get("Content-Length", type=int)
        fits = size is not None and size <= LARGEST and "Set-Cookie" not in headers
        if age and int(age[1]) <= LONGEST and fits and status.startswith("200"):
            body = b"".join(pieces)
            until = self._clock() + int(age[1])
            self._keep(key, Kept(until, status, headers.to_wsgi_list(), body))
            pieces = [body]
        start_response(status, headers.to_wsgi_list())
        return pieces

    def _keep(self, key: tuple[str, ...], answer: Kept) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = answer
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def _key(environ: WSGIEnvironment) -> tuple[str, ...]:
    """Return what an answer depends on: host and address, the language, the encodings."""
    chosen = parse_cookie(environ).get("lang", "")
    if chosen not in LANGUAGES:
        asked = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE"), LanguageAccept)
        chosen = asked.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]
    encodings = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING"))
    packed = "gzip" if encodings.quality("gzip") > 0 else ""
    session = "session" if "session=" in environ.get("HTTP_COOKIE", "") else ""
    place = (str(environ.get(name, "")) for name in _PLACE)
    return (chosen, packed, session, *place)
