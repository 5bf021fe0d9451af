"""A clerk who prepares a conference by form alone."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.voting.clerks import Clerk, logged_in, make_account
from voting.instance import Instance
from voting.plan.steps import Light, Step
from voting.roles import Role
from voting.services import drafts

PASTED = "STT\tHọ và tên\tChức vụ\n1\tNguyễn Văn An\tChủ tịch\n2\tTrần Thị Bình\tPhó Chủ tịch\n"
FORMS: dict[str, dict[str, Any]] = {
    "session": {"name": "Lấy phiếu", "body": "HĐND tỉnh", "date": "2026-12-08", "place": "Huế"},
    "rules": {"profile": "NQ96-2023"},
    "delegates": {"convened": "6", "present": "5"},
    "sites": {"name": ["Hội trường A", ""], "cards": ["5", ""]},
    "cards": {"cards": "5", "address": "http://192.168.1.10:8000"},
    "committee": {"holder": "committee", "name": ["An", "Bình", "Cường", ""], "head": "1",
                  "needed": "2"},
    "witnesses": {"name": [""], "key": [""], "url": [""], "witness_quorum": ""},
    "languages": {"languages": ["vi", "en"]},
    "screens": {"screen": ["0"]},
    "rehearsal": {},
}  # fmt: skip


def instance_of(application: Flask) -> Instance:
    found: Instance = application.extensions["tinnhiem"]
    return found


def organizer_at(application: Flask, instance: Instance) -> Clerk:
    _, secret = logged_in(instance, make_account(instance, Role.ORGANIZER))
    return Clerk(application).has_session(secret)


def begun_by(clerk: Clerk) -> int:
    """Begin a preparation; return its number."""
    answer = clerk.fills("/desk/", "/desk/drafts/")
    found = re.search(r"/desk/drafts/(\d+)/session", answer.location)
    assert found is not None
    return int(found[1])


def sends(clerk: Clerk, number: int, step: str, **fields: Any) -> TestResponse:
    page = f"/desk/drafts/{number}/{step}"
    seen = re.search(r'name="mark" value="(\w+)"', clerk.opens(page).text)
    return clerk.fills(page, **{"mark": seen[1] if seen else "", **fields})


def fills_all(clerk: Clerk, number: int, **changes: dict[str, Any]) -> None:
    for step, fields in {**FORMS, **changes}.items():
        assert sends(clerk, number, step, **fields).status_code == 303, step
    lists(clerk, number, "people", "take", text=PASTED)


def lists(clerk: Clerk, number: int, step: str, act: str, **fields: Any) -> TestResponse:
    page = f"/desk/drafts/{number}/{step}"
    return clerk.fills(page, f"/desk/drafts/{number}/lists/{step}/{act}", **fields)


def lights(instance: Instance, number: int) -> dict[Step, Light]:
    return {one.step: one.light for one in drafts.read_draft(instance, number).states}
