"""What its contents name and browsers keep for a year: built code (compressed) and photos."""

import re
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import BUILT, client_asset, client_assets
from voting.services import reading
from voting.views.common import FOR_A_MINUTE, FOR_EVER, instance, lasting

_DIGEST = re.compile("[0-9a-f]{64}")

assets = Blueprint("assets", __name__)

_ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))  # the smaller first


@assets.get("/static/built/<file>")
@access.public
def built(file: str) -> ResponseReturnValue:
    """Give a built file in the best encoding that the browser takes."""
    if file not in {asset.file for asset in client_assets().values()}:
        abort(404)
    return lasting(_answer(file), FOR_EVER)


@assets.get("/verifier.html")
@access.public
def verifier() -> ResponseReturnValue:
    """Give the verifier as a file to keep: one page that runs from disk, without this server."""
    return lasting(_answer(client_asset("verifier").file), FOR_A_MINUTE)


def _answer(file: str) -> Response:
    """Answer with a built file; a page is saved, never shown under this server's name."""
    encoding, suffix = _best_encoding()
    content = (BUILT / f"{file}{suffix}").read_bytes()
    is_page = file.endswith(".html")
    response = Response(content, mimetype="text/html" if is_page else "text/javascript")
    if is_page:
        response.headers["Content-Disposition"] = f'attachment; filename="tinnhiem-{file}"'
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response


@assets.get("/photos/<digest>.jpg")
@access.public
def photo(digest: str) -> ResponseReturnValue:
    """Give the photo of a person; its address is its contents' SHA-256, which cannot change."""
    if not _DIGEST.fullmatch(digest):
        abort(404)
    return lasting(
        Response(reading.read_photo(instance(), digest), mimetype="image/jpeg"), FOR_EVER
    )


def _best_encoding() -> tuple[str, str]:
    taken = request.accept_encodings
    return next(((name, end) for name, end in _ENCODINGS if taken.quality(name) > 0), ("", ""))
