"""The witnesses of a plan: keys of cosigners, no two alike, and a quorum that can be reached."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.note import KeyType, VerificationKey
from tests.voting.plan.test_plan_file import PLAN, codes, parsed
from voting.planning import definition_of
from voting.policy import policy_of


def vkey(number: int, kind: KeyType = KeyType.COSIGNATURE, name: str = "") -> str:
    public = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key()
    return str(VerificationKey(name or f"w{number}.example", public, kind))


def table(key: str, more: str = "") -> str:
    return f'\n[[witnesses]]\nname = "Công đoàn"\nkey = "{key}"\n{more}'


def test_witnesses_reach_the_definition_and_the_policy() -> None:
    url = 'url = "http://192.168.1.20:8100"'
    plan = parsed(f"witness_quorum = 1\n{PLAN}{table(vkey(1), url)}{table(vkey(2))}")
    definition = definition_of(plan, 5)
    assert [one.url for one in definition.witnesses] == ["http://192.168.1.20:8100", None]
    policy = policy_of(definition, vkey(9, KeyType.ED25519, "log"))
    assert policy.splitlines()[1:] == [
        f"witness w1 {vkey(1)} http://192.168.1.20:8100",
        f"witness w2 {vkey(2)}",
        "group witnesses 1 w1 w2",
        "quorum witnesses",
    ]


def test_more_than_half_must_cosign_unless_the_plan_says_how_many() -> None:
    for named, quorum in ((1, 1), (2, 2), (3, 2), (4, 3)):
        tables = "".join(table(vkey(number)) for number in range(1, named + 1))
        assert definition_of(parsed(PLAN + tables), 5).witness_quorum == quorum
    plain = definition_of(parsed(PLAN), 5)
    assert (plain.witnesses, plain.witness_quorum) == ((), 0)
    assert policy_of(plain, "log+x").splitlines() == ["log log+x", "quorum none"]


def test_a_quorum_beyond_the_witnesses_is_refused() -> None:
    assert codes(f"witness_quorum = 2\n{PLAN}{table(vkey(1))}") == ["too_few_witnesses"]
    assert codes(f"witness_quorum = 1\n{PLAN}") == ["too_few_witnesses"]


@pytest.mark.parametrize(
    "tables",
    [
        table("rubbish"),
        table(vkey(1, KeyType.ED25519)),
        table(vkey(1)) + table(vkey(1, name="other.example")),
        table(vkey(1), 'url = "ftp://x"'),
        table(vkey(1), 'secret = "x"'),
        '\n[[witnesses]]\nname = "x"\n',
        table(vkey(1), 'name2 = "x"'),
    ],
    ids=["no-key", "a-log-s-key", "one-key-twice", "no-address", "unknown", "keyless", "unknown-2"],
)
def test_what_is_no_witness_is_refused(tables: str) -> None:
    assert codes(PLAN + tables) == ["bad_value"]


def test_witnesses_must_be_tables() -> None:
    assert codes(f'witnesses = "w"\n{PLAN}') == ["bad_value"]
    assert codes(f"witnesses = []\n{PLAN}") == ["bad_value"]
