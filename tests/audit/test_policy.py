"""Policies: read as specified, refused by the line that is wrong, and judged on signatures."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.checkpoint import parse_checkpoint
from audit.errors import LogFault, LogRefused
from audit.note import KeyType, NoteSignature, VerificationKey
from audit.policy import MAX_POLICY, Group, Policy, PolicyKey, make_policy, parse_policy, printable
from audit.quorum import evaluate_policy, verify_quorum
from tests.audit.log_defects import LOG_LINE, NESTED, POLICIES, W1, W2
from tests.audit.logs import (
    LOG,
    LOG_KEY,
    ORIGIN,
    OTHER,
    checkpoint,
    cosigned,
    refusal,
    witness_key,
)

SIGNED = checkpoint(7)


def policy(text: str) -> Policy:
    return parse_policy(text.encode())


def test_a_policy_says_logs_witnesses_groups_and_quorum() -> None:
    read = policy(NESTED)
    assert read.logs == (PolicyKey(LOG_KEY),)
    assert read.witnesses["W2"].key == witness_key(2)
    assert read.groups == {
        "X": Group(2, ("W1", "W2", "W3")),
        "Y": Group(1, ("W4", "W5", "W6")),
        "both": Group(2, ("X", "Y")),
    }
    assert read.quorum == "both"
    assert parse_policy(make_policy(read)) == read


def test_urls_are_kept() -> None:
    read = policy(f"log {LOG_KEY} https://l\nwitness W {witness_key(1)} https://w/ă\nquorum W\n")
    assert (read.logs[0].url, read.witnesses["W"].url) == ("https://l", "https://w/ă")
    assert parse_policy(make_policy(read)) == read


def test_only_the_quorum_is_mandatory() -> None:
    assert policy("quorum none\n") == Policy((), {}, {}, "none")
    assert policy(f"quorum none\n{LOG_LINE}").logs == (PolicyKey(LOG_KEY),)


def test_names_are_bytes() -> None:
    line = f" {witness_key(1)}\n".encode()
    for name in (b"K", "\u212a".encode(), b"\xff\x80", b"#1", b"all", b"2"):
        read = parse_policy(b"witness " + name + line + b"quorum " + name + b"\n")
        assert make_policy(read).startswith(b"witness " + name + b" ")
    assert printable(b"\xff".decode(errors="surrogateescape")) == "\ufffd"
    kelvin = b"witness K" + line + "quorum \u212a\n".encode()
    assert refusal(parse_policy, kelvin) is LogFault.POLICY_NAME
    spaces = b"witness \xc2\xa0" + line + b"quorum \xc2\xa0\n"
    assert list(parse_policy(spaces).witnesses) == ["\u00a0"]


@pytest.mark.parametrize("count", [32, 100])
def test_as_many_logs_witnesses_and_groups_as_the_specification_asks_for(count: int) -> None:
    def key(number: int, kind: KeyType) -> VerificationKey:
        secret = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
        return VerificationKey(f"k{number}", secret.public_key(), kind)

    numbers = range(1, count + 1)
    groups = {f"g{n}": Group(1, (f"w{n}",)) for n in numbers}
    made = Policy(
        logs=tuple(PolicyKey(key(n, KeyType.ED25519)) for n in numbers),
        witnesses={f"w{n}": PolicyKey(key(n, KeyType.COSIGNATURE)) for n in numbers},
        groups={**groups, "top": Group(count, tuple(groups))},
        quorum="top",
    )
    assert parse_policy(make_policy(made)) == made


MALFORMED, NAME, DUPLICATE = (
    LogFault.POLICY_MALFORMED,
    LogFault.POLICY_NAME,
    LogFault.POLICY_DUPLICATE,
)
DEFECTS = {
    MALFORMED: (
        *("no_newline", "carriage_return", "null", "delete", "unknown_keyword"),
        *("upper_case_keyword", "log_without_key", "log_with_three_words", "comment_after_words"),
        *("witness_without_words", "witness_without_key", "witness_with_four_words"),
        *("witness_named_none", "group_named_none", "group_without_members"),
        *("quorum_without_name", "quorum_of_two"),
    ),
    LogFault.KEY_MALFORMED: ("log_with_name", "wrong_key_id"),
    LogFault.KEY_TYPE: ("witness_type_for_log", "log_type_for_witness"),
    NAME: (
        *("unknown_quorum", "quorum_before_witness", "unknown_member", "member_below"),
        *("group_in_itself", "member_none"),
    ),
    DUPLICATE: (
        *("witness_twice", "witness_key_twice", "log_twice", "name_of_witness_and_group"),
        *("group_twice", "member_twice", "member_of_two_groups"),
    ),
    LogFault.POLICY_THRESHOLD: (
        *("threshold_zero", "threshold_above", "threshold_signed", "threshold_zero_ahead"),
        *("threshold_word", "threshold_not_ascii"),
    ),
    LogFault.POLICY_QUORUM: ("no_quorum", "empty", "two_quorums"),
}
SOUND = ("nested", "two_of_three", "quorum_alone", "quorum_of_one", "urls", "names_like_keywords")


def test_every_policy_of_the_vectors_is_judged_here() -> None:
    assert set(POLICIES) == {*SOUND, *(name for names in DEFECTS.values() for name in names)}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_policy_is_read_and_written_again(name: str) -> None:
    assert parse_policy(make_policy(policy(POLICIES[name]))) == policy(POLICIES[name])


def test_a_policy_that_is_too_large_is_refused() -> None:
    assert refusal(policy, "#" * MAX_POLICY + "\nquorum none\n") is LogFault.POLICY_TOO_LARGE


@pytest.mark.parametrize(
    ("defect", "code"), [(name, code) for code, names in DEFECTS.items() for name in names]
)
def test_a_policy_is_refused_for_its_defect(defect: str, code: LogFault) -> None:
    assert refusal(policy, POLICIES[defect]) is code


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(LogRefused) as caught:
        policy(f"{W1}\n# comment\nquorum W2\n")
    assert caught.value.detail == "line 4: W2"


@pytest.mark.parametrize("name", ["a b", "", "a\nb"])
def test_a_policy_that_could_not_be_read_again_is_not_made(name: str) -> None:
    made = Policy((), {name: PolicyKey(witness_key(1))}, {}, "none")
    with pytest.raises(LogRefused):
        make_policy(made)


def test_a_policy_whose_url_would_be_lost_is_not_made() -> None:
    made = Policy((PolicyKey(LOG_KEY, "a\tb"),), {}, {}, "none")
    assert refusal(make_policy, made) is MALFORMED
    assert refusal(make_policy, Policy((PolicyKey(LOG_KEY, " u"),), {}, {}, "none")) is MALFORMED


@given(st.binary(max_size=200))
def test_no_bytes_make_the_parser_fail_in_another_way(content: bytes) -> None:
    assert refusal(parse_policy, content + b"\nquorum -\n")


# ---------------------------------------------------------------- judging


@pytest.mark.parametrize(
    ("witnesses", "is_reached"),
    [
        ((), False),
        ((1, 2), False),
        ((4,), False),
        ((1, 4), False),
        ((1, 2, 4), True),
        ((2, 3, 6), True),
        ((1, 2, 3, 4, 5, 6), True),
    ],
)
def test_a_quorum_holds_as_its_groups_do(witnesses: tuple[int, ...], is_reached: bool) -> None:
    signed = parse_checkpoint(cosigned(SIGNED, *witnesses, time=1000))
    found = evaluate_policy(policy(NESTED), signed)
    assert found.times == {f"W{n}": 1000 + n for n in witnesses}
    assert (found.log, found.is_reached) == (LOG_KEY, is_reached)
    if is_reached:
        assert verify_quorum(policy(NESTED), signed) == found
    else:
        assert refusal(verify_quorum, policy(NESTED), signed) is LogFault.NO_QUORUM


def test_one_witness_can_be_the_quorum_and_none_always_holds() -> None:
    signed = parse_checkpoint(cosigned(SIGNED, 2))
    assert evaluate_policy(policy(f"{W1}{W2}quorum W2\n"), signed).is_reached
    assert not evaluate_policy(policy(f"{W1}{W2}quorum W1\n"), signed).is_reached
    assert verify_quorum(policy(f"{LOG_LINE}quorum none\n"), signed).times == {}


def test_a_policy_without_logs_leaves_the_log_to_others() -> None:
    assert verify_quorum(policy("quorum none\n"), parse_checkpoint(SIGNED)).log is None


def test_a_checkpoint_of_no_log_of_the_policy_is_refused() -> None:
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    elsewhere = VerificationKey("elsewhere", LOG.public_key())
    signed = parse_checkpoint(SIGNED)
    wrong = refusal(evaluate_policy, policy(f"log {stranger}\nquorum none\n"), signed)
    assert wrong is LogFault.WRONG_KEY
    wrong = refusal(evaluate_policy, policy(f"log {elsewhere}\nquorum none\n"), signed)
    assert wrong is LogFault.WRONG_ORIGIN
    both = policy(f"log {stranger}\nlog {LOG_KEY}\nquorum none\n")
    assert evaluate_policy(both, signed).log == LOG_KEY


@pytest.mark.parametrize("key", [LOG_KEY, witness_key(1)])
def test_a_wrong_signature_of_a_known_key_spoils_the_checkpoint(key: VerificationKey) -> None:
    forged = NoteSignature(key.name, key.key_id, bytes(72))
    signed = parse_checkpoint(f"{cosigned(SIGNED, 1, 2, 4)}{forged}\n")
    assert refusal(evaluate_policy, policy(NESTED), signed) is LogFault.BAD_SIGNATURE


def test_a_cosignature_of_another_checkpoint_does_not_count() -> None:
    other = cosigned(checkpoint(6), 1).splitlines()[-1]
    signed = parse_checkpoint(f"{SIGNED}{other}\n")
    assert refusal(evaluate_policy, policy(NESTED), signed) is LogFault.BAD_SIGNATURE
