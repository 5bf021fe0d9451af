"""The lines of readiness: every light has a figure that gives it, in both languages."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from ballots.questions import Question
from voting.plan.steps import Light
from voting.rehearsal import machine
from voting.rehearsal.casting import Cast, draw_choices
from voting.rehearsal.machine import Battery, Reached
from voting.rehearsal.place import Place, Progress, Stage
from voting.rehearsal.readiness import GIB, Committee, Measured, lines_of
from voting.rehearsal.report import Figures, Key, Report, percentile
from voting.rehearsal.run import Choices, figures_of
from voting.rehearsal.words import KEYS, STAGES

FIGURES = Figures(
    delegates=498,
    cast=498,
    span=180.0,
    spent=180.4,
    p50=0.1,
    p95=0.4,
    p99=0.9,
    failures={},
    hand=5,
    hand_cast=5,
)
GOOD = Measured(
    figures=FIGURES,
    is_sound=True,
    reached=Reached("http", "192.168.1.10", 8000, "192.168.1.10"),
    answered=True,
    disk=50 * GIB,
    used=GIB // 10,
    memory=4 * GIB,
    jump=0.01,
    hours_ahead=7.0,
    year=2026,
    battery=Battery(60, is_discharging=False),
    committee=Committee(5, 5, 3),
)


def lights(found: Measured) -> dict[Key, Light]:
    return {line.key: line.light for line in lines_of(found)}


def with_figures(**changes: object) -> Measured:
    return replace(GOOD, figures=msgspec.structs.replace(FIGURES, **changes))


def reaching(**changes: object) -> Measured:
    assert GOOD.reached is not None
    return replace(GOOD, reached=replace(GOOD.reached, **changes))  # type: ignore[arg-type]


def test_a_good_machine_is_green_but_for_what_it_cannot_see_and_plain_http() -> None:
    found = lights(GOOD)
    assert set(found) == set(Key) == set(KEYS)
    assert {key for key, light in found.items() if light is not Light.GREEN} == {
        Key.TLS,
        Key.PRINTER,
    }
    assert set(STAGES) == set(Stage)


@pytest.mark.parametrize(
    ("found", "key", "light"),
    [
        (with_figures(spent=250.0), Key.CASTS, Light.AMBER),
        (with_figures(spent=400.0), Key.CASTS, Light.RED),
        (with_figures(p95=3.0), Key.LATENCY, Light.AMBER),
        (with_figures(p95=6.0), Key.LATENCY, Light.RED),
        (with_figures(failures={"no_connection": 1}), Key.FAILURES, Light.RED),
        (with_figures(hand_cast=4), Key.HAND, Light.AMBER),
        (with_figures(hand=0, hand_cast=0), Key.HAND, Light.AMBER),
        (replace(GOOD, is_sound=False), Key.RESULT, Light.RED),
        (replace(GOOD, reached=None), Key.NETWORK, Light.AMBER),
        (reaching(ip=None), Key.NETWORK, Light.RED),
        (reaching(ip="127.0.0.1"), Key.NETWORK, Light.RED),
        (replace(GOOD, answered=False), Key.NETWORK, Light.RED),
        (reaching(scheme="https", host="127.0.0.1", port=1), Key.TLS, Light.RED),
        (replace(GOOD, disk=GIB), Key.DISK, Light.RED),
        (replace(GOOD, used=6 * GIB), Key.DISK, Light.RED),
        (replace(GOOD, memory=None), Key.MEMORY, Light.AMBER),
        (replace(GOOD, memory=3 * GIB // 4), Key.MEMORY, Light.AMBER),
        (replace(GOOD, memory=GIB // 4), Key.MEMORY, Light.RED),
        (replace(GOOD, jump=-30.0), Key.CLOCK, Light.AMBER),
        (replace(GOOD, jump=3600.0), Key.CLOCK, Light.RED),
        (replace(GOOD, year=1970), Key.CLOCK, Light.RED),
        (replace(GOOD, hours_ahead=0.0), Key.CLOCK, Light.AMBER),
        (replace(GOOD, battery=Battery(60, is_discharging=True)), Key.BATTERY, Light.AMBER),
        (replace(GOOD, battery=Battery(20, is_discharging=True)), Key.BATTERY, Light.RED),
        (replace(GOOD, committee=None), Key.COMMITTEE, Light.AMBER),
        (replace(GOOD, committee=Committee(3, 5, 3)), Key.COMMITTEE, Light.AMBER),
        (replace(GOOD, committee=Committee(2, 5, 3)), Key.COMMITTEE, Light.RED),
        (replace(GOOD, committee=Committee(0, 5, 3, has_begun=False)), Key.COMMITTEE, Light.AMBER),
    ],
)
def test_what_is_not_good_has_its_light_and_says_what_to_do(
    found: Measured, key: Key, light: Light
) -> None:
    [line] = [one for one in lines_of(found) if one.key is key]
    assert line.light is light
    for said in (line.figure, line.limit, line.todo):
        assert said.vi and said.en


def test_without_a_battery_there_is_no_line_of_it() -> None:
    assert Key.BATTERY not in lights(replace(GOOD, battery=None))


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, part) for part in (0.5, 0.95, 0.99)] == [50, 95, 99]
    assert percentile([3.0], 0.5) == percentile([3.0], 0.99) == 3.0
    assert percentile([], 0.95) == 0.0


def test_failed_casts_are_counted_by_their_code_and_not_timed() -> None:
    casts = [Cast(0.1, ""), Cast(9.0, "no_connection"), Cast(0.3, "")]
    found = figures_of(casts, 2.0, Choices(3, 2.0, 5, 0.0), 1)
    assert (found.cast, found.p99, found.failures) == (2, 0.3, {"no_connection": 1})
    assert (found.rate, found.need) == (1.0, 1.5)


def test_simulated_delegates_only_mark_what_the_ballot_allows() -> None:
    one = Question(answers=("a", "b", "c"), min=0, max=1, question="?")
    some = Question(answers=("a", "b", "c", "d"), min=0, max=2, question="?")
    for _ in range(50):
        drawn = draw_choices([one, some])
        assert sum(drawn[:3]) == 1
        assert 1 <= sum(drawn[3:]) <= 2 and len(drawn) == 7


def test_a_report_is_kept_as_json_and_read_again(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.report() is None
    assert place.progress() is None
    report = Report(
        uuid="JFhMBfmAp5jNJh",
        of=None,
        name="Thử",
        finished=1,
        times={"casting": 2.0},
        figures=FIGURES,
        lines=tuple(lines_of(with_figures(p95=9.0))),
    )
    place.keep(report)
    place.tell(Progress(stage=Stage.CASTING, began=1, done=3, of=498))
    assert place.report() == report
    assert (report.light, report.count(Light.RED)) == (Light.RED, 1)
    (tmp_path / "report.json").write_text("{")
    assert place.report() is None


def test_the_machine_is_read_where_it_can_be(tmp_path: Path) -> None:
    assert machine.reach(None) is machine.reach("") is None
    here = machine.reach("https://localhost/x")
    assert here == Reached("https", "localhost", 443, "127.0.0.1")
    assert here.is_loopback
    assert machine.own_address("192.0.2.1") is None
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
    assert machine.free_memory(tmp_path / "meminfo") == 2 << 20
    assert machine.free_memory(tmp_path / "none") is None
    assert machine.battery(tmp_path) is None
    supply = tmp_path / "BAT0"
    supply.mkdir()
    for name, text in (("type", "Battery"), ("capacity", "41"), ("status", "Discharging")):
        (supply / name).write_text(f"{text}\n")
    assert machine.battery(tmp_path) == Battery(41, is_discharging=True)
    assert machine.ClockWatch(0.0, 0.0).jump() != machine.ClockWatch(60.0, 0.0).jump()
