"""Lists of a preparation: looked at row by row, then taken; people one by one; their photos."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current, now
from voting.language import language
from voting.plan.preview import KINDS, Preview, preview_file, preview_text
from voting.plan.refusals import PlanRefused
from voting.plan.steps import Step
from voting.plan.unheaded import with_headings
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.services import drafts as service
from voting.services import listing
from voting.views.common import instance
from voting.views.drafts import READERS, WRITERS, words
from voting.views.words import said

lists = Blueprint("lists", __name__, url_prefix="/desk/drafts/<int:number>")
lists.context_processor(words)

MOST: Final = 6 << 20  # bytes: a list of 5 MB, and the fields around it
MOST_PHOTOS: Final = 64 << 20


@lists.post("/lists/<name>/check")
@access.only(*WRITERS)
@access.larger(MOST)
def check(number: int, name: str) -> ResponseReturnValue:
    """Show what would become of a list; nothing is changed."""
    return _shown(number, _listed(name), _sent(_listed(name)))


@lists.post("/lists/<name>/take")
@access.only(*WRITERS)
@access.larger(MOST)
def take(number: int, name: str) -> ResponseReturnValue:
    """Take a list, in place of the one that is there or after it."""
    step, seen = _listed(name), _sent(_listed(name))
    if not seen.is_sound:
        return _shown(number, step, seen)
    try:
        after = request.form.get("how") == "append"
        listing.take_list(instance(), current(), number, step, seen.taken, after=after, now=now())
    except listing.ListRefused as error:
        return _shown(number, step, seen, problems=[said(each) for each in error.sentences])
    except VotingRefused as error:
        return _shown(number, step, seen, error)
    return redirect(url_for("drafts.step", number=number, name=name), 303)


@lists.post("/lists/<name>/drop")
@access.only(*WRITERS)
def drop(number: int, name: str) -> ResponseReturnValue:
    """Take a whole list out again; undo brings it back."""
    step = _listed(name)
    change = {step.value: None}
    service.change_draft(instance(), current(), number, step, change, now=now())
    return redirect(url_for("drafts.step", number=number, name=name), 303)


@lists.get("/people/<int:row>")
@access.only(*READERS)
def person(number: int, row: int) -> ResponseReturnValue:
    """Show one person; the row after the last is a new one."""
    draft = service.read_draft(instance(), number)
    return _person(draft, row, listing.person_at(draft.document, row))


@lists.post("/people/<int:row>")
@access.only(*WRITERS)
@access.larger(MOST)
def change_person(number: int, row: int) -> ResponseReturnValue:
    """Change, move, add or remove one person."""
    draft, typed = service.read_draft(instance(), number), request.form.to_dict()
    photo = request.files.get("photo")
    try:
        content = photo.read() if photo else b""
        listing.change_person(instance(), current(), number, row, typed, content, now=now())
    except listing.ListRefused as error:
        return _person(draft, row, typed, [said(each) for each in error.sentences]), 422
    except VotingRefused as error:
        answer = answer_to(error)
        return _person(draft, row, typed, [answer.message(language())]), answer.status
    return redirect(url_for("drafts.step", number=number, name="people"), 303)


@lists.post("/photos")
@access.only(*WRITERS)
@access.larger(MOST_PHOTOS)
def photos(number: int) -> ResponseReturnValue:
    """Take photos, each for the person whose list names it."""
    given = {one.filename or "": one.read() for one in request.files.getlist("photos")}
    try:
        listing.take_photos(instance(), current(), number, given, now=now())
    except listing.ListRefused as error:
        draft = service.read_draft(instance(), number)
        problems = [said(each) for each in error.sentences]
        page = render_template("desk/photos.html", draft=draft, problems=problems)
        return page, 422
    return redirect(url_for("drafts.step", number=number, name="people"), 303)


def _listed(name: str) -> Step:
    """Return the step of a list. Raises VotingRefused NOT_FOUND."""
    found = next((step for step in KINDS if step.value == name), None)
    if found is None:
        raise VotingRefused(Refusal.NOT_FOUND)
    return found


def _sent(step: Step) -> Preview:
    """Look at what was sent: a file if there is one, else the text."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return preview_file(step, file.read(), filename=file.filename)
    name = "nội dung đã dán" if language() == "vi" else "what was pasted"
    return preview_text(step, _headed(request.form.get("text", ""), name), name=name)


def _headed(text: str, name: str) -> str:
    """Return the text, with a row of headings if its columns were chosen."""
    columns = request.form.getlist("column")
    try:
        skips = "first" in request.form
        return with_headings(text, columns, in_place=skips, name=name) if columns else text
    except PlanRefused:  # the preview says why
        return text


def _shown(
    number: int,
    step: Step,
    seen: Preview,
    error: VotingRefused | None = None,
    *,
    problems: Sequence[str] = (),
) -> ResponseReturnValue:
    answer = None if error is None else answer_to(error)
    draft = service.read_draft(instance(), number)
    page = render_template(
        "desk/preview.html",
        draft=draft,
        step=step,
        seen=seen,
        is_headed="column" in request.form and "first" not in request.form,
        problem=answer and answer.message(language()),
        problems=problems,
    )
    return page, answer.status if answer else 422 if problems else 200


def _person(
    draft: service.DraftView, row: int, typed: dict[str, str], problems: object = ()
) -> str:
    return render_template(
        "desk/one_person.html", draft=draft, row=row, typed=typed, problems=problems
    )
