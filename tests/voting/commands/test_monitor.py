"""`tinnhiem monitor` at a terminal."""

from collections.abc import Iterator

import pytest

from tests.voting.desk import Desk
from tests.voting.witnessing.served import KEY, UUID, Log, LogServer, entries, log_server


@pytest.fixture
def served() -> Iterator[LogServer]:
    with log_server(Log().append(*entries(5))) as made:
        yield made


def test_one_look_keeps_what_it_saw_and_says_the_words(desk: Desk, served: LogServer) -> None:
    said = desk.types("monitor", served.conference, "--once")
    assert said.stdout.startswith("5  ") and said.stdout.endswith("  0/0\n")
    assert len(said.stdout.split()) == 8
    assert str(KEY) in said.stderr
    assert (desk.folder / f"monitor-{UUID}" / "checkpoints" / "5").exists()
    again = desk.types("monitor", served.conference, "--once")
    assert (again.stdout, again.stderr) == ("", "")


def test_a_lie_ends_it_with_status_1_evidence_and_both_languages(
    desk: Desk, served: LogServer
) -> None:
    desk.types("monitor", served.conference, "--once", "--dir", "seen")
    served.log = Log().append(*entries(7, 0, "other"))
    said = desk.types("monitor", served.conference, "--dir", "seen", "--every", "0.1", exits=1)
    assert "TWO DIFFERENT LOGS" in said.stderr and "HAI HÒM PHIẾU KHÁC NHAU" in said.stderr
    [kept] = (desk.folder / "seen" / "evidence").iterdir()
    assert (kept / "seen.txt").exists() and (kept / "shown.txt").exists()


def test_ballots_that_no_checkpoint_holds_are_status_1(desk: Desk, served: LogServer) -> None:
    served.cast = 3
    said = desk.types("monitor", served.conference, "--once", "--patience", "0.1", exits=1)
    assert "[log_stands_still]" in said.stderr


def test_the_key_that_is_given_counts_and_not_the_one_that_is_served(
    desk: Desk, served: LogServer
) -> None:
    desk.types("monitor", served.conference, "--once", "--log-key", str(KEY))
    policy = desk.writes("policy.txt", f"log {KEY}\nquorum none\n")
    desk.types("monitor", served.conference, "--once", "--dir", "b", "--policy", policy)
    other = f"{KEY}".replace(UUID, "j2Sje6ewboTnzM")
    assert (
        "[key_malformed]"
        in desk.types("monitor", served.conference, "--log-key", other, exits=1).stderr
    )


def test_an_address_that_is_none_is_refused(desk: Desk) -> None:
    said = desk.types("monitor", "http://127.0.0.1:9/", exits=1)
    assert "[watch_bad_address]" in said.stderr
