"""The documents of a published conference: what there is, its SHA-256, one by one or as one zip.

Each is made from the log when it is asked for; nothing is kept. The sealed slips are for the two
who hand them on, the organizer and the chair.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from ballots.errors import Sentence
from voting import access
from voting.documents.papers import SLIPS, Document, all_made, documents, every_paper, slips
from voting.doorkeeper import current
from voting.findings import Language
from voting.language import language
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.minutes import read_account
from voting.services.reading import read_conference
from voting.views.common import instance
from voting.views.desk_words import desk_words
from voting.views.drafts import READERS

papers = Blueprint("papers", __name__, url_prefix="/desk/conferences/<conference:uuid>/papers")

GIVEN_TO: Final = (*READERS, Role.CHAIR, Role.COMMITTEE)
HAND_ON: Final = (Role.ORGANIZER, Role.CHAIR)  # whom the sealed slips are given to
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: Final = {"pdf": "application/pdf", "docx": _DOCX, "xlsx": _XLSX, "csv": "text/csv"}
_ENDINGS: Final[dict[str, Language]] = {".vi": "vi", ".en": "en"}


@dataclass(frozen=True, slots=True)
class Line:
    """A document of the list. digest: SHA-256 of its file. size: bytes."""

    name: str
    what: Sentence
    digest: str
    size: int


@papers.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of the desk."""
    role = None if desk_words()["who"] is None else current().role
    return {**desk_words(), "may_hand_on": role in HAND_ON}


@papers.get("")
@access.only(*GIVEN_TO)
def show(uuid: str) -> ResponseReturnValue:
    """List the documents in the language of the page."""
    return _page("papers", uuid, documents(read_account(instance(), uuid), language()))


@papers.get("/<name>")
@access.only(*GIVEN_TO)
def one(uuid: str, name: str) -> ResponseReturnValue:
    """Give one document."""
    return _given(documents(read_account(instance(), uuid), _language_of(name)), name)


@papers.get("/all.zip")
@access.only(*GIVEN_TO)
def everything(uuid: str) -> ResponseReturnValue:
    """Give all in one file; the slips only to whoever hands them on."""
    account, packed = read_account(instance(), uuid), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in every_paper(account, language(), with_slips=current().role in HAND_ON):
            archive.writestr(file.name, file.content)
    return _file(packed.getvalue(), "application/zip", f"{uuid}.zip")


@papers.get("/slips")
@access.only(*HAND_ON)
def list_slips(uuid: str) -> ResponseReturnValue:
    """List the sealed slips in the language of the page."""
    return _page("slips", uuid, slips(read_account(instance(), uuid), language()))


@papers.get("/slips/<name>")
@access.only(*HAND_ON)
def one_slip(uuid: str, name: str) -> ResponseReturnValue:
    """Give one sealed slip."""
    found = slips(read_account(instance(), uuid), _language_of(name))
    return _given(found, f"{SLIPS}/{name}")


def _page(template: str, uuid: str, found: Iterable[Document]) -> str:
    lines = [_line(one, made) for one, made in all_made(found)]
    view = read_conference(instance(), uuid)
    return render_template(f"desk/{template}.html", view=view, lines=lines)


def _line(document: Document, made: bytes) -> Line:
    name = document.name.rpartition("/")[2]
    return Line(name, document.what, hashlib.sha256(made).hexdigest(), len(made))


def _language_of(name: str) -> Language:
    """Return the language that a file's name tells. Raises VotingRefused NOT_FOUND."""
    stem = name.rpartition(".")[0]
    if stem[-3:] not in _ENDINGS:
        raise VotingRefused(Refusal.NOT_FOUND)
    return _ENDINGS[stem[-3:]]


def _given(found: Iterable[Document], name: str) -> Response:
    document = next((one for one in found if one.name == name), None)
    if document is None:
        raise VotingRefused(Refusal.NOT_FOUND)
    file = name.rpartition("/")[2]
    return _file(document.make(), _KINDS[file.rpartition(".")[2]], file)


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=disposition)
