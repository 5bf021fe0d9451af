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
from typing import Any

import click

from voting.commands import trustee_member
from voting.commands.account import account
from voting.commands.backup import backup, restore
from voting.commands.ballot import ballot
from voting.commands.checking import receipt, verify
from voting.commands.conference import conference
from voting.commands.demo import demo
from voting.commands.dispute import dispute
from voting.commands.log import log
from voting.commands.minutes import minutes
from voting.commands.monitor import monitor
from voting.commands.offline import offline
from voting.commands.rehearse import rehearse_command
from voting.commands.serve import serve
from voting.commands.table import table
from voting.commands.witness import witness
from voting.speech import Refused, language_of, refusal_lines


class Tinnhiem(click.Group):
    """The root command: a refusal is said in plain words and ends with exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn refusals into sentences and Ctrl-C into a quiet end."""
        try:
            return super().invoke(ctx)
        except Refused as error:
            for line in refusal_lines(error, language_of(os.environ)):
                click.echo(line, err=True)
            sys.exit(1)


@click.group(cls=Tinnhiem, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tinnhiem", prog_name="tinnhiem")
def main() -> None:
    """Lấy phiếu tín nhiệm: bí mật với mọi người, kiểm tra được bởi mọi người.

    Confidence votes: secret to everyone, verifiable by anyone.
    """


main.add_command(demo)
main.add_command(conference)
main.add_command(rehearse_command)
main.add_command(minutes)
main.add_command(trustee_member.trustee)
main.add_command(offline)
main.add_command(verify)
main.add_command(dispute)
main.add_command(ballot)
main.add_command(table)
main.add_command(receipt)
main.add_command(log)
main.add_command(serve)
main.add_command(account)
main.add_command(backup)
main.add_command(restore)
main.add_command(witness)
main.add_command(monitor)

if __name__ == "__main__":
    main()
