"""Settings: defaults, what is refused, and that no refusal repeats a password."""

from pathlib import Path

import pytest

from voting.config import SettingRefused, settings_from


def test_without_variables_everything_lies_in_the_working_folder(tmp_path: Path) -> None:
    settings = settings_from({}, tmp_path)
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/tinnhiem.sqlite3"
    assert settings.minimum_ballots == 5
    assert settings.log_key_file.parent == settings.key_folder.parent == settings.instance


def test_a_setting_is_taken_as_it_is_given(tmp_path: Path) -> None:
    given = {"TINNHIEM_MINIMUM_BALLOTS": "7", "TINNHIEM_LOG_NAME": "vote.example/log"}
    settings = settings_from(given, tmp_path)
    assert (settings.minimum_ballots, settings.log_name) == (7, "vote.example/log")


def test_an_empty_variable_is_the_default(tmp_path: Path) -> None:
    empty = {"TINNHIEM_INSTANCE": "", "TINNHIEM_DATABASE_URL": "", "TINNHIEM_LOG_NAME": ""}
    assert settings_from(empty, tmp_path) == settings_from({}, tmp_path)


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@db/x", "postgres://u:p@db/x", "postgresql+psycopg2://u:p@db/x"]
)
def test_postgresql_always_uses_psycopg_3(url: str, tmp_path: Path) -> None:
    settings = settings_from({"TINNHIEM_DATABASE_URL": url}, tmp_path)
    assert settings.database_url == "postgresql+psycopg://u:p@db/x"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TINNHIEM_DATABASE_URL", "hunter2"),
        ("TINNHIEM_DATABASE_URL", "mysql://u:hunter2@db/x"),
        ("TINNHIEM_DATABASE_URL", "sqlite://"),
        ("TINNHIEM_DATABASE_URL", "sqlite:///:memory:"),
        ("TINNHIEM_LOG_NAME", "vote example"),
        ("TINNHIEM_LOG_NAME", "vote+example"),
        ("TINNHIEM_MINIMUM_BALLOTS", "0"),
        ("TINNHIEM_MINIMUM_BALLOTS", "-1"),
        ("TINNHIEM_MINIMUM_BALLOTS", "five"),
        ("TINNHIEM_MINIMUM_BALLOTS", "٣"),
    ],
)
def test_a_useless_setting_is_refused_by_name(variable: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match=variable) as refused:
        settings_from({variable: value}, tmp_path)
    assert "hunter2" not in str(refused.value)
