"""Preparing a conference: the path with its lights, each step, undo, clone, freezing."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import client_asset
from voting.documents.office import Speech
from voting.documents.rulings import settings_in_words
from voting.documents.runsheet import run_sheet_pdf
from voting.doorkeeper import current, now
from voting.headers import DESK_POLICY
from voting.language import language
from voting.plan.own_rules import names_of, said_of
from voting.plan.steps import Light, Step
from voting.planning import ONE_SITE
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.rules.profile import load_profile
from voting.services import discarding
from voting.services import drafts as service
from voting.services.documents import mark_of
from voting.services.freezing import freeze_draft
from voting.views.common import instance
from voting.views.desk_words import desk_words
from voting.views.draft_forms import problems_of, read_form
from voting.views.draft_words import LIGHTS, PROFILES, STEPS
from voting.views.words import day, said

drafts = Blueprint("drafts", __name__, url_prefix="/desk/drafts")

WRITERS: Final = (Role.ADMINISTRATOR, Role.ORGANIZER)
READERS: Final = (*WRITERS, Role.AUDITOR)
ORDER: Final = tuple(Step)


@drafts.context_processor
def words() -> dict[str, Any]:
    """Give the templates the words of the path."""
    may_write = desk_words()["who"] is not None and current().role in WRITERS
    more = {"STEPS": STEPS, "LIGHTS": LIGHTS, "Step": Step, "Light": Light, "ORDER": ORDER}
    more |= {"asset": client_asset, "PROFILES": PROFILES, "own_rules": names_of}
    own = {"may_write": may_write, "ONE_SITE": ONE_SITE, "day_of": _day_of}
    return {**desk_words(), **more, **own}


@drafts.post("/")
@access.only(*WRITERS)
def begin() -> ResponseReturnValue:
    """Begin a preparation."""
    number = service.begin_draft(instance(), current(), now=now())
    return redirect(url_for("drafts.step", number=number, name=ORDER[0].value), 303)


@drafts.get("/<int:number>")
@access.only(*READERS)
def path(number: int) -> ResponseReturnValue:
    """Show every step with its light."""
    return render_template("desk/draft.html", draft=service.read_draft(instance(), number))


@drafts.get("/<int:number>/<name>")
@access.only(*READERS)
def step(number: int, name: str) -> ResponseReturnValue:
    """Show a step."""
    draft = service.read_draft(instance(), number)
    return step_page(draft, step_named(name), draft.document)


@drafts.post("/<int:number>/<name>")
@access.only(*WRITERS)
def save(number: int, name: str) -> ResponseReturnValue:
    """Save a step and go on to the next."""
    draft, here = service.read_draft(instance(), number), step_named(name)
    values = read_form(here, request.form, draft.document)
    typed, mark = {**draft.document, **values}, request.form.get("mark", "")
    if "more" in request.form:
        return step_page(draft, here, typed, more=5, mark=mark)
    problems = [said(each) for each in problems_of(values)]
    if problems:
        return step_page(draft, here, typed, problems, mark=mark), 422
    try:
        service.change_draft(instance(), current(), number, here, values, mark=mark, now=now())
    except VotingRefused as error:
        answer = answer_to(error)
        return step_page(draft, here, typed, [answer.message(language())]), answer.status
    return redirect(_after(number, here), 303)


@drafts.get("/<int:number>/history")
@access.only(*READERS)
def history(number: int) -> ResponseReturnValue:
    """Show who changed what and when."""
    lines = service.read_history(instance(), number)
    draft = service.read_draft(instance(), number)
    return render_template("desk/history.html", draft=draft, lines=lines)


@drafts.post("/<int:number>/undo")
@access.only(*WRITERS)
def undo(number: int) -> ResponseReturnValue:
    """Take the last change back."""
    service.step_back(instance(), number, -1)
    return redirect(url_for("drafts.path", number=number), 303)


@drafts.post("/<int:number>/redo")
@access.only(*WRITERS)
def redo(number: int) -> ResponseReturnValue:
    """Do again what was taken back."""
    service.step_back(instance(), number, 1)
    return redirect(url_for("drafts.path", number=number), 303)


@drafts.post("/<int:number>/clone")
@access.only(*WRITERS)
def clone(number: int) -> ResponseReturnValue:
    """Begin another preparation from this one, perhaps as its rehearsal."""
    is_rehearsal = "rehearsal" in request.form
    made = service.clone_draft(instance(), current(), number, is_rehearsal=is_rehearsal, now=now())
    return redirect(url_for("drafts.path", number=made), 303)


@drafts.get("/<int:number>/throw-away")
@access.only(*WRITERS)
def discard(number: int) -> ResponseReturnValue:
    """Ask whether a preparation is really to be thrown away."""
    return _discard(service.read_draft(instance(), number))


@drafts.post("/<int:number>/throw-away")
@access.only(*WRITERS)
def throw_away(number: int) -> ResponseReturnValue:
    """Throw a preparation away."""
    is_confirmed = "sure" in request.form
    try:
        discarding.throw_away(instance(), current(), number, is_confirmed=is_confirmed, now=now())
    except VotingRefused as error:
        return _refused(number, _discard, error)
    return redirect(url_for("own.home"), 303)


@drafts.post("/of/<conference:uuid>")
@access.only(*WRITERS)
def clone_conference(uuid: str) -> ResponseReturnValue:
    """Begin a preparation from an earlier conference."""
    number = service.clone_conference(instance(), current(), uuid, now=now())
    return redirect(url_for("drafts.path", number=number), 303)


@drafts.get("/<int:number>/freeze")
@access.only(*READERS)
def review(number: int) -> ResponseReturnValue:
    """Show everything once more before it is frozen."""
    return _review(service.read_draft(instance(), number))


@drafts.post("/<int:number>/freeze")
@access.only(*WRITERS)
def freeze(number: int) -> ResponseReturnValue:
    """Freeze a preparation; show the members' links once."""
    try:
        frozen = freeze_draft(instance(), current(), number, now=now())
    except VotingRefused as error:
        return _refused(number, _review, error)
    base = (frozen.definition.address or request.host_url).rstrip("/")
    response = Response(render_template("desk/frozen.html", frozen=frozen, base=base))
    response.headers["Content-Security-Policy"] = DESK_POLICY
    return response


