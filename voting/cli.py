"""The `tinnhiem` command.

tinnhiem demo          a whole vote with real figures
tinnhiem conference …  prepare and run a conference
tinnhiem rehearse …    a full rehearsal on this machine, with a page of readiness
tinnhiem minutes UUID  minutes, tables, slips of a published conference
tinnhiem trustee …     the counting committee and its keys
tinnhiem cards …       make cards away from the server
tinnhiem verify FILE   verify a record
tinnhiem dispute FILE  settle a dispute about one ballot
tinnhiem ballot check  check an opened ballot
tinnhiem table …       check a published table of results; write that of a record
tinnhiem witness …     cosign the logs of conferences
tinnhiem monitor URL   follow a live conference
tinnhiem account …     people who log in at the desk
tinnhiem backup FILE   everything in one sealed file; tinnhiem restore FILE
"""

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from audit.language import language_of

# Where each subcommand is. Only what is asked for is imported: all of them take over a second.
COMMANDS: Final = {
    "account": "account:account",
    "backup": "backup:backup",
    "ballot": "ballot:ballot",
    "cards": "offline:offline",
    "conference": "conference:conference",
    "demo": "demo:demo",
    "dispute": "dispute:dispute",
    "log": "log:log",
    "minutes": "minutes:minutes",
    "monitor": "monitor:monitor",
    "receipt": "checking:receipt",
    "rehearse": "rehearse:rehearse_command",
    "restore": "backup:restore",
    "serve": "serve:serve",
    "table": "table:table",
    "trustee": "trustee_member:trustee",
    "verify": "verifying:verify",
    "witness": "witness:witness",
}


class Tinnhiem(click.Group):
    """The root command: a refusal is said in plain words and ends with exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the subcommands, in the order in which help shows them."""
        return sorted({*COMMANDS, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand; for a name that is none, all, and click says which was meant."""
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            module, _, found = COMMANDS[name].partition(":")
            self.add_command(getattr(import_module(f"voting.commands.{module}"), found))
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn refusals into sentences and Ctrl-C into a quiet end."""
        try:
            return super().invoke(ctx)
        except SystemExit:
            raise
        except _refused() as error:  # what the sentences need is imported when one is said
            from voting.speech import refusal_lines

            for line in refusal_lines(error, language_of(os.environ)):
                click.echo(line, err=True)
            sys.exit(1)


def _refused() -> tuple[type[Exception], ...]:
    """Return the refusals that are said in plain words."""
    from voting.speech import Refused

    return Refused


@click.group(cls=Tinnhiem, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tinnhiem", prog_name="tinnhiem")
def main() -> None:
    """Lấy phiếu tín nhiệm: bí mật với mọi người, kiểm tra được bởi mọi người.

    Confidence votes: secret to everyone, verifiable by anyone.
    """


if __name__ == "__main__":
    main()
