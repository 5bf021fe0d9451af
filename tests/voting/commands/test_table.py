"""`tinnhiem table check, write`: exit status, languages, JSON, totals, copies, records."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ballots.tally import make_result
from tests.audit.workshop import complete, workshop
from tests.voting.people import HIGH, LOW, UNMARKED, Organizer
from voting.cli import main
from voting.tables.reading import parse_table
from voting.tables.rounds import rounds_of

RESULTS = Path(__file__).parents[2] / "domain" / "results"


def check(*words: str | Path, lang: str = "vi") -> Result:
    return CliRunner().invoke(main, ["table", "check", *map(str, words), "--lang", lang])


def copy_of(folder: Path, name: str, right: str, wrong: str) -> Path:
    text = (RESULTS / f"{name}.csv").read_text(encoding="utf-8")
    assert right in text
    place = folder / "copy.csv"
    place.write_text(text.replace(right, wrong), encoding="utf-8")
    return place


@pytest.mark.parametrize("file", sorted(RESULTS.glob("*.csv")), ids=lambda file: file.stem)
def test_a_published_table_fits(file: Path) -> None:
    said = check(file)
    assert (said.exit_code, said.stdout.splitlines()[-1]) == (0, "Không thấy gì sai.")


def test_a_misprint_ends_with_1_in_both_languages_and_json(tmp_path: Path) -> None:
    copied = copy_of(tmp_path, "na_2018", "67.42", "64.42")
    for lang, says in (("vi", "327/485 là 67,42%"), ("en", "327/485 is 67.42%")):
        said = check(copied, lang=lang)
        assert said.exit_code == 1
        assert says in said.stdout
    told = json.loads(check(copied, "--json").stdout)
    assert [problem["code"] for problem in told["problems"]] == ["percentage_wrong"]


def test_what_is_no_table_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,position\nAn,x\n", encoding="utf-8")
    for wrong in (tmp_path / "a.csv", tmp_path / "missing.csv", tmp_path):
        said = check(wrong)
        assert said.exit_code == 2
        assert said.stderr


def test_totals_given_beside_the_table_are_tried(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,high,high_pct\nAn,437,90.85\n", encoding="utf-8")
    for option, base in (
        ("--collected", "collected"),
        ("--issued", "issued"),
        ("--total-deputies", "total_members"),
    ):
        told = json.loads(check(table, option, "481", "--json").stdout)
        assert told["base"]["denominator"] == base
        assert told["sound"]


def test_two_copies_are_compared(tmp_path: Path) -> None:
    copied = copy_of(tmp_path, "hdnd_tphcm_2018", "45,38,18", "38,45,18")
    said = check(copied, "--against", RESULTS / "hdnd_tphcm_2018.csv")
    assert said.exit_code == 1
    assert "đổi chỗ cho nhau (38 – 45)" in said.stdout


def write(*words: str | Path) -> Result:
    vietnamese = {"LC_ALL": "vi_VN.UTF-8"}
    return CliRunner().invoke(main, ["table", "write", *map(str, words)], env=vietnamese)


def test_the_table_of_a_record_is_written_checked_and_read_as_a_round(
    organizer: Organizer, tmp_path: Path
) -> None:
    for delegate, choice in zip(organizer.is_open(), (HIGH, HIGH, LOW, UNMARKED), strict=False):
        delegate.casts(choice, LOW)
    record = tmp_path / "a.bel"
    record.write_bytes(organizer.record())
    early = write(record)
    assert (early.exit_code, early.stdout) == (1, "")
    assert organizer.finishes().people
    record.write_bytes(organizer.record())
    made = write(record, "--year", "2026")
    assert made.exit_code == 0, made.stderr
    assert made.stdout.removeprefix("\ufeff").splitlines() == [
        "year,name,position,high,medium,low,ballots_collected",
        "2026,Nguyễn Văn An,Chủ tịch,2,0,1,4",
        "2026,Trần Thị Bình,Phó Chủ tịch,0,0,4,4",
    ]
    table = tmp_path / "a.csv"
    table.write_bytes(made.stdout_bytes)
    assert check(table).exit_code == 1  # An's row lacks one of four ballots: to be looked at
    [found] = rounds_of(parse_table(made.stdout_bytes, filename="a.csv"), label="")
    assert (found.label, [one.counts for one in found.people]) == ("2026", [(2, 0, 1), (0, 0, 4)])


def test_no_table_is_made_of_a_record_that_is_not_sound_or_not_a_rating(tmp_path: Path) -> None:
    record = tmp_path / "a.bel"
    shop = workshop()
    sound = complete(shop)
    for draft, says in (
        (replace(sound, result=make_result([[1, 2], [3, 0]])), "không qua được kiểm tra"),
        (sound, "không phải lấy phiếu tín nhiệm ba mức"),
    ):
        record.write_bytes(draft.archive())
        said = write(record)
        assert said.exit_code == 1
        assert says in said.stderr
    record.write_bytes(b"no record")
    assert write(record).exit_code == 2
