"""What its contents name and browsers keep for a year: built code (compressed) and photos."""

import re
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import BUILT, client_assets
from voting.services import reading
from voting.views.common import instance

_DIGEST = re.compile("[0-9a-f]{64}")

assets = Blueprint("assets", __name__)

_YEAR: Final = 365 * 24 * 3600
_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))  # the smaller first


@assets.get("/static/built/<file>")
@access.public
def built(file: str) -> ResponseReturnValue:
    """Give a built file in the best encoding that the browser takes."""
    if file not in {asset.file for asset in client_assets().values()}:
        abort(404)
    encoding, suffix = _best_encoding()
    content = (BUILT / f"{file}{suffix}").read_bytes()
    response = Response(content, mimetype="text/javascript")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@assets.get("/photos/<digest>.jpg")
@access.public
def photo(digest: str) -> ResponseReturnValue:
    """Give the photo of a person; its address is its contents' SHA-256, which cannot change."""
    if not _DIGEST.fullmatch(digest):
        abort(404)
    response = Response(reading.read_photo(instance(), digest), mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def _best_encoding() -> tuple[str, str]:
    taken = request.accept_encodings
    return next(((name, end) for name, end in _ENCODINGS if taken.quality(name) > 0), ("", ""))
