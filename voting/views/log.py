"""The log for outside tools: C2SP checkpoint, tiles and policy; receipts; what witnesses send."""

from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.services import evidence, reading, witnesses
from voting.services.journal import read_journal
from voting.views.common import (
    FOR_A_MINUTE,
    FOR_A_SECOND,
    FOR_EVER,
    for_a_second,
    instance,
    lasting,
)

log = Blueprint("log", __name__, url_prefix="/c/<conference:uuid>")

MAX_NOTE: Final = 16 * 1024
_TEXT: Final = "text/plain; charset=utf-8"


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
    return _text(evidence.read_checkpoint(instance(), uuid), FOR_A_SECOND)


@log.get("/log/checkpoint.cosigned")
@access.public
def cosigned(uuid: str) -> ResponseReturnValue:
    """Give the newest checkpoint that satisfies the policy."""
    return _text(evidence.read_cosigned(instance(), uuid), FOR_A_SECOND)


@log.get("/log/checkpoint.cosigned-by/<key_id>")
@access.public
def cosigned_by(uuid: str, key_id: str) -> ResponseReturnValue:
    """Give the newest checkpoint that one witness cosigned."""
    return _text(evidence.read_cosigned_by(instance(), uuid, key_id), FOR_A_SECOND)


@log.get("/log/policy")
@access.public
def policy(uuid: str) -> ResponseReturnValue:
    """Give the policy: the log's key, the witnesses, how many must cosign."""
    return _text(evidence.read_policy(instance(), uuid), FOR_A_MINUTE)


@log.get("/log/<path:path>")
@access.public
def tile(uuid: str, path: str) -> ResponseReturnValue:
    """Give a tile of hashes or a bundle of entries; it never changes."""
    content = evidence.read_tile(instance(), uuid, path)
    return lasting(Response(content, mimetype="application/octet-stream"), FOR_EVER)


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
    return lasting(Response(content, content_type=_TEXT), caching)


def _body() -> str:
    request.max_content_length = MAX_NOTE
    return request.get_data().decode("utf-8", errors="replace")
