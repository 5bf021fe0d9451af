"""Published tables: a page for the press and for auditors that judges one and keeps nothing."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.findings import FindingsError
from voting.language import language
from voting.tables.pasted import MAX_BYTES, NUMBERS, check_pasted
from voting.views.table_page import table_page

tables = Blueprint("tables", __name__)


@tables.get("/table")
@access.public
def ask() -> ResponseReturnValue:
    """Ask for a published table."""
    return render_template("table.html", typed={}, text="")


@tables.post("/table")
@access.public
def check() -> ResponseReturnValue:
    """Judge a published table, pasted or chosen as a file; nothing of it is kept."""
    request.max_content_length = request.max_form_memory_size = MAX_BYTES
    text, chosen = request.form.get("text", ""), request.files.get("file")
    typed = {name: request.form.get(name, "") for name in NUMBERS}
    data = text.encode() if text.strip() or chosen is None else chosen.read()
    try:
        page = table_page(check_pasted(data, typed))
    except FindingsError as error:
        wrong = error.sentences(language())
        return render_template("table.html", typed=typed, text=text, wrong=wrong), 422
    return render_template("table.html", typed=typed, text=text, page=page)
