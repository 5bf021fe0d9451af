"""A sitting's own page, and how an address of a sitting leads to the vote that is open now.

A card points to `/c/<sitting>/vote#<code>`. The answer is a redirection to the booth of the vote in
turn; browsers carry the fragment over by themselves, so the code never reaches the server.
Where no vote is in turn, the sitting's page has no use for it, and the address takes its place.
"""

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting.services import reading
from voting.services.sittings import SittingView, find_sitting, vote_in_turn
from voting.views.common import instance

_BOOTH: Final = "booth.vote"
_LED: Final = frozenset({_BOOTH, "stations.kiosk", "stations.witness", "stations.wall"})


def lead_on() -> ResponseReturnValue | None:
    """Lead from the address of a sitting, or of a vote with the same cards, to the vote in turn."""
    if request.endpoint not in _LED:
        return None
    uuid = str((request.view_args or {}).get("uuid", ""))
    if request.endpoint != _BOOTH and find_sitting(instance(), uuid) is None:
        return None
    turn = vote_in_turn(instance(), uuid)
    if turn == uuid:
        return None
    endpoint = "board.home" if turn is None else request.endpoint
    language = request.args.get("lang")  # None: not in the address
    anchor = "votes" if turn is None else None  # its own fragment makes the browser drop the code
    answer = redirect(url_for(endpoint, uuid=turn or uuid, lang=language, _anchor=anchor), 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def sitting_page(sitting: SittingView) -> str:
    """Show the votes of a sitting with their states, marks and links."""
    views = {
        vote.uuid: reading.read_conference(instance(), vote.uuid)
        for vote in sitting.votes
        if vote.state is not None
    }
    first = next(iter(views.values()), None)
    return render_template("sitting.html", sitting=sitting, views=views, first=first)
