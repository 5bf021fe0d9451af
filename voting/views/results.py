"""The result as a picture, and beside the results of earlier years."""

from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.documents.pictures import png_of
from voting.findings import FindingsError
from voting.language import language
from voting.services import reading
from voting.services.comparing import earlier_rounds, round_of
from voting.services.results import ConferenceResult, published_result
from voting.tables.rounds import Round
from voting.views.chart import picture as placed
from voting.views.common import instance
from voting.views.compare_page import MAX_BYTES, MAX_ROUNDS, comparison, rounds_in, signed
from voting.views.picture_words import sentences
from voting.views.result_page import result_page
from voting.views.words import said

results = Blueprint("results", __name__, url_prefix="/c/<conference:uuid>")

_KINDS: Final = {"svg": "image/svg+xml", "png": "image/png"}


@results.get("/result.<any(svg, png):kind>")
@access.public
def picture(uuid: str, kind: str) -> ResponseReturnValue:
    """Give the bars of the result page as one picture, SVG or PNG, in the same order."""
    view = reading.read_conference(instance(), uuid)
    page = result_page(published_result(instance(), uuid), request.args)
    columns = [said(level) for level in page.profile.levels]
    drawn = placed(view, page, sentences(view, page), columns)
    svg = render_template("result.svg", picture=drawn)
    return _file(png_of(svg) if kind == "png" else svg.encode(), kind, f"{uuid}-result")


@results.get("/result/compare")
@access.public
def compare(uuid: str) -> ResponseReturnValue:
    """Show the result beside those of earlier conferences on this server."""
    own = published_result(instance(), uuid)
    return _compared(uuid, own, [])


@results.post("/result/compare")
@access.public
def compare_tables(uuid: str) -> ResponseReturnValue:
    """Show the result beside those of published tables; nothing of them is kept."""
    request.max_content_length = request.max_form_memory_size = MAX_BYTES
    own = published_result(instance(), uuid)
    levels, rounds = own.definition.profile.levels, list[Round]()
    try:
        for chosen in request.files.getlist("file")[:MAX_ROUNDS]:
            rounds += rounds_in(chosen.read(), name=chosen.filename or "", levels=levels)
    except FindingsError as error:
        return _compared(uuid, own, [], error.sentences(language())), 422
    return _compared(uuid, own, rounds)


def _compared(
    uuid: str, own: ConferenceResult, tables: list[Round], wrong: list[str] | None = None
) -> str:
    """Make the page: this result, the conferences asked for, the tables given."""
    view, known = reading.read_conference(instance(), uuid), earlier_rounds(instance(), uuid)
    asked = [one for one in request.values.getlist("with") if one in known][:MAX_ROUNDS]
    others = [round_of(published_result(instance(), one)) for one in dict.fromkeys(asked)]
    rounds = [round_of(own), *others, *tables]
    page = comparison(own, rounds, request.values.get("base", ""))
    told = {"page": page, "known": known, "asked": asked, "signed": signed, "wrong": wrong}
    return render_template("compare.html", view=view, has_tables=bool(tables), **told)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=_KINDS[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
