"""The lights of a preparation: green, amber with what is missing, red with what contradicts."""

from typing import Any

import pytest

from voting.plan.steps import Light, Step, clerk_sentence, plan_of, states_of

DOCUMENT: dict[str, Any] = {
    "name": "Lấy phiếu tín nhiệm",
    "body": "Hội đồng nhân dân tỉnh",
    "date": "2026-12-08",
    "profile": "NQ96-2023",
    "people": [{"name": "Nguyễn Văn An", "position": "Chủ tịch"}],
    "convened": 6,
    "present": 5,
    "cards": 5,
    "address": "http://192.168.1.10:8000",
    "trustees": "2/3",
    "committee": [{"name": "An", "head": True}, {"name": "Bình"}, {"name": "Cường"}],
    "sites": [{"name": "Hội trường A", "cards": 5, "screen": True}],
    "witness_quorum": 1,
    "witnesses": [],
    "languages": ["vi"],
}


def lights(**changes: Any) -> dict[Step, Light]:
    document = {key: v for key, v in {**DOCUMENT, **changes}.items() if v is not None}
    return {state.step: state.light for state in states_of(document, is_rehearsed=True)}


def reasons(step: Step, **changes: Any) -> list[str]:
    document = {key: v for key, v in {**DOCUMENT, **changes}.items() if v is not None}
    [state] = [one for one in states_of(document, is_rehearsed=True) if one.step is step]
    return [reason.vi for reason in state.reasons]


SOUND = {"witnesses": None, "witness_quorum": None}


def test_an_empty_draft_is_amber_everywhere_and_says_what_is_missing() -> None:
    states = states_of({}, is_rehearsed=False)
    assert {state.step: state.light for state in states} == dict.fromkeys(Step, Light.AMBER)
    assert [reason.vi for reason in states[0].reasons] == [
        "Còn thiếu: Tên cuộc lấy phiếu.",
        "Còn thiếu: Cơ quan.",
        "Còn thiếu: Ngày.",
    ]
    assert [state.step for state in states if state.blocks] == [
        Step.SESSION,
        Step.RULES,
        Step.PEOPLE,
        Step.CARDS,
    ]


def test_a_whole_draft_is_green_and_is_a_plan() -> None:
    found = lights(**SOUND)
    assert found.pop(Step.WITNESSES) is Light.AMBER  # none is named, and none has to be
    assert set(found.values()) == {Light.GREEN}
    document = {key: v for key, v in {**DOCUMENT, **SOUND}.items() if v is not None}
    assert plan_of(document).sites[0].screen


def test_what_contradicts_is_red_at_its_own_step() -> None:
    for step, changes in (
        (Step.CARDS, {"cards": 4, "sites": None}),
        (Step.SITES, {"sites": [{"name": "Điểm B", "cards": 6, "screen": False}]}),
        (Step.DELEGATES, {"present": 7, "cards": 7}),
        (Step.COMMITTEE, {"trustees": "2/4"}),
        (Step.WITNESSES, {"witnesses": None}),
        (Step.RULES, {"profile": "NQ97-2023"}),
    ):
        found = lights(**{**SOUND, "witness_quorum": 1, **changes})
        found.pop(Step.WITNESSES) if step is not Step.WITNESSES else None
        assert [one for one, light in found.items() if light is Light.RED] == [step]


def test_a_number_that_the_rules_need_is_missing_at_the_step_of_the_numbers() -> None:
    of_all = {**SOUND, "profile": "NQ85-2014"}
    assert lights(**of_all)[Step.DELEGATES] is Light.AMBER
    assert reasons(Step.DELEGATES, **of_all) == ["Còn thiếu: Tổng số đại biểu (thành viên)."]
    assert lights(**of_all, total_members=6)[Step.DELEGATES] is Light.GREEN


def test_sentences_for_clerks_speak_of_pages_and_not_of_a_plan_file() -> None:
    for document in ({}, {**DOCUMENT, "witness_quorum": 1, "trustees": "3/4", "cards": 0}):
        for state in states_of(document, is_rehearsed=False):
            for reason in state.reasons:
                for word in ("Kế hoạch", "[[", "witness_quorum", "trustees", "mã hoá"):
                    assert word not in reason.vi
    assert clerk_sentence.__doc__


def test_how_many_an_election_elects_is_asked_with_its_rules() -> None:
    election = {**SOUND, "profile": "BAUCU-QD190"}
    assert lights(**election)[Step.RULES] is Light.AMBER
    assert reasons(Step.RULES, **election) == ["Còn thiếu: số lượng cần bầu."]
    assert lights(**SOUND, seats=1)[Step.RULES] is Light.RED
    assert "bỏ trống" in reasons(Step.RULES, **SOUND, seats=1)[0]
    too_many = {**election, "seats": len(DOCUMENT["people"])}
    assert lights(**too_many)[Step.RULES] is Light.RED
    assert "plan" not in str(reasons(Step.RULES, **too_many))
    three = [{"name": f"Người {letter}"} for letter in "ABC"]
    assert lights(**{**election, "seats": 2, "people": three})[Step.RULES] is Light.GREEN


@pytest.mark.parametrize("address", ["http://localhost:8000", "https://127.0.0.1"])
def test_an_address_that_no_phone_can_open_is_amber_with_its_reason(address: str) -> None:
    assert lights(**SOUND, address=address)[Step.CARDS] is Light.AMBER
    assert "Điện thoại không mở được" in reasons(Step.CARDS, **SOUND, address=address)[0]
    assert lights(**SOUND, address="http://192.168.1.10:8000")[Step.CARDS] is Light.GREEN
