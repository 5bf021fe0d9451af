"""Who may call what: an endpoint that does not say it stops the application from starting."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from voting import access, create_app
from voting.application import bare_application
from voting.config import Settings

# The access matrix: whom every endpoint is for. A new endpoint is a new line here.
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


# Posted because an address would be kept and logged where a body is not; they change nothing.
ASKED_BY_POST = {
    *("booth.card", "booth.find_receipt", "desk.settle", "tables.check"),
    "results.compare_tables",
}
BY_COMMITTEE = {
    "committee.send_certificate",
    "committee.send_commitment",
    "committee.send_polynomial",
    "committee.send_voutput",
    "committee.blame",
    "counting.send_drill",
    "counting.send_decryption",
    "counting.publish",
}


def test_reading_never_changes_and_casting_never_reads(client: FlaskClient) -> None:
    posted = {"booth.cast", "log.join", "log.cosign", *BY_COMMITTEE, *ASKED_BY_POST}
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
