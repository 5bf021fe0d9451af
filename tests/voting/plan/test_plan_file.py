"""The plan file."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from voting.findings import FindingsError
from voting.plan.keys import TrusteeRule
from voting.plan.people import Person
from voting.plan.plan_file import Plan, parse_plan, read_plan
from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.table import MAX_FILE
from voting.planning import definition_of
from voting.rules.refusals import RulesRefusal
from voting.rules.words import Denominator

PLAN = """name = "Lấy phiếu tín nhiệm giữa nhiệm kỳ"
body = "Hội đồng nhân dân thành phố"
date = 2026-07-30
profile = "NQ96-2023"
people = "people.csv"
cards = 85
"""
PEOPLE = "name,position\nNguyễn Văn An,Chủ tịch\n".encode()


def parsed(text: str) -> Plan:
    return parse_plan(text.encode(), read=lambda name: {"people.csv": PEOPLE}[name])


def codes(text: str) -> list[str]:
    with pytest.raises(PlanRefused) as caught:
        parsed(text)
    return [each.code.value for each in caught.value.findings]


def sentence(text: str) -> str:
    with pytest.raises(PlanRefused) as caught:
        parsed(text)
    return caught.value.sentences("en")[0]


def test_a_short_plan_has_defaults_and_leaves_the_unknown_unknown() -> None:
    plan = parsed(PLAN)
    assert plan.date == dt.date(2026, 7, 30)
    assert plan.people == (Person("Nguyễn Văn An", "Chủ tịch"),)
    assert (plan.group, str(plan.trustees), plan.trustees.is_server_only) == (
        "Ed25519",
        "server",
        True,
    )
    assert (plan.total_members, plan.convened, plan.present) == (None, None, None)
    assert (plan.administrator, plan.credential_authority, plan.address) == (None, None, None)


def test_a_full_plan_is_read() -> None:
    plan = parsed(
        PLAN
        + """total_members = 95
