"""What a witness answers: one status for each way in which a request is wrong."""

import pytest

from audit.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from audit.errors import LogFault
from audit.merkle import EMPTY_ROOT, consistency_path
from audit.note import NoteSignature, VerificationKey, add_signatures
from audit.witness import (
    MAX_REQUEST,
    Status,
    Verdict,
    checkpoint_path,
    judge,
    make_request,
    parse_conflict,
    parse_request,
    parse_response,
)
from tests.audit.logs import (
    LOG,
    LOG_KEY,
    ORIGIN,
    OTHER,
    checkpoint,
    cosignature,
    node,
    refusal,
    root,
    witness_key,
    witness_secret,
)

KNOWN = {ORIGIN: [LOG_KEY]}


def request(old: int, new: int, text: str | None = None) -> bytes:
    path = consistency_path(old, new, node)
    return make_request(old=old, path=path, checkpoint=text or checkpoint(new))


def state(size: int) -> Checkpoint | None:
    return Checkpoint(ORIGIN, size, root(size)) if size else None


def verdict(body: bytes, last: Checkpoint | None = None) -> Verdict:
    return judge(parse_request(body), KNOWN, last)


@pytest.mark.parametrize("sizes", [(0, 0), (0, 1), (0, 7), (3, 7), (4, 8), (6, 7), (7, 7)])
def test_a_log_that_grows_is_cosigned(sizes: tuple[int, int]) -> None:
    found = verdict(request(*sizes), state(sizes[0]))
    assert found == Verdict(Status.COSIGNED)
    assert found.body == ""


def test_a_request_is_the_old_size_the_path_and_the_checkpoint() -> None:
    body = request(6, 7).decode()
    assert body.startswith("old 6\n") and body.endswith("=\n\n" + checkpoint(7))
    assert request(0, 7).decode() == f"old 0\n\n{checkpoint(7)}"


def test_an_unknown_log_is_not_found() -> None:
    found = judge(parse_request(request(0, 7)), {"other": [LOG_KEY]}, None)
    assert found == Verdict(Status.NOT_FOUND, LogFault.UNKNOWN_LOG)
    assert (found.body, found.content_type) == (
        "witness_unknown_log\n",
        "text/plain; charset=utf-8",
    )


def test_a_checkpoint_that_the_log_did_not_sign_is_forbidden() -> None:
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    found = judge(parse_request(request(0, 7)), {ORIGIN: [stranger]}, None)
    assert found == Verdict(Status.FORBIDDEN, LogFault.WRONG_KEY)
    forged = NoteSignature(ORIGIN, LOG_KEY.key_id, bytes(64))
    found = verdict(request(0, 7, f"{checkpoint(7)}{forged}\n"))
    assert found == Verdict(Status.FORBIDDEN, LogFault.BAD_SIGNATURE)


def test_one_of_the_keys_of_a_log_is_enough() -> None:
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    found = judge(parse_request(request(0, 7)), {ORIGIN: [stranger, LOG_KEY]}, None)
    assert found.status is Status.COSIGNED


def test_an_old_size_above_the_new_one_is_a_bad_request() -> None:
    body = f"old 8\n\n{checkpoint(7)}".encode()
    assert verdict(body, state(8)) == Verdict(Status.BAD_REQUEST, LogFault.OLD_SIZE_ABOVE)


@pytest.mark.parametrize(("old", "last"), [(0, 3), (3, 0), (3, 5), (7, 5), (5, 9)])
def test_a_witness_that_stands_elsewhere_says_where(old: int, last: int) -> None:
    found = verdict(request(old, 7), state(last))
    assert found == Verdict(Status.CONFLICT, LogFault.OLD_SIZE_DIFFERS, last_size=last)
    assert (found.body, found.content_type) == (f"{last}\n", "text/x.tlog.size")
    assert parse_conflict(found.body.encode()) == last


def signed(size: int, head: bytes) -> str:
    forged = Checkpoint(ORIGIN, size, head)
    return sign_checkpoint(forged, public_key=LOG.public_key(), sign=LOG.sign)


