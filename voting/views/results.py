"""The result as a picture."""

from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.documents.pictures import png_of
from voting.services import reading
from voting.services.results import published_result
from voting.views.chart import picture as placed
from voting.views.common import instance
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


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=_KINDS[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