convened = 94
present = 81
group = "BELENIOS-2048"
trustees = "3/5"
administrator = "Văn phòng  HĐND"
credential_authority = "Tổ phát phiếu"
address = "https://phieu.example.vn:8443/hdnd/"
[rules]
denominator = "issued"
"""
    )
    totals = plan.totals
    assert (totals.total_members, totals.convened, totals.present) == (95, 94, 81)
    assert plan.group == "BELENIOS-2048"
    assert plan.trustees == TrusteeRule(3, 5) and str(plan.trustees) == "3/5"
    assert not plan.trustees.is_server_only
    assert plan.administrator == "Văn phòng HĐND"
    assert plan.address == "https://phieu.example.vn:8443/hdnd"
    assert plan.profile.denominator is Denominator.ISSUED
    assert plan.profile.overridden == ("denominator",)


def test_a_plan_names_chair_place_and_the_body_above_for_the_documents() -> None:
    plan = parsed(PLAN + 'chair = "Vũ  Thị An"\nplace = "Hà Nội"\nsuperior = "Quốc hội"\n')
    assert (plan.chair, plan.place, plan.superior) == ("Vũ Thị An", "Hà Nội", "Quốc hội")
    made = definition_of(plan, 5)
    assert (made.chair, made.place, made.superior) == (plan.chair, plan.place, plan.superior)


def test_a_plan_may_be_of_a_rehearsal() -> None:
    assert parsed(PLAN).rehearsal is False
    assert parsed(PLAN + "rehearsal = true\n").rehearsal is True


def test_a_date_may_be_in_quotes_and_the_file_may_have_a_byte_order_mark() -> None:
    text = PLAN.replace("2026-07-30", '"2026-07-30"')
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert parse_plan(data, read=lambda _: PEOPLE).date == dt.date(2026, 7, 30)


def test_the_server_alone_may_be_asked_for_by_name() -> None:
    assert parsed(PLAN + 'trustees = "server"\n').trustees == TrusteeRule()


def test_people_may_stand_in_the_plan() -> None:
    text = PLAN.replace('people = "people.csv"\n', "") + '[[people]]\nname = "An"\n'
    assert parsed(text).people == (Person("An"),)


def test_a_plan_is_read_with_its_list_beside_it_whatever_the_working_folder(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Họ và tên", "Chức vụ", "Ghi chú"])
    book.active.append(["Trần Thị Bình", "Phó Chủ tịch", "x"])
    (tmp_path / "lists").mkdir()
    book.save(tmp_path / "lists" / "ds.xlsx")
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.replace("people.csv", "lists/ds.xlsx"), encoding="utf-8")
    plan = read_plan(path)
    assert plan.people == (Person("Trần Thị Bình", "Phó Chủ tịch"),)
    assert plan.ignored_columns == ("Ghi chú",)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(PlanRefused) as caught:
            read_plan(path)
        assert caught.value.refusal is PlanRefusal.FILE_MISSING
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.replace("people.csv", "a\\u0000b.csv"), encoding="utf-8")
    with pytest.raises(PlanRefused) as caught:
        read_plan(path)
    assert caught.value.refusal is PlanRefusal.FILE_MISSING


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"#" * (MAX_FILE + 1))
    with pytest.raises(PlanRefused) as caught:
        read_plan(path)
    assert caught.value.refusal is PlanRefusal.FILE_TOO_LARGE


@pytest.mark.parametrize("key", ["name", "body", "date", "profile", "people", "cards"])
def test_each_key_that_must_be_there_is_named_when_it_is_missing(key: str) -> None:
    text = "".join(line for line in PLAN.splitlines(True) if not line.startswith(f"{key} "))
    assert codes(text) == ["missing_key"]
    assert f"“{key}”" in sentence(text)


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    assert codes(PLAN + "convend = 5\n") == ["unknown_key"]
    assert "Did you mean “convened”?" in sentence(PLAN + "convend = 5\n")
    assert "Did you mean" not in sentence(PLAN + "zzzz = 5\n")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "5"),
        ("name", '""'),
        ("name", '"a\\nb"'),
        ("name", f'"{"a" * 501}"'),
        ("date", "2026"),
        ("date", '"30/7/2026"'),
        ("date", '"2026-W31-4"'),
        ("date", '"2026-02-30"'),
        ("date", "2026-07-30T08:00:00Z"),
        ("profile", "96"),
        ("people", "5"),
        ("people", '""'),
        ("people", '["a"]'),
        ("cards", "0"),
        ("cards", "100001"),
        ("cards", "true"),
        ("cards", '"85"'),
        ("cards", "85.0"),
        ("convened", "-1"),
        ("group", '"RFC-3526-2048"'),
        ("trustees", '"3"'),
        ("trustees", '"5/3"'),
        ("trustees", '"3/3"'),
        ("trustees", '"1/3"'),
        ("trustees", '"20/21"'),
        ("trustees", "3"),
        ("administrator", '"  "'),
        ("rehearsal", '"true"'),
        ("rehearsal", "1"),
        ("address", '"phieu.example.vn"'),
        ("address", '"javascript:alert(1)"'),
        ("address", '"https://a.vn/?q=1"'),
        ("address", '"https://a.vn/#x"'),
        ("address", '"https://user:pass@a.vn/"'),
        ("address", '"https://a.vn:99999/"'),
        ("address", '"https://a .vn/"'),
        ("rules", "5"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_a_right_one_shown(key: str, value: str) -> None:
    text = "".join(line for line in PLAN.splitlines(True) if not line.startswith(f"{key} "))
    assert codes(f"{text}{key} = {value}\n") == ["bad_value"]
    assert sentence(f"{text}{key} = {value}\n").startswith(f"“{key}” is ")


def test_everything_wrong_in_the_plan_the_rules_and_the_list_is_listed_at_once() -> None:
    text = PLAN.replace('name = "L', 'nam = "L').replace("85", "4") + (
        "convened = 5\npresent = 6\n[rules]\ndenominator = 3\nquorun = 1\n"
    )
    with pytest.raises(PlanRefused) as caught:
        parse_plan(text.encode(), read=lambda _: b"name\n\x07\n1\n")
    assert [each.code.value for each in caught.value.findings] == [
        "unknown_key",
        "missing_key",
        "bad_character",
        "empty_name",
        "setting_malformed",
        "unknown_setting",
        "present_over_convened",
        "too_few_cards",
    ]
    assert isinstance(caught.value, FindingsError)


def test_an_unknown_profile_is_refused() -> None:
    assert codes(PLAN.replace("NQ96-2023", "NQ96-2032")) == [RulesRefusal.UNKNOWN_PROFILE.value]


def test_cards_may_not_be_fewer_than_those_present() -> None:
    assert codes(PLAN + "present = 86\n") == ["too_few_cards"]
    assert parsed(PLAN + "present = 85\n").present == 85


def test_numbers_that_the_rules_take_shares_of_are_needed() -> None:
    text = PLAN.replace("NQ96-2023", "NQ85-2014")
    assert codes(text) == ["number_needed"]
    assert parsed(text + "total_members = 95\n").total_members == 95
    party = PLAN.replace("NQ96-2023", "QD96-2023")
    assert codes(party) == ["number_needed"]
    assert parsed(party + "convened = 95\n").present is None
    assert parsed(party + '[rules]\nquorum = "none"\n').profile.quorum is None


ELECTION = (
    PLAN.replace("NQ96-2023", "BAUCU-QD190").replace('people = "people.csv"\n', "")
    + "convened = 80\n"
)
LIST = "".join(f'[[people]]\nname = "Người {letter}"\n' for letter in "ABC")


def test_an_election_says_how_many_are_elected_and_from_how_many_convened() -> None:
    plan = parsed(ELECTION + "seats = 2\n" + LIST)
    assert plan.seats == 2
    assert definition_of(plan, 5).seats == 2
    changed = '[rules]\ncontest = { nobody_chosen = "valid" }\n'
    rules = parsed(ELECTION + "seats = 2\n" + changed + LIST).profile
    assert rules.contest is not None
    assert (rules.contest.nobody_chosen, rules.contest.surplus_limit) == ("valid", 30)
    assert rules.overridden == ("contest",)
    without = ELECTION.replace("convened = 80\n", "seats = 2\n") + LIST
    assert codes(without) == ["number_needed"]


@pytest.mark.parametrize("seats", [3, 4])
def test_an_election_without_surplus_is_refused(seats: int) -> None:
    text = f"{ELECTION}seats = {seats}\n{LIST}"
    assert codes(text) == ["no_surplus"]
    assert "agree or disagree" in sentence(text)


def test_an_election_needs_seats_and_a_rating_has_none() -> None:
    assert codes(ELECTION + LIST) == ["seats_needed"]
    assert "seats = 5" in sentence(ELECTION + LIST)
    assert codes(PLAN + "seats = 2\n") == ["seats_of_no_election"]
    assert codes(PLAN + '[rules]\ncontest = { nobody_chosen = "valid" }\n') == ["setting_fixed"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name = \n", "dòng 1, cột 8"),
        ('name = "a"\nname = "b"\n', "dòng 2"),
        ('name = "a', "cuối tệp"),
        ("a = " + "[" * 100_000, "cuối tệp"),
    ],
)
def test_a_file_that_is_not_toml_is_refused_and_says_where(text: str, where: str) -> None:
    with pytest.raises(PlanRefused) as caught:
        parsed(text)
    assert caught.value.refusal is PlanRefusal.PLAN_NOT_TOML
    assert where in caught.value.sentences("vi")[0]


def test_a_plan_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(PlanRefused) as caught:
        parse_plan(PLAN.encode("utf-16"), read=lambda _: PEOPLE)
    assert caught.value.refusal is PlanRefusal.NOT_UTF8
