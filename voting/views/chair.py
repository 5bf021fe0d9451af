"""The result before the hall knows it: for the chair and the committee, and for nobody else.

Nothing of it is kept by a browser or a proxy, and seeing it is written nowhere. What changes
something (to publish, to explain numbers) stands on the hub and on the committee's page.
"""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from voting import access
from voting.roles import Role
from voting.services.hub import read_hub
from voting.services.results import verified_result
from voting.views.common import instance
from voting.views.desk_words import desk_words
from voting.views.result_page import result_page

chair = Blueprint("chair", __name__, url_prefix="/desk/conferences/<conference:uuid>")
chair.context_processor(desk_words)


@chair.get("/result")
@access.only(Role.CHAIR, Role.COMMITTEE)
def result(uuid: str) -> ResponseReturnValue:
    """Show the result, combined again from the log, with whether it is published."""
    hub = read_hub(instance(), uuid, now=datetime.now(UTC))
    found = verified_result(instance(), uuid)
    return render_template(
        "desk/result.html", hub=hub, view=hub.view, result=found, page=result_page(found)
    )