@pytest.mark.parametrize(
    ("body", "last"),
    [
        (request(3, 7, signed(7, root(6))), 3),  # a fork
        (request(7, 7, signed(7, root(6))), 7),  # another tree of the same size
        (request(3, 7).replace(b"old 3", b"old 4"), 4),  # the proof of another size
        (b"old 0\n" + request(3, 7).partition(b"\n")[2], 0),  # a path from nothing
        (b"old 7\n" + request(3, 7).partition(b"\n")[2], 7),  # a path to itself
        (f"old 3\n\n{checkpoint(7)}".encode(), 3),  # no path
        (request(0, 0, signed(0, root(6))), 0),  # an empty tree with a root of its own
    ],
)
def test_a_log_that_does_not_continue_what_was_seen_is_unprocessable(
    body: bytes, last: int
) -> None:
    found = verdict(body, state(last))
    assert found == Verdict(Status.UNPROCESSABLE, LogFault.BAD_CONSISTENCY)


BODY = request(3, 7)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        BODY.replace(b"old 3", b"old 03"),
        BODY.replace(b"old 3", b"old  3"),
        BODY.replace(b"old 3", b"old -3"),
        BODY.replace(b"old 3", b"new 3"),
        BODY.replace(b"old 3\n", b""),
        BODY.replace(b"old 3\n", b"old 3\r\n"),
        BODY.replace(b"\n\n", b"\n", 1),
        BODY.replace(b"old 3\n", b"old 3\nAAAA\n"),
        BODY.replace(b"old 3\n", b"old 3\n" + BODY.split(b"\n")[1][:-1] + b"\n"),
        b"old 3\n" + (BODY.split(b"\n")[1] + b"\n") * 64 + b"\n" + checkpoint(7).encode(),
        b"\xff" + BODY,
        BODY + b"x" * MAX_REQUEST,
    ],
)
def test_a_request_in_another_form_is_malformed(body: bytes) -> None:
    assert refusal(parse_request, body) is LogFault.REQUEST_MALFORMED


def test_a_request_without_a_checkpoint_is_malformed() -> None:
    assert refusal(parse_request, BODY[:-1]) is LogFault.NOTE_MALFORMED
    spoilt = BODY.replace(b"\n7\n", b"\n07\n")
    assert refusal(parse_request, spoilt) is LogFault.CHECKPOINT_MALFORMED


CHECKPOINT = parse_checkpoint(checkpoint(7))
LINES = [cosignature(checkpoint(7), number, 1000 + number) for number in (1, 2)]


def test_an_answer_gives_the_lines_of_known_witnesses_verified() -> None:
    body = "".join(LINES).encode()
    assert parse_response(body, CHECKPOINT, [witness_key(2)]) == [(LINES[1], 1002)]
    both = parse_response(body, CHECKPOINT, [witness_key(1), witness_key(2)])
    assert [time for _, time in both] == [1001, 1002]
    assert add_signatures(checkpoint(7), [line for line, _ in both]).endswith("".join(LINES))
    assert parse_response(body, CHECKPOINT, [witness_key(3)]) == []


def test_an_answer_about_another_checkpoint_is_refused() -> None:
    other = parse_checkpoint(checkpoint(6))
    keys = [witness_key(1)]
    assert refusal(parse_response, LINES[0].encode(), other, keys) is LogFault.BAD_SIGNATURE


def test_an_answer_without_a_time_is_refused() -> None:
    key = witness_key(1)
    text = CHECKPOINT.note.text
    signature = bytes(8) + witness_secret(1).sign(f"cosignature/v1\ntime 0\n{text}".encode())
    body = f"{NoteSignature(key.name, key.key_id, signature)}\n".encode()
    assert refusal(parse_response, body, CHECKPOINT, [key]) is LogFault.BAD_TIME


@pytest.mark.parametrize("body", [b"", b"x", b"\xff\n", LINES[0].encode()[:-1]])
def test_an_answer_in_another_form_is_malformed(body: bytes) -> None:
    assert refusal(parse_response, body, CHECKPOINT, []) is LogFault.RESPONSE_MALFORMED
    assert refusal(parse_response, b"\n", CHECKPOINT, []) is LogFault.NOTE_MALFORMED
    assert refusal(parse_conflict, body) is LogFault.RESPONSE_MALFORMED


def test_a_size_in_another_form_is_malformed() -> None:
    for body in (b"07\n", b"7\n\n", b" 7\n", b"7"):
        assert refusal(parse_conflict, body) is LogFault.RESPONSE_MALFORMED


def test_the_last_checkpoint_of_a_log_lies_at_the_hash_of_its_origin() -> None:
    assert checkpoint_path("example.com/behind-the-sofa").endswith("/checkpoint")
    assert len(checkpoint_path(ORIGIN)) == 64 + len("/checkpoint")
    assert checkpoint_path("").startswith(EMPTY_ROOT.hex())
