"""The day: sites, batches of cards, handing out, exchanging, making void; the account of it all."""

from collections.abc import Callable

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services import card_account, card_desk, sharing_out, sites, taking_over
from voting.services.accounts import require_site
from voting.services.card_account import read_card_account
from voting.services.card_desk import Counted
from voting.services.scanned import public_lines, wrong_cards
from voting.services.sessions import Who
from voting.services.site_turnout import read_site_turnout
from voting.views.common import instance
from voting.views.day_parts import DOES, SEES, day_page, number_in, typed
from voting.views.desk_words import desk_words

cards = Blueprint("cards", __name__, url_prefix="/desk/conferences/<conference:uuid>")
cards.context_processor(desk_words)


@cards.get("/cards")
@access.only(*SEES, Role.COMMITTEE)
def show(uuid: str) -> ResponseReturnValue:
    """Show the account of the cards, the sites and what each was given."""
    return _overview(uuid)


@cards.get("/cards/figures")
@access.only(*SEES, Role.COMMITTEE, Role.CHAIR)
def figures(uuid: str) -> ResponseReturnValue:
    """Give the figures that an open page asks for every two seconds."""
    account = read_card_account(instance(), uuid)
    sums = [{"verdict": one.verdict, "difference": one.difference} for one in account.equations]
    names = ("printed", "issued", "handed_out", "void", "cast", "outstanding", "at_desks")
    told = {name: getattr(account, name) for name in names}
    by_site = read_site_turnout(instance(), uuid, current()).least
    told |= {f"site_{number}": least for number, least in by_site.items()}
    return jsonify(state=account.state.value, sums=sums, **told)


@cards.post("/sites")
@access.only(Role.ORGANIZER)
def add_site(uuid: str) -> ResponseReturnValue:
    """Add a site."""
    return _done(uuid, lambda: sites.add_site(instance(), uuid, typed("name")))


@cards.post("/batches")
@access.only(Role.ORGANIZER)
def give(uuid: str) -> ResponseReturnValue:
    """Note that a desk was given cards."""

    def give() -> None:
        first = number_in("first") if typed("first") else None
        sites.give_batch(instance(), uuid, number_in("site"), number_in("count"), first)

    return _done(uuid, give)


@cards.post("/batches/planned")
@access.only(Role.ORGANIZER)
def give_planned(uuid: str) -> ResponseReturnValue:
    """Note that every desk was given the cards that the plan says."""
    return _done(uuid, lambda: sharing_out.give_planned(instance(), uuid))


@cards.post("/cards/take-over")
@access.only(Role.ORGANIZER)
def take_over(uuid: str) -> ResponseReturnValue:
    """Take over what the desks handed out for the sitting's last vote."""
    return _done(uuid, lambda: taking_over.take_cards(instance(), uuid, typed("earlier")))


@cards.post("/batches/<int:number>/back")
@access.only(Role.ORGANIZER)
def take(uuid: str, number: int) -> ResponseReturnValue:
    """Note that a desk gave a batch back."""
    return _done(uuid, lambda: sites.take_batch(instance(), uuid, number))


@cards.get("/cards/<int:site>")
@access.only(*SEES)
def desk(uuid: str, site: int) -> ResponseReturnValue:
    """Show the desk of one site."""
    return _desk(uuid, site)


@cards.post("/cards/<int:site>/hand-out")
@access.only(*DOES)
def hand_out(uuid: str, site: int) -> ResponseReturnValue:
    """Note that the desk handed out cards."""
    return _count(uuid, site, card_desk.hand_out, "handed")


@cards.post("/cards/<int:site>/take-back")
@access.only(*DOES)
def take_back(uuid: str, site: int) -> ResponseReturnValue:
    """Note that cards came back unused, or that a number was wrong."""
    return _count(uuid, site, card_desk.take_back, "taken")


@cards.post("/cards/<int:site>/exchange")
@access.only(*DOES)
def exchange(uuid: str, site: int) -> ResponseReturnValue:
    """Make a spoiled card void; another was handed out in its place."""
    return _scan(uuid, site, card_desk.exchange, "exchanged")


@cards.post("/cards/<int:site>/void")
@access.only(*DOES)
def void(uuid: str, site: int) -> ResponseReturnValue:
    """Make cards that lie at the desk void."""
    return _scan(uuid, site, card_desk.make_void, "voided")


def _count(
    uuid: str, site: int, act: Callable[[Instance, Who, str, int, Counted], object], done: str
) -> ResponseReturnValue:
    """Do something by count at a desk, and show it with what was done."""
    try:
        counted = Counted(number_in("count"), seen=number_in("seen"))
        act(instance(), current(), uuid, site, counted)
    except VotingRefused as error:
        return _desk(uuid, site, error)
    where = url_for("cards.desk", uuid=uuid, site=site)
    return redirect(f"{where}?{done}={counted.count}", 303)


def _scan(
    uuid: str, site: int, act: Callable[[Instance, Who, str, int, list[str]], int], done: str
) -> ResponseReturnValue:
    """Make scanned cards void, and show the desk with what was done."""
    try:
        count = act(instance(), current(), uuid, site, request.form.getlist("card"))
    except VotingRefused as error:
        return _desk(uuid, site, error)
    where = url_for("cards.desk", uuid=uuid, site=site)
    return redirect(f"{where}?{done}={count}", 303)


def _done(uuid: str, act: Callable[[], object]) -> ResponseReturnValue:
    """Do something on the overview and show it again."""
    try:
        act()
    except VotingRefused as error:
        return _overview(uuid, error)
    return redirect(url_for("cards.show", uuid=uuid), 303)


def _overview(uuid: str, error: VotingRefused | None = None) -> ResponseReturnValue:
    account = card_account.read_card_account(instance(), uuid)
    own = {one.number for one in account.sites if sites.is_own(current(), one.name)}
    fields = {} if error is None else request.form
    planned = sharing_out.planned_batches(instance(), uuid)
    earlier = taking_over.read_earlier(instance(), uuid)
    more = {"own": own, "typed": fields, "planned": planned, "earlier": earlier}
    return day_page("cards", uuid, error, account=account, **more)


def _desk(uuid: str, number: int, error: VotingRefused | None = None) -> ResponseReturnValue:
    """Show a desk, with what was just done there. Raises VotingRefused UNKNOWN_SITE, OTHER_SITE."""
    account = card_account.read_card_account(instance(), uuid)
    found = next((one for one in account.sites if one.number == number), None)
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_SITE)
    require_site(current(), found.name)
    names = () if error else ("handed", "taken", "exchanged", "voided")
    done = {name: request.args.get(name, 0, int) for name in names}
    sent = request.form.getlist("card") if error else []
    scanned = public_lines(instance(), uuid, sent)  # a code that can vote is shown to nobody
    wrong = wrong_cards(instance(), uuid, scanned, is_void_wrong=True)
    at_opening = card_desk.is_void_at_opening(instance(), uuid)
    more = {"scanned": scanned, "wrong": wrong, "done": done, "at_opening": at_opening}
    return day_page("card_desk", uuid, error, account=account, site=found, **more)
