"""Headers of every response: nothing from elsewhere, no script, no frame, no referrer.

A view that needs a script sets a policy of its own (BOOTH_POLICY); every other header is the same.
"""

from typing import Final

from flask import Response

from voting.language import depends_on_language

# Where a browser knows Trusted Types, no text becomes markup or code: none at all, or (TRUSTED)
# only an address that voting/client/trusted.js let through becomes a worker or a script.
NONE_TRUSTED: Final = "require-trusted-types-for 'script'; trusted-types 'none'"
TRUSTED: Final = "require-trusted-types-for 'script'; trusted-types tinnhiem"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    f"base-uri 'none'; frame-ancestors 'none'; {NONE_TRUSTED}"
)
# The booth runs one script, with its integrity, and from it a worker with libsodium; a worker from
# a blob needs `worker-src blob:` (`child-src` for Safari before 15.4). The kiosk frames it.
BOOTH_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; child-src blob:; "
    "connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'none'; "
    f"base-uri 'none'; frame-ancestors 'self'; {TRUSTED}"
)
# The kiosk runs one script, which holds the booth in a frame of its own and asks for checkpoints.
KIOSK_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
    f"frame-ancestors 'none'; {NONE_TRUSTED}"
)
# The wall runs one script, which asks for the turnout and the checkpoint.
WALL_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    f"{NONE_TRUSTED}"
)
# The stage does as well; the desk shows it in a frame.
STAGE_POLICY: Final = WALL_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
# The page that checks opened ballots runs libsodium itself, and looks at pictures from a file.
CHECK_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; form-action 'none'; base-uri 'none'; "
    f"frame-ancestors 'none'; {TRUSTED}"
)
# The committee's page does the same, and counts the record again in workers, from a blob.
COMMITTEE_POLICY: Final = CHECK_POLICY.replace(
    "connect-src", "worker-src blob:; child-src blob:; connect-src"
)
# The page that judges receipts runs libsodium, looks at pictures, and asks nobody; without the
# script its form asks the server.
RECEIPT_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"{TRUSTED}"
)
# The desk's door and the page of passkeys run one script each, which may ask this server.
DESK_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"{NONE_TRUSTED}"
)
# The pages of the day look at badges and cards, and derive public credentials with libsodium.
DAY_POLICY: Final = CHECK_POLICY.replace("form-action 'none'", "form-action 'self'")
# The desk of the stage holds the stage itself in a frame, and no script.
STAGE_DESK_POLICY: Final = POLICY.replace("form-action", "frame-src 'self'; form-action")
CAMERA: Final = "camera=(self), geolocation=(), microphone=()"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add_headers(response: Response) -> Response:
    """Put the headers on a response; what says nothing of caching is not stored anywhere.

    Vary names the language only where the answer asked for it: a tile is one for everybody.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if depends_on_language():
        response.vary.update(("Accept-Language", "Cookie"))
    return response
