"""How answers travel: texts compressed, static files kept for a year at an address of their own.

    /static/style.css?v=1f0c9a52be     the digest of the file; another file, another address

A compressed answer's length may tell a secret that stands in it beside words that a stranger
chose (BREACH). Compressed is therefore only what everyone gets by GET: pages that were declared
public, asked for without the cookie of a session (where tokens of forms live; without it every
answer would have another token). The booth's page holds no secret at all: the card's is in the
fragment, which no request carries.
"""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request

from voting import access

SMALLEST: Final = 1024  # bytes; below, the headers weigh more than what is saved
LEVEL: Final = 6
TEXTS: Final = ("application/json", "image/svg+xml", "text/css", "text/html", "text/plain")
YEAR: Final = 365 * 24 * 3600


def register(application: Flask) -> None:
    """Make the application name static files by their contents, and compress texts."""
    application.url_defaults(_name_by_contents)
    application.after_request(_keep_static)
    application.after_request(compress)


def compress(response: Response) -> Response:
    """Compress an answer that holds no secret, if it is worth it and the browser takes it."""
    if response.mimetype not in TEXTS or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    is_plain = request.method == "GET" and response.status_code == 200 and not _is_personal()
    if not is_plain or request.accept_encodings.quality("gzip") <= 0:
        return response
    if (response.content_length or response.calculate_content_length() or 0) < SMALLEST:
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    return response


def _is_personal() -> bool:
    """Tell whether the answer may hold what only this visitor is to see."""
    is_known = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    audience = access.audience_of(current_app, request.endpoint or "")
    return audience is not access.Audience.EVERYONE or is_known


def _name_by_contents(endpoint: str, values: dict[str, Any]) -> None:
    """Put the digest of a static file into its address."""
    if endpoint != "static" or "v" in values:
        return
    digest = _digest_of(str(values.get("filename", "")))
    if digest is not None:
        values["v"] = digest


def _keep_static(response: Response) -> Response:
    """Let browsers keep a static file that was asked for by the digest it has now."""
    is_static = request.endpoint == "static" and response.status_code in (200, 304)
    if is_static and "Set-Cookie" not in response.headers:
        asked, now = request.args.get("v"), _digest_of((request.view_args or {})["filename"])
        if asked is not None and asked == now:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _digest_of(filename: str) -> str | None:
    """Return the beginning of the SHA-256 of a static file as it is now, or None."""
    folder = Path(current_app.static_folder or "")
    try:
        state = (folder / filename).stat()
        return _digest(folder / filename, state.st_mtime_ns, state.st_size)
    except OSError:
        return None


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
