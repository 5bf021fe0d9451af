"""A monitor in a test: it looks when it is told to, and its clock stands still."""

from pathlib import Path

from audit.checkpoint import parse_checkpoint
from audit.policy import parse_policy
from tests.voting.witnessing.served import KEY, LogServer
from voting.monitoring.memory import Memory
from voting.monitoring.monitor import Monitor, Sight
from voting.witnessing.alarms import AlarmKind
from voting.witnessing.source import parse_conference

PATIENCE = 10.0


class Watcher:
    """A monitor whose clock stands still until it is moved."""

    def __init__(self, served: LogServer, folder: Path) -> None:
        self.served, self.folder, self.now = served, folder, 0.0
        self.starts()

    def starts(self, *elsewhere: str) -> None:
        """Begin, or begin again with what was kept, and with checkpoints that others hold."""
        self.memory = Memory(self.folder, KEY)
        policy = self.memory.pin_policy(self.served.policy.encode())
        self.monitor = Monitor(
            parse_conference(self.served.conference),
            self.memory,
            parse_policy(policy),
            served_policy=policy,
            elsewhere=[parse_checkpoint(text) for text in elsewhere],
            patience=PATIENCE,
            clock=lambda: self.now,
            pause=lambda _seconds: None,
        )

    def looks(self) -> Sight:
        sight = self.monitor.look()
        self.monitor.close()
        return sight

    def waits(self) -> bool:
        return self.monitor.is_waiting

    def hears(self) -> list[AlarmKind]:
        return [alarm.kind for alarm in self.looks().alarms]
