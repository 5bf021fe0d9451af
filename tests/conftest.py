"""Gates of the whole run: nothing required may skip; `ballots` and `audit` are covered by their own
tests.

They live here, and not after pytest, so that pytest's own closing line tells the outcome last.
"""

import json
import os
import signal
from collections.abc import Generator
from pathlib import Path

import coverage
import hypothesis
import pytest

from hatch_build import build_client, install_packages
from tests.browser.chromium import find_chromium
from tests.voting.documents.libreoffice import find_libreoffice

ROOT = Path(__file__).parent.parent
GATED = ("ballots", "audit")
IN_PROCESSES = "COVERAGE_PROCESS_CONFIG"  # makes coverage measure processes that tests start
LONG_FIRST = ("browser", "client", "voting")  # then the others, whose files are short
LEAST = 95.0  # per cent, of branches and of statements with branches, in each package

# How long an example takes depends on the machine and on coverage: nothing here is a timed test.
# Where CI is set (.ci/run sets it), every run tries the same examples; elsewhere, always new ones.
hypothesis.settings.register_profile(
    "tinnhiem",
    deadline=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "tinnhiem-ci", hypothesis.settings.get_profile("tinnhiem"), derandomize=True, database=None
)
hypothesis.settings.load_profile("tinnhiem-ci" if os.environ.get("CI") else "tinnhiem")

findings = pytest.StashKey[list[str]]()


def pytest_configure() -> None:
    """Hear Ctrl-C even if the run was started in the background of a shell, which ignores it.

    What the tests start would inherit that, and never stop when it is asked to.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def is_worker(config: pytest.Config) -> bool:
    """Tell whether this process runs a share of the tests for another one (pytest-xdist)."""
    return hasattr(config, "workerinput")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Let one process more than there are cores share the tests: browsers and servers are waited
    for, and what waits leaves its core idle.
    """
    return (yield) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before the tests are shared out, build once what all shares use, so that none does."""
    if is_worker(session.config) or not session.config.getoption("numprocesses", None):
        return
    install_packages(ROOT, tools=True)
    build_client(ROOT)
    find_chromium()
    find_libreoffice()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders with the longest files first, so that the processes end together.

    Within a folder the order stays. pytest-xdist would hand out the files with the fewest tests
    last, and those are the long walks of the browser.
    """
    ranks = {ROOT / "tests" / name: rank for rank, name in enumerate(LONG_FIRST)}

    def rank(item: pytest.Item) -> int:
        found = (ranks[folder] for folder in item.path.parents if folder in ranks)
        return next(found, len(ranks))

    items.sort(key=rank)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip (or an expected failure) into a failure that says so."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"a test may not skip or be expected to fail here: {reason}"
        vars(report).pop("wasxfail", None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure the gated packages in their own tests only: those of the server gain no gate by it.

    To be traced makes a test of the server, and the servers that it starts, half as slow again.
    """
    measured = coverage.Coverage.current()
    if measured is None or item.path.parent.name in GATED:
        return (yield)
    told = os.environ.pop(IN_PROCESSES, None)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()
        if told is not None:
            os.environ[IN_PROCESSES] = told


def covered(package: str, measured: coverage.Coverage, folder: Path) -> tuple[float, float]:
    """Give the per cent covered of a package: statements with branches, and branches alone."""
    target = folder / f"{package}.json"
    measured.json_report(include=[f"{package}/*"], outfile=str(target))
    totals = json.loads(target.read_text())["totals"]
    branches = totals["num_branches"]
    alone = 100 * totals["covered_branches"] / branches if branches else 100.0
    return totals["percent_covered"], alone


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session when a gated package is covered too little (whole runs with --cov only)."""
    config = session.config
    if is_worker(config):
        return
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    ran = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if not (whole and ran and config.pluginmanager.hasplugin("_cov")):
        return
    measured = coverage.Coverage(config_file=str(config.rootpath / "pyproject.toml"))
    measured.load()
    lines = config.stash.setdefault(findings, [])
    for package in GATED:
        together, alone = covered(package, measured, config.rootpath / ".pytest_cache")
        lines.append(f"{package}: {together:.1f} % covered, {alone:.1f} % of its branches")
        if min(together, alone) < LEAST:
            lines[-1] += f" (TOO LITTLE: at least {LEAST:.0f})"
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what was found about coverage, before pytest's closing line."""
    for line in config.stash.get(findings, []):
        terminalreporter.write_line(line)
