"""Which language a person gets: `?lang=`, then the cookie of an earlier choice, then the browser's.

Vietnamese is what the sources are written in; `translations/` holds the English. A choice by
`?lang=` is remembered in a cookie that says nothing but `vi` or `en`.
"""

from typing import Final

from flask import Flask, Response, g, request

from voting.findings import Language

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
COOKIE: Final = "lang"
_YEAR: Final = 365 * 24 * 3600


def make_babel_ready(application: Flask) -> None:
    """Set what Flask-Babel reads from the configuration."""
    application.config.update(
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )


def language() -> Language:
    """Return the language of the current request; its answer depends on it from now on."""
    g.depends_on_language = True
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        known = _known(asked)
        if known is not None:
            return known
    return _known(request.accept_languages.best_match(LANGUAGES)) or "vi"


def depends_on_language() -> bool:
    """Tell whether the answer to the current request asked for the language."""
    return bool(g.get("depends_on_language", False))


def _known(asked: str | None) -> Language | None:
    return next((one for one in LANGUAGES if one == asked), None)


def remember_language(response: Response) -> Response:
    """Keep a choice that was made by `?lang=`; an answer with a cookie is for one person."""
    chosen = _known(request.args.get("lang"))
    if chosen is not None and chosen != request.cookies.get(COOKIE):
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response
