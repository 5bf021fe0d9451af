"""What an organizer decides over a rule profile, by form alone."""

from typing import Any

import pytest
from flask import Flask
from msgspec import to_builtins
from werkzeug.datastructures import MultiDict

from tests.voting.clerks import Clerk
from tests.voting.views.preparations import (
    begun_by,
    fills_all,
    instance_of,
    organizer_at,
    sends,
)
from voting.instance import Instance
from voting.plan.steps import plan_of
from voting.rules.profile import load_profile
from voting.services import drafts
from voting.services.documents import document_of
from voting.views.own_rules import read_rules

OWN_RULES = {
    "denominator": "issued",
    "every_row_marked": True,
    "quorum": {"operator": ">=", "fraction": "2/3", "of": "convened"},
    "thresholds": [
        {
            **{"id": "own_1", "level": "low", "operator": ">", "fraction": "1/3"},
            "title": {"vi": "Thấp", "en": "Thấp"},
            "consequence": {"vi": "Kiểm điểm.", "en": "Review."},
        }
    ],
}


@pytest.fixture
def instance(application: Flask) -> Instance:
    return instance_of(application)


@pytest.fixture
def clerk(application: Flask, instance: Instance) -> Clerk:
    return organizer_at(application, instance)


@pytest.fixture
def number(clerk: Clerk) -> int:
    return begun_by(clerk)


def test_what_the_organizer_decides_lies_over_the_profile_as_a_plans_rules_do(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    page = f"/desk/drafts/{number}/own-rules"
    assert clerk.opens(page).status_code == 404  # no profile is chosen yet
    fills_all(clerk, number)
    shown = clerk.opens(page).text
    assert "Bộ quy tắc ghi: Số phiếu thu về (chưa chắc chắn trong văn bản)" in shown
    assert "Bộ quy tắc ghi: Tín nhiệm thấp trên 1/2; Tín nhiệm thấp từ 2/3" in shown
    assert shown.count('<textarea class="grows"') == 2 * 2
    assert 'name="title_vi"' not in shown  # the regulation fixes it
    quorum = {"quorum_operator": ">=", "quorum_fraction": "2/3", "quorum_of": "convened"}
    rows: dict[str, Any] = {
        **{"t_id": ["", ""], "t_level": ["low", ""], "t_operator": [">", ">"]},
        **{"t_fraction": ["1/3", ""], "t_title_vi": ["Thấp", ""], "t_title_en": ["", ""]},
        **{"t_consequence_vi": ["Kiểm \r\n điểm.", ""], "t_consequence_en": ["Review.", ""]},
    }
    own: dict[str, Any] = {"quorum": "own", "denominator": "issued"}
    wrong = sends(
        clerk, number, "own-rules", **{**quorum, **rows, **own, "quorum_fraction": "hai phần ba"}
    )
    assert wrong.status_code == 422
    assert "Điều kiện họp: phải là một phân số như 2/3" in wrong.text
    assert 'value="hai phần ba"' in wrong.text and 'value="1/3"' in wrong.text
    sheet = sends(
        clerk, number, "own-rules", row_policy="sheet"
    )  # does not fit with the other settings
    assert sheet.status_code == 422 and "thì phải đánh dấu mọi hàng" in sheet.text
    assert "rules" not in drafts.read_draft(instance, number).document
    fields = {**quorum, **rows, **own, "every_row_marked": "true"}
    assert sends(clerk, number, "own-rules", **fields).status_code == 303
    plan = plan_of(drafts.read_draft(instance, number).document)
    assert plan == plan_of({**document_of(plan), "rules": OWN_RULES})
    assert set(plan.profile.overridden) == set(OWN_RULES)
    names = "Tỷ lệ tính trên; Phải đánh dấu mọi hàng; Điều kiện họp; Các ngưỡng"
    assert names in clerk.opens(f"/desk/drafts/{number}/rules").text
    review = clerk.opens(f"/desk/drafts/{number}/freeze").text
    assert "Tỷ lệ tính trên: Số phiếu phát ra" in review
    assert "Các ngưỡng: Tín nhiệm thấp trên 1/3" in review
    shipped = to_builtins(load_profile("NQ96-2023"))["thresholds"]
    same = {f"t_{key}": [one[key] for one in shipped] for key in ("id", "level", "fraction")}
    for key in ("title", "consequence"):
        same |= {f"t_{key}_{word}": [one[key][word] for one in shipped] for word in ("vi", "en")}
    same["t_operator"] = [one["operator"] for one in shipped]
    assert read_rules(MultiDict(same), load_profile("NQ96-2023")) == {}
    fields = {**rows, "shipped_thresholds": "1"}
    assert (
        sends(clerk, number, "own-rules", **fields).status_code == 303
    )  # all as in the profile again
    assert "rules" not in drafts.read_draft(instance, number).document


@pytest.mark.parametrize(
    ("profile", "fields", "rules"),
    [
        (
            "CUSTOM",
            {
                **{"title_vi": "Quy chế", "title_en": "Charter"},
                **{"l_id": ["high", "low", ""], "l_vi": ["Có", "Không", "Khác"]},
                "l_en": ["Yes", "No", ""],
            },
            {
                "title": {"vi": "Quy chế", "en": "Charter"},
                "levels": [
                    {"id": "high", "vi": "Có", "en": "Yes"},
                    {"id": "low", "vi": "Không", "en": "No"},
                    {"id": "level_3", "vi": "Khác", "en": "Khác"},
                ],
            },
        ),
        (
            "BAUCU-QD190",
            {"surplus_limit": "30", "nobody_chosen": "valid", "quorum": "none"},
            {"contest": {"surplus_limit": 30, "nobody_chosen": "valid"}, "quorum": "none"},
        ),
    ],
)
def test_levels_words_and_the_surplus_are_decided_where_no_regulation_fixes_them(
    clerk: Clerk,
    number: int,
    instance: Instance,
    profile: str,
    fields: dict[str, Any],
    rules: dict[str, Any],
) -> None:
    fills_all(clerk, number, rules={"profile": profile})
    assert sends(clerk, number, "own-rules", **fields).status_code == 303
    assert drafts.read_draft(instance, number).document["rules"] == rules
    assert clerk.opens(f"/desk/drafts/{number}/own-rules").status_code == 200
