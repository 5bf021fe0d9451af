"""The Flask application: blueprints, language, headers, errors; refused if access is undeclared."""

import traceback
from typing import Any, Final

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel  # type: ignore[import-untyped]  # no py.typed in 4.0
from werkzeug.routing import BaseConverter

from voting import access, delivery, doorkeeper
from voting.config import Settings
from voting.headers import add_headers
from voting.instance import open_instance
from voting.language import language, make_babel_ready, remember_language
from voting.views import (
    api,
    assets,
    board,
    booth,
    chair,
    committee,
    committee_desk,
    counting,
    day_attendance,
    day_cards,
    day_turnout,
    desk,
    door,
    draft_sittings,
    drafts,
    errors,
    hub,
    lists,
    log,
    own,
    own_rules,
    papers,
    passkeys,
    people,
    rehearsal,
    results,
    stage,
    stage_desk,
    stations,
    tables,
)
from voting.views.sittings import lead_on
from voting.views.words import template_words

MAX_REQUEST: Final = 64 * 1024
_SILENT: Final = frozenset(
    {
        *("booth.card", "booth.cast", "booth.find_receipt", "desk.settle"),
        *("committee", "counting"),
        *("door", "own", "passkeys", "people"),  # passphrases and links
        *("attendance", "cards", "lists", "turnout"),  # names of delegates, public credentials
        *("drafts", "draft_sittings", "hub", "committee_desk", "rehearsal"),  # links, cards
        *("stage", "stage_desk"),  # the password of the hall's Wi-Fi
        "chair",  # a result that is not public yet
    }
)


class ConferenceConverter(BaseConverter):
    """The part of an address that names a conference: 14 or more base58 characters."""

    regex = "[1-9A-HJ-NP-Za-km-z]{14,64}"


class RehearsedConverter(BaseConverter):
    """The part of an address that names what is rehearsed: a conference, or a draft."""

    regex = f"(?:{ConferenceConverter.regex}|draft-[1-9][0-9]{{0,8}})"


class Json(DefaultJSONProvider):
    """Answers with Vietnamese letters as they are, fields in the order given."""

    ensure_ascii = False
    sort_keys = False


class Application(Flask):
    """Flask, except that a failure at booth, committee or log-in is logged without its values."""

    def log_exception(self, exc_info: Any) -> None:
        """Log where a request failed; of these, only the places in the code."""
        if request.endpoint not in _SILENT and request.blueprint not in _SILENT:
            super().log_exception(exc_info)
            return
        error = exc_info[1]
        places = traceback.extract_tb(exc_info[2])
        lines = "\n".join(f"  {place.filename}:{place.lineno} {place.name}" for place in places)
        self.logger.error("%s failed with %s at\n%s", request.endpoint, type(error).__name__, lines)


def make_application(settings: Settings) -> Application:
    """Open the installation and make the application that serves it.

    Raises AccessUndeclared, KeyFileRefused.
    """
    application = bare_application()
    access.enforce(application)
    opened = open_instance(settings)
    application.extensions["tinnhiem"] = opened
    doorkeeper.use_keys(application, opened)
    return application


def bare_application() -> Application:
    """Make the application with every view, not yet checked and without an installation."""
    application = Application(__name__)
    application.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=MAX_REQUEST)
    application.url_map.converters["conference"] = ConferenceConverter
    application.url_map.converters["rehearsed"] = RehearsedConverter
    application.json = Json(application)
    application.jinja_env.trim_blocks = True
    application.jinja_env.lstrip_blocks = True
    make_babel_ready(application)
    Babel(application, locale_selector=language)
    for blueprint in (
        board.board,
        results.results,
        booth.booth,
        stations.stations,
        assets.assets,
        api.api,
        committee.committee,
        counting.counting,
        log.log,
        desk.desk,
        tables.tables,
        door.door,
        own.own,
        passkeys.keys,
        people.people,
        day_attendance.door,
        day_cards.cards,
        day_turnout.turnout,
        drafts.drafts,
        draft_sittings.draft_sittings,
        lists.lists,
        own_rules.own_rules,
        hub.hub,
        committee_desk.desk,
        stage.stage,
        stage_desk.desk,
        chair.chair,
        papers.papers,
        rehearsal.rehearsal,
    ):
        application.register_blueprint(blueprint)
    access.public(application.view_functions["static"])
    application.context_processor(template_words)
    application.before_request(lead_on)
    doorkeeper.register(application)
    delivery.register(application)
    application.after_request(remember_language)
    application.after_request(add_headers)
    errors.register(application)
    return application
