"""People with power: the list, adding and changing them; the private journal."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current, now
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.services import accounts, acts
from voting.services.accounts import Linked
from voting.views.common import instance
from voting.views.desk_words import desk_words

people = Blueprint("people", __name__, url_prefix="/desk")
people.context_processor(desk_words)

READERS: Final = (Role.ADMINISTRATOR, Role.AUDITOR)


@people.get("/people")
@access.only(*READERS)
def everybody() -> ResponseReturnValue:
    """Show everybody with power."""
    found = accounts.list_accounts(instance())
    return render_template("desk/people.html", people=found)


@people.get("/people/new")
@access.only(Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Ask for somebody's name and role."""
    return render_template("desk/person.html", typed={})


@people.post("/people/new")
@access.only(Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add somebody and show their one-time link."""
    typed = request.form
    try:
        linked = accounts.add_account(
            instance(), current(), typed.get("name", ""), _role(), typed.get("site", ""), now=now()
        )
    except VotingRefused as error:
        return _again(error)
    return _linked(linked)


@people.get("/people/<int:number>")
@access.only(Role.ADMINISTRATOR)
def person(number: int) -> ResponseReturnValue:
    """Show what can be changed about somebody."""
    return render_template("desk/person.html", person=_person(number), typed={})


@people.post("/people/<int:number>/role")
@access.only(Role.ADMINISTRATOR)
def change_role(number: int) -> ResponseReturnValue:
    """Give somebody another role."""
    site = request.form.get("site", "")
    try:
        accounts.change_role(instance(), current(), number, _role(), site, now=now())
    except VotingRefused as error:
        return _again(error, number)
    return redirect(url_for("people.everybody"), 303)


@people.post("/people/<int:number>/reset")
@access.only(Role.ADMINISTRATOR)
def reset(number: int) -> ResponseReturnValue:
    """Make somebody's passphrase void and show their one-time link."""
    try:
        linked = accounts.reset_passphrase(instance(), current(), number, now=now())
    except VotingRefused as error:
        return _again(error, number)
    return _linked(linked)


@people.post("/people/<int:number>/disable")
@access.only(Role.ADMINISTRATOR)
def disable(number: int) -> ResponseReturnValue:
    """Let somebody not log in any more."""
    return _set_disabled(number, True)


@people.post("/people/<int:number>/enable")
@access.only(Role.ADMINISTRATOR)
def enable(number: int) -> ResponseReturnValue:
    """Let somebody log in again."""
    return _set_disabled(number, False)


@people.get("/journal")
@access.only(*READERS)
def journal() -> ResponseReturnValue:
    """Show the private journal."""
    return render_template("desk/journal.html", lines=acts.read_acts(instance()))


def _set_disabled(number: int, is_disabled: bool) -> ResponseReturnValue:
    try:
        accounts.set_disabled(instance(), current(), number, is_disabled, now=now())
    except VotingRefused as error:
        return _again(error, number)
    return redirect(url_for("people.everybody"), 303)


def _role() -> Role:
    """Return the role that was chosen. Raises VotingRefused BAD_REQUEST."""
    try:
        return Role(request.form.get("role", ""))
    except ValueError as error:
        raise VotingRefused(Refusal.BAD_REQUEST) from error


def _person(number: int) -> accounts.AccountView:
    return accounts.read_account(instance(), number)


def _again(error: VotingRefused, number: int | None = None) -> ResponseReturnValue:
    """Show the form again with what was typed and what is wrong."""
    answer = answer_to(error)
    page = render_template(
        "desk/person.html",
        person=None if number is None else _person(number),
        typed=request.form,
        problem=answer.message(language()),
    )
    return page, answer.status


def _linked(linked: Linked) -> ResponseReturnValue:
    """Show a one-time link, once."""
    address = f"{url_for('door.link', _external=True)}#{linked.secret}"
    return render_template("desk/linked.html", name=linked.name, address=address)