@drafts.get("/<int:number>/run-sheet.pdf")
@access.only(*READERS)
def run_sheet(number: int) -> ResponseReturnValue:
    """Give the sheet of the day, with times and names to fill in."""
    document = service.read_draft(instance(), number).document
    return Response(run_sheet_pdf(document, language()), mimetype="application/pdf")


def step_page(
    draft: service.DraftView,
    here: Step,
    values: Any,
    problems: Any = (),
    *,
    more: int = 0,
    mark: str = "",
) -> str:
    """Show a step with values, as they are kept or as they were typed.

    mark: of the step as it was when the form was opened; by default as it is now.
    """
    return render_template(
        "desk/step.html",
        draft=draft,
        step=here,
        values=values,
        problems=problems,
        more=more,
        mark=mark or mark_of(draft.document, here),
        profiles=[load_profile(one) for one in PROFILES] if here is Step.RULES else (),
    )


def _refused(
    number: int, show: Callable[[service.DraftView, str], str], error: VotingRefused
) -> ResponseReturnValue:
    """Show a page again with why it was refused."""
    if error.refusal is Refusal.UNKNOWN_DRAFT:
        raise error
    answer, draft = answer_to(error), service.read_draft(instance(), number)
    return show(draft, answer.message(language())), answer.status


def _discard(draft: service.DraftView, problem: str | None = None) -> str:
    """Ask whether a draft is really to be thrown away."""
    return render_template("desk/discard.html", draft=draft, problem=problem)


def _review(draft: service.DraftView, problem: str | None = None) -> str:
    """Show everything of a draft, and what its rules take as certain that the text leaves open."""
    chosen, own = draft.document.get("profile"), draft.document.get("rules", {})
    open_ = () if chosen not in PROFILES else load_profile(chosen).uncertain
    unsure = [one for one in open_ if one.partition(".")[0] not in own]
    words = settings_in_words(unsure, Speech(language()))
    decided = said_of(load_profile(chosen), own) if own and chosen in PROFILES else []
    return render_template(
        "desk/freeze.html", draft=draft, problem=problem, unsure=words, decided=decided
    )


def _day_of(iso: str | None) -> str:
    """Write the date of a draft, which stands in it as 2026-12-08."""
    return day(date.fromisoformat(iso)) if iso else ""


def step_named(name: str) -> Step:
    """Return a step by its name. Raises VotingRefused NOT_FOUND."""
    try:
        return Step(name)
    except ValueError as error:
        raise VotingRefused(Refusal.NOT_FOUND) from error


def _after(number: int, here: Step) -> str:
    """Return where one goes on after a step: to the next, and at the end to the path."""
    place = ORDER.index(here) + 1
    if place == len(ORDER) or "stay" in request.form:
        return url_for("drafts.path", number=number)
    return url_for("drafts.step", number=number, name=ORDER[place].value)
