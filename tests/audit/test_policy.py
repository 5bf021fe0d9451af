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

LOG_LINE = f"log {LOG_KEY}\n"
WITNESSES = "".join(f"witness W{n} {witness_key(n)}\n" for n in range(1, 7))
# Two of three, and any of three others.
NESTED = (
    f"# a comment\n\n{LOG_LINE} \t\n{WITNESSES}"
    "group X 2 W1 W2 W3\n  group\tY any W4 W5 W6 \ngroup both all X Y\nquorum both\n"
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


W1 = f"witness W1 {witness_key(1)}\n"
W2 = f"witness W2 {witness_key(2)}\n"
MALFORMED, NAME, DUPLICATE = (
    LogFault.POLICY_MALFORMED,
    LogFault.POLICY_NAME,
    LogFault.POLICY_DUPLICATE,
)
RENAMED = VerificationKey("other", witness_key(1).public_key, KeyType.COSIGNATURE)
BAD = {
    "no_newline": (f"{W1}quorum W1", MALFORMED),
    "carriage_return": (f"{W1}quorum W1\r\n", MALFORMED),
    "null": (f"{W1}# \0\nquorum W1\n", MALFORMED),
    "delete": (f"{W1}# \x7f\nquorum W1\n", MALFORMED),
    "unknown_keyword": (f"{W1}allow W1\nquorum W1\n", MALFORMED),
    "upper_case_keyword": (f"{W1}Quorum W1\n", MALFORMED),
    "log_without_key": ("log\nquorum none\n", MALFORMED),
    "log_with_three_words": (f"log {LOG_KEY} url more\nquorum none\n", MALFORMED),
    "comment_after_words": (f"log {LOG_KEY} url # why\nquorum none\n", MALFORMED),
    "log_with_name": (f"log L {LOG_KEY}\nquorum none\n", LogFault.KEY_MALFORMED),
    "witness_without_words": ("witness\nquorum none\n", MALFORMED),
    "witness_without_key": ("witness W1\nquorum W1\n", MALFORMED),
    "witness_with_four_words": (f"witness W1 {witness_key(1)} url more\nquorum W1\n", MALFORMED),
    "witness_named_none": (f"witness none {witness_key(1)}\nquorum none\n", MALFORMED),
    "group_named_none": (f"{W1}group none any W1\nquorum none\n", MALFORMED),
    "group_without_members": (f"{W1}group g any\nquorum g\n", MALFORMED),
    "quorum_without_name": (f"{W1}quorum\n", MALFORMED),
    "quorum_of_two": (f"{W1}{W2}quorum W1 W2\n", MALFORMED),
    "witness_type_for_log": (f"log {witness_key(1)}\nquorum none\n", LogFault.KEY_TYPE),
    "log_type_for_witness": (f"witness W1 {LOG_KEY}\nquorum W1\n", LogFault.KEY_TYPE),
    "wrong_key_id": (W1.replace("+", "+0", 1) + "quorum W1\n", LogFault.KEY_MALFORMED),
    "unknown_quorum": (f"{W1}quorum W2\n", NAME),
    "quorum_before_witness": (f"quorum W1\n{W1}", NAME),
    "unknown_member": (f"{W1}group g any W1 W2\nquorum g\n", NAME),
    "member_below": (f"{W1}group g any W1 W2\n{W2}quorum g\n", NAME),
    "group_in_itself": (f"{W1}group g any W1 g\nquorum g\n", NAME),
    "member_none": (f"{W1}group g any W1 none\nquorum g\n", NAME),
    "witness_twice": (f"{W1}{W1}quorum W1\n", DUPLICATE),
    "witness_key_twice": (f"{W1}witness W2 {RENAMED}\nquorum W1\n", DUPLICATE),
    "log_twice": (f"{LOG_LINE}{LOG_LINE}quorum none\n", DUPLICATE),
    "name_of_witness_and_group": (f"{W1}{W2}group W1 any W2\nquorum W1\n", DUPLICATE),
    "group_twice": (f"{W1}{W2}group g any W1\ngroup g any W2\nquorum g\n", DUPLICATE),
    "member_twice": (f"{W1}group g any W1 W1\nquorum g\n", DUPLICATE),
    "member_of_two_groups": (
        f"{W1}{W2}group g any W1\ngroup h all W1 W2\nquorum h\n",
        DUPLICATE,
    ),
    "threshold_zero": (f"{W1}group g 0 W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "threshold_above": (f"{W1}group g 2 W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "threshold_signed": (f"{W1}group g +1 W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "threshold_zero_ahead": (f"{W1}group g 01 W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "threshold_word": (f"{W1}group g most W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "threshold_not_ascii": (f"{W1}group g \u0661 W1\nquorum g\n", LogFault.POLICY_THRESHOLD),
    "no_quorum": (W1, LogFault.POLICY_QUORUM),
    "empty": ("", LogFault.POLICY_QUORUM),
    "two_quorums": (f"{W1}quorum W1\nquorum none\n", LogFault.POLICY_QUORUM),
    "too_large": ("#" * MAX_POLICY + "\nquorum none\n", LogFault.POLICY_TOO_LARGE),
}


@pytest.mark.parametrize("defect", BAD)
def test_a_policy_is_refused_for_its_defect(defect: str) -> None:
    text, code = BAD[defect]
    assert refusal(policy, text) is code


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
