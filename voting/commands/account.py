"""`tinnhiem account …`: help for people with power, from the terminal of the server."""

import time

import click

from voting.commands.common import installation, say
from voting.services.accounts import list_accounts
from voting.services.entering import make_link_at_terminal


@click.group()
def account() -> None:
    """Người dùng của bàn làm việc · People who log in at the desk."""


@account.command()
@click.argument("name")
@click.option(
    "--base-url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Địa chỉ máy chủ · Address of the server.",
)
def link(name: str, base_url: str) -> None:
    """In đường dẫn dùng một lần để NAME đặt câu mật khẩu mới.

    Print a one-time link by which NAME sets a new passphrase and is logged in. It works however
    often a log-in has failed, so whoever sits at the server is never locked out. It is noted in
    the private journal.
    """
    with installation() as instance:
        secret = make_link_at_terminal(instance, name, now=int(time.time()))
    say("Dùng một lần, trong 24 giờ:", "Works once, for 24 hours:")
    click.echo(f"{base_url.rstrip('/')}/desk/link#{secret}")


@account.command("list")
def list_() -> None:
    """Liệt kê người dùng · List people: role, name, site."""
    with installation() as instance:
        for one in list_accounts(instance):
            state = "" if one.can_log_in else "\t–"
            click.echo(f"{one.role.value}\t{one.name}\t{one.site or ''}{state}")
