"""Who is acting at the desk while a request is served: the role for the log, the name beside it.

`voting.doorkeeper` says who it is when somebody who is logged in asks for something, and that
nobody is when the request is over. `voting.log` takes it from here, so that no service can forget
it: every act in a conference's log then has its role, and its line in the private journal, in one
transaction. So it is with the head of the committee, who publishes by the link of a member
(`voting.access`). On the command line, and at public endpoints, nobody is acting.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. minute: of the act, Unix seconds in whole minutes.

    account_id: None for the head of the committee, who is known by a link and has no account.
    """

    account_id: int | None
    name: str
    role: str
    minute: int


acting: Final[ContextVar[Actor | None]] = ContextVar("acting", default=None)
