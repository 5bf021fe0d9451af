"""Pages for everyone: the list, a conference, its board, its result, its record."""

import hashlib

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import page_digests
from voting.services import books, reading, results, sittings
from voting.services.oversight import read_oversight
from voting.views.common import for_a_second, instance, receipt_file
from voting.views.result_page import result_page
from voting.views.sittings import sitting_page

board = Blueprint("board", __name__)


@board.get("/")
@access.public
def index() -> ResponseReturnValue:
    """Show the list of conferences."""
    conferences = reading.list_conferences(instance())
    return for_a_second(render_template("index.html", conferences=conferences))


@board.get("/c/<conference:uuid>/")
@access.public
def home(uuid: str) -> ResponseReturnValue:
    """Show a conference: state, turnout, people, fingerprint, how to verify; or a sitting."""
    sitting = sittings.find_sitting(instance(), uuid)
    if sitting is not None:
        return for_a_second(sitting_page(sitting))
    view = reading.read_conference(instance(), uuid)
    digests = page_digests()
    if "receipt-check" in digests:  # as this conference gives it, its key and witnesses inside
        digests["receipt-check"] = hashlib.sha256(receipt_file(view).encode()).hexdigest()
    told = {"view": view, "digests": digests, "addenda": books.read_addenda(instance(), uuid)}
    return for_a_second(render_template("home.html", **told))


@board.get("/c/<conference:uuid>/board")
@access.public
def trackers(uuid: str) -> ResponseReturnValue:
    """Show the trackers in the order of the log, or those that a search finds."""
    page = request.args.get("page", 1, type=int)
    search = request.args.get("q", "")
    view = reading.read_conference(instance(), uuid)
    found = reading.read_board(instance(), uuid, page=page, search=search)
    seen = read_oversight(instance(), uuid)
    told = {"view": view, "found": found, "oversight": seen, "typed": search[:200]}
    made = render_template("board.html", **told)
    return made if search else for_a_second(made)


@board.get("/c/<conference:uuid>/result")
@access.public
def result(uuid: str) -> ResponseReturnValue:
    """Show the published result, or its counts under another regulation, in the order asked."""
    view = reading.read_conference(instance(), uuid)
    published = results.published_result(instance(), uuid)
    page = result_page(published, request.args)
    return for_a_second(render_template("result.html", view=view, result=published, page=page))


@board.get("/c/<conference:uuid>/<conference:name>.bel")
@access.public
def record(uuid: str, name: str) -> ResponseReturnValue:
    """Give the record, as far as it is public, piece by piece."""
    if name != uuid:
        abort(404)
    place, pieces = reading.read_record(instance(), uuid)
    response = Response(pieces, mimetype="application/x-tar")
    response.content_length = place.size
    response.set_etag(f"{place.digest}-{place.last}")
    response.headers["Content-Disposition"] = f'attachment; filename="{uuid}.bel"'
    response.cache_control.no_cache = True
    return response.make_conditional(request)
