"""`tinnhiem table check`: exit status, languages, JSON, totals given, two copies."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voting.cli import main

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
