"""The log for outside tools: C2SP checkpoint, tiles and policy; receipts; what witnesses send."""

from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.services import evidence, reading, witnesses
from voting.services.journal import read_journal
from voting.views.common import for_a_second, instance

log = Blueprint("log", __name__, url_prefix="/c/<conference:uuid>")

MAX_NOTE: Final = 16 * 1024
_TEXT: Final = "text/plain; charset=utf-8"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FOR_NOW: Final = "public, max-age=1"


@log.get("/log")
@access.public
def journal(uuid: str) -> ResponseReturnValue:
    """Show what happened, entry by entry, in plain words."""
    view = reading.read_conference(instance(), uuid)
    found = read_journal(instance(), uuid)
    return for_a_second(render_template("journal.html", view=view, journal=found))


@log.get("/log/checkpoint")
@access.public
def checkpoint(uuid: str) -> ResponseReturnValue:
    """Give the newest checkpoint with the cosignatures that it has so far."""
    return _text(evidence.read_checkpoint(instance(), uuid), _FOR_NOW)


@log.get("/log/checkpoint.cosigned")
@access.public
def cosigned(uuid: str) -> ResponseReturnValue:
    """Give the newest checkpoint that satisfies the policy."""
    return _text(evidence.read_cosigned(instance(), uuid), _FOR_NOW)


@log.get("/log/policy")
@access.public
def policy(uuid: str) -> ResponseReturnValue:
    """Give the policy: the log's key, the witnesses, how many must cosign."""
    return _text(evidence.read_policy(instance(), uuid), "public, max-age=60")


@log.get("/log/<path:path>")
@access.public
def tile(uuid: str, path: str) -> ResponseReturnValue:
    """Give a tile of hashes or a bundle of entries; it never changes."""
    content = evidence.read_tile(instance(), uuid, path)
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@log.post("/log/cosignatures")
@access.public
def cosign(uuid: str) -> ResponseReturnValue:
    """Take the cosignatures of known witnesses under a checkpoint of this log."""
    witnesses.accept_cosignatures(instance(), uuid, _body())
    return "", 204


@log.post("/log/witnesses")
@access.public
def join(uuid: str) -> ResponseReturnValue:
    """Take up a witness whom the plan did not name, by its verification key."""
    witnesses.join(instance(), uuid, _body())
    return "", 204


@log.get("/log/witnesses")
@access.public
def list_witnesses(uuid: str) -> ResponseReturnValue:
    """Give the witnesses and what each saw last."""
    found = witnesses.list_witnesses(instance(), uuid)
    return [
        {"name": w.name, "key": w.key, "named": w.is_named, "size": w.size, "time": w.time}
        for w in found
    ]


@log.get("/<conference:name>.tlog")
@access.public
def whole(uuid: str, name: str) -> ResponseReturnValue:
    """Give the log as one file: every entry, then the newest checkpoint."""
    if name != uuid:
        abort(404)
    pieces = evidence.read_log_file(instance(), uuid)
    response = Response(pieces, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{uuid}.tlog"'
    return response


def _text(content: str, caching: str) -> Response:
    response = Response(content, content_type=_TEXT)
    response.headers["Cache-Control"] = caching
    return response


def _body() -> str:
    request.max_content_length = MAX_NOTE
    return request.get_data().decode("utf-8", errors="replace")
