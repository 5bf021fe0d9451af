"""Who may call what: an endpoint that does not say it stops the application from starting."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.voting.clerks import Clerk, logged_in, make_account
from voting import access, create_app
from voting.application import bare_application
from voting.config import Settings
from voting.roles import Role

ADMINISTRATOR, READERS = {"administrator"}, {"administrator", "auditor"}
WRITERS, PREPARERS = (
    {"administrator", "organizer"},
    {"administrator", "organizer", "auditor"},
)
HUB_FORMS = (
    *("cards", "take_cards", "posters", "open_", "close"),
    *("incident", "hand_count", "note", "addendum", "count"),
)
STAGE_FORMS = ("scene", "countdown", "wifi")
PAPERS = ("show", "one", "everything")
ANY_ROLE = {"administrator", "organizer", "checkin", "committee", "chair", "auditor"}
RUNS_THE_DAY = {"organizer", "checkin"}
SEES_THE_DAY = {*RUNS_THE_DAY, "auditor"}

# The access matrix, route x role: whom every endpoint is for. A new endpoint is a new line here.
MATRIX = {
    "static": "everyone",
    "board.index": "everyone",
    "board.home": "everyone",
    "board.trackers": "everyone",
    "board.result": "everyone",
    "board.record": "everyone",
    "results.picture": "everyone",
    "results.compare": "everyone",
    "results.compare_tables": "everyone",
    "assets.built": "everyone",
    "assets.verifier": "everyone",
    "assets.photo": "everyone",
    "booth.vote": "everyone",
    "booth.card": "everyone",
    "booth.cast": "everyone",
    "booth.receipt": "everyone",
    "booth.find_receipt": "everyone",
    "stations.kiosk": "everyone",
    "stations.check": "everyone",
    "stations.receipt_check": "everyone",
    "stations.witness": "everyone",
    "stations.wall": "everyone",
    "stations.turnout": "everyone",
    "stations.committee": "everyone",
    "api.conference": "everyone",
    "api.election": "everyone",
    "api.trustees": "everyone",
    "api.public_credentials": "everyone",
    "api.definition": "everyone",
    "api.result": "everyone",
    "api.receipt": "everyone",
    "committee.state": "member",
    "committee.certificates": "member",
    "committee.commitments": "member",
    "committee.polynomials": "member",
    "committee.vinput": "member",
    "committee.voutputs": "member",
    "committee.send_certificate": "member",
    "committee.send_commitment": "member",
    "committee.send_polynomial": "member",
    "committee.send_voutput": "member",
    "committee.blame": "member",
    "counting.drill": "member",
    "counting.own_drill": "member",
    "counting.send_drill": "member",
    "counting.tally": "member",
    "counting.send_decryption": "member",
    "counting.result": "member",
    "counting.publish": "head",
    "desk.dispute": "everyone",
    "desk.settle": "everyone",
    "tables.ask": "everyone",
    "tables.check": "everyone",
    "log.journal": "everyone",
    "log.checkpoint": "everyone",
    "log.cosigned": "everyone",
    "log.cosigned_by": "everyone",
    "log.policy": "everyone",
    "log.tile": "everyone",
    "log.whole": "everyone",
    "log.list_witnesses": "everyone",
    "log.join": "everyone",
    "log.cosign": "everyone",
    "door.first": "visitor",
    "door.start": "visitor",
    "door.log_in": "visitor",
    "door.enter": "visitor",
    "door.link": "visitor",
    "door.use_link": "visitor",
    "own.home": ANY_ROLE,
    "own.log_out": ANY_ROLE,
    "own.list_sessions": ANY_ROLE,
    "own.end_session": ANY_ROLE,
    "own.passphrase": ANY_ROLE,
    "own.change_passphrase": ANY_ROLE,
    "passkeys.mine": ANY_ROLE,
    "passkeys.ask_to_add": ANY_ROLE,
    "passkeys.add": ANY_ROLE,
    "passkeys.remove": ANY_ROLE,
    "passkeys.ask_to_enter": "visitor",
    "passkeys.enter": "visitor",
    "people.everybody": READERS,
    "people.journal": READERS,
    "people.new": ADMINISTRATOR,
    "people.add": ADMINISTRATOR,
    "people.person": ADMINISTRATOR,
    "people.change_role": ADMINISTRATOR,
    "people.reset": ADMINISTRATOR,
    "people.disable": ADMINISTRATOR,
    "people.enable": ADMINISTRATOR,
    "attendance.show": SEES_THE_DAY,
    "attendance.find": RUNS_THE_DAY,
    "attendance.mark": RUNS_THE_DAY,
    "attendance.count": RUNS_THE_DAY,
    "attendance.take_over": {"organizer"},
    "cards.take_over": {"organizer"},
    "cards.show": SEES_THE_DAY | {"committee"},
    "cards.figures": SEES_THE_DAY | {"committee", "chair"},
    "cards.add_site": {"organizer"},
    "cards.give": {"organizer"},
    "cards.give_planned": {"organizer"},
    "cards.take": {"organizer"},
    "cards.desk": SEES_THE_DAY,
    "cards.hand_out": RUNS_THE_DAY,
    "cards.take_back": RUNS_THE_DAY,
    "cards.exchange": RUNS_THE_DAY,
    "cards.void": RUNS_THE_DAY,
    "turnout.show": SEES_THE_DAY | {"committee", "chair"},
    "turnout.set_networks": {"organizer"},
    "turnout.list_incidents": SEES_THE_DAY | {"committee", "chair"},
    "turnout.write_incident": RUNS_THE_DAY,
    "drafts.begin": WRITERS,
    "drafts.path": PREPARERS,
    "drafts.step": PREPARERS,
    "drafts.save": WRITERS,
    "drafts.history": PREPARERS,
    "drafts.undo": WRITERS,
    "drafts.redo": WRITERS,
    "drafts.clone": WRITERS,
    "drafts.discard": WRITERS,
    "drafts.throw_away": WRITERS,
    "drafts.clone_conference": WRITERS,
    "drafts.review": PREPARERS,
    "drafts.freeze": WRITERS,
    "drafts.run_sheet": PREPARERS,
    "draft_sittings.show": PREPARERS,
    **{f"draft_sittings.{one}": WRITERS for one in ("begin_next", "freeze", "use_spare")},
    "own_rules.show": PREPARERS,
    "own_rules.save": WRITERS,
    "lists.check": WRITERS,
    "lists.take": WRITERS,
    "lists.drop": WRITERS,
    "lists.person": PREPARERS,
    "lists.change_person": WRITERS,
    "lists.photos": WRITERS,
    "committee_desk.show": PREPARERS,
    **{f"committee_desk.{one}": WRITERS for one in ("renew", "restart")},
    **dict.fromkeys(("hub.show", "hub.lights"), PREPARERS | {"chair", "committee"}),
    "hub.publish": {"organizer", "chair"},
    **{f"hub.{one}": WRITERS for one in HUB_FORMS},
    **dict.fromkeys(("stage.show", "stage.state", "stage.wifi"), "everyone"),
    "stage_desk.show": PREPARERS | {"chair"},
    **{f"stage_desk.{one}": WRITERS for one in STAGE_FORMS},
    **{f"hub.{one}": WRITERS | {"committee"} for one in ("hand_count", "note")},
    "chair.result": {"chair", "committee"},
    **{f"papers.{one}": PREPARERS | {"chair", "committee"} for one in PAPERS},
    **{f"papers.{one}": {"organizer", "chair"} for one in ("list_slips", "one_slip")},
    **{f"rehearsal.{one}": PREPARERS | {"chair"} for one in ("show", "minutes")},
    **{f"rehearsal.{one}": WRITERS for one in ("start", "stop", "skip", "cards")},
}
# What whoever is logged in does to their own log-in alone; nothing else may an auditor change.
OWN = {
    *("own.log_out", "own.end_session", "own.change_passphrase"),
    *("passkeys.ask_to_add", "passkeys.add", "passkeys.remove"),
}
NOBODY: dict[str, Any] = {  # of nobody and nothing
    **{"number": 999, "name": "1" * 16, "row": 1},
    **{"uuid": "NoConference11", "site": 999},
}


def test_every_endpoint_is_for_whom_the_matrix_says() -> None:
    application = bare_application()
    found = {
        rule.endpoint: access.audience_of(application, rule.endpoint)
        for rule in application.url_map.iter_rules()
    }
    assert found == MATRIX


def test_an_application_with_an_undeclared_endpoint_does_not_start() -> None:
    application = bare_application()
    application.add_url_rule("/open", "forgotten", lambda: "")
    with pytest.raises(access.AccessUndeclared, match="forgotten"):
        access.enforce(application)


def test_an_endpoint_added_after_the_start_is_forbidden() -> None:
    application = Flask("late", static_folder=None)
    access.enforce(application)
    application.add_url_rule("/late", "late", lambda: "secret")
    assert application.test_client().get("/late").status_code == 403


GUARDED = sorted(one for one, audience in MATRIX.items() if not isinstance(audience, str))


@pytest.fixture
def clerks(application: Flask) -> Iterator[dict[str, Clerk]]:
    """Give one person of every role who is logged in, and a stranger."""
    instance = application.extensions["tinnhiem"]
    made = {"stranger": Clerk(application)}
    for role in Role:
        _, secret = logged_in(instance, make_account(instance, role))
        made[role.value] = Clerk(application).has_session(secret)
    yield made


def test_every_role_is_let_in_where_the_matrix_says_and_nowhere_else(
    application: Flask, clerks: dict[str, Clerk]
) -> None:
    rules = [rule for rule in application.url_map.iter_rules() if rule.endpoint in GUARDED]
    assert sorted(rule.endpoint for rule in rules) == GUARDED
    with application.test_request_context():
        addresses = {
            rule.endpoint: application.url_for(
                rule.endpoint, **{name: NOBODY[name] for name in rule.arguments}
            )
            for rule in rules
        }
    asked = 0
    for rule in sorted(rules, key=lambda rule: rule.endpoint == "own.log_out"):  # it ends them
        is_form = "POST" in (rule.methods or ())
        for role in ("stranger", *(one.value for one in Role)):
            clerk, path = clerks[role], addresses[rule.endpoint]
            answer = clerk.fills("/desk/", path) if is_form else clerk.opens(path)
            if role == "stranger":
                assert answer.status_code == (401 if is_form else 303)
            else:
                refused = answer.status_code == 403 and "not_allowed" in answer.text
                assert refused == (role not in MATRIX[rule.endpoint]), (rule.endpoint, role)
            asked += 1
    assert asked == len(GUARDED) * 7


def test_an_auditor_changes_nothing_but_their_own_log_in(application: Flask) -> None:
    changed_by_auditor = {
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "auditor" in MATRIX[rule.endpoint]
    }
    assert changed_by_auditor == OWN


def test_a_form_without_its_mark_is_refused_at_every_guarded_endpoint(
    application: Flask, clerks: dict[str, Clerk]
) -> None:
    forms = [
        rule
        for rule in application.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and MATRIX[rule.endpoint] not in ("everyone", "member", "head")
    ]
    assert len(forms) >= 10
    with application.test_request_context():
        asked = [
            (
                clerks[min(ANY_ROLE & set(MATRIX[rule.endpoint]), default="administrator")],
                application.url_for(
                    rule.endpoint, **{name: NOBODY[name] for name in rule.arguments}
                ),
            )
            for rule in forms
        ]
    for clerk, path in asked:
        for mark in ({}, {"csrf_token": "x"}):
            answer = clerk.client.post(path, data=mark)
            assert answer.status_code == 400
            assert "form_too_old" in answer.text


# Posted because an address would be kept and logged where a body is not; they change nothing.
ASKED_BY_POST = {
    *("booth.card", "booth.find_receipt", "desk.settle", "tables.check"),
    "results.compare_tables",
}
SENT = ("certificate", "commitment", "polynomial", "voutput")
BY_COMMITTEE = {
    *(f"committee.send_{message}" for message in SENT),
    *("committee.blame", "counting.publish"),
    *("counting.send_drill", "counting.send_decryption"),
}
DESK_FORMS = {
    *OWN,
    *("door.start", "door.enter", "door.use_link"),
    *("passkeys.ask_to_enter", "passkeys.enter"),
    *("people.add", "people.change_role", "people.reset", "people.disable", "people.enable"),
    *("attendance.find", "attendance.mark", "attendance.count"),
    *("cards.add_site", "cards.give", "cards.take", "cards.hand_out", "cards.take_back"),
    *("cards.give_planned", "cards.exchange", "cards.void", "turnout.write_incident"),
    *("turnout.set_networks", "own_rules.save", "attendance.take_over", "cards.take_over"),
    *("drafts.begin", "drafts.save", "drafts.undo", "drafts.redo", "drafts.freeze"),
    *("drafts.clone", "drafts.clone_conference", "drafts.throw_away"),
    *("committee_desk.renew", "committee_desk.restart"),
    *(f"draft_sittings.{one}" for one in ("begin_next", "freeze", "use_spare")),
    *("lists.check", "lists.take", "lists.drop", "lists.change_person", "lists.photos"),
    *("hub.publish", *(f"hub.{one}" for one in HUB_FORMS)),
    *(f"stage_desk.{one}" for one in STAGE_FORMS),
    *(f"rehearsal.{one}" for one in ("start", "stop", "skip")),
}


def test_reading_never_changes_and_casting_never_reads(client: FlaskClient) -> None:
    posted = {"booth.cast", "log.join", "log.cosign", *BY_COMMITTEE, *ASKED_BY_POST, *DESK_FORMS}
    for rule in client.application.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods == ({"POST"} if rule.endpoint in posted else {"GET"})


def test_the_factory_serves_the_installation_that_it_is_given(settings: Settings) -> None:
    application = create_app(settings)
    assert application.test_client().get("/").status_code == 200
    application.extensions["tinnhiem"].close()


def test_the_factory_reads_the_environment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINNHIEM_INSTANCE", str(settings.instance))
    monkeypatch.setenv("TINNHIEM_DATABASE_URL", settings.database_url)
    application = create_app()
    assert application.extensions["tinnhiem"].settings == settings
    application.extensions["tinnhiem"].close()
