"""People with power, so that tests speak of what they do at the desk."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from voting.account_models import Account
from voting.doorkeeper import SESSION
from voting.instance import Instance
from voting.roles import Role
from voting.services.names import name_key_of
from voting.services.sessions import Who, hash_of, open_session

PHRASE = "sen nở trong đầm sâu"
_FORM = re.compile(r'name="csrf_token" value="([^"]+)"')


def now() -> int:
    return int(time.time())


def make_account(
    instance: Instance, role: Role, name: str = "", *, site: str | None = None
) -> Account:
    """Keep an account that counts as one with a passphrase, without the work of hashing one."""
    place = site or ("Hội trường A" if role is Role.CHECKIN else None)
    name = name or f"Người {role.value}"
    account = Account(
        name=name,
        name_key=name_key_of(name),
        role=role,
        site=place,
        passphrase="$argon2id$none",
        is_disabled=False,
    )
    with instance.database.writing() as session:
        session.add(account)
    return account


def logged_in(instance: Instance, account: Account, *, at: int | None = None) -> tuple[Who, str]:
    """Open a session; return who it is, and the secret of the browser."""
    with instance.database.writing() as session:
        secret = open_session(session, account, now=at or now())
    who = Who(account.id, account.name, account.role, account.site, hash_of(secret))
    return who, secret


@dataclass
class Clerk:
    """Somebody at the desk with a browser of their own."""

    application: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.application.test_client()

    def has_session(self, secret: str) -> "Clerk":
        self.client.set_cookie(SESSION, secret, path="/desk")
        return self

    def opens(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def fills(self, page: str, path: str = "", **fields: Any) -> TestResponse:
        """Open a page, fill in its form, send it."""
        form = _FORM.search(self.client.get(page).text)
        protected = {"csrf_token": form[1]} if form else {}
        return self.client.post(path or page, data={**protected, **fields})

    def logs_in(self, name: str, passphrase: str = PHRASE, **more: str) -> TestResponse:
        return self.fills("/desk/login", name=name, passphrase=passphrase, **more)
