"""What shows how far the verifier is."""

import io
import time

import pytest

from audit.progress import shown_on, silent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 1.1, 2.0, 3.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    screen = Terminal()
    show = shown_on(screen, "đang kiểm {done}/{total}")
    for done in (1, 2, 3, 4):
        show(done, 4)
    shown = screen.getvalue()
    assert "đang kiểm 1/4" in shown and "2/4" not in shown and "đang kiểm 3/4" in shown
    assert "1/4 · 1/s" in shown and "3/4 · 2/s" in shown
    assert shown.endswith("\r\x1b[K")
    assert shown_on(io.StringIO(), "") is silent
