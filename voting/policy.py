"""The trust policy of a conference: its log, its witnesses, how many must cosign (tlog-policy).

log vote.example/log/j2Sje6ewboTnzL+8f1c2a90+AYz…
witness w1 doan.example+1c1d2e3f+BLk… http://192.168.1.20:8100
witness w2 bao.example+5a6b7c8d+BNc…
group witnesses 1 w1 w2
quorum witnesses
"""

from voting.definition import Definition


def policy_of(definition: Definition, log_key: str) -> str:
    """Return the text of the policy. log_key: the verification key of the conference's log."""
    lines = [f"log {log_key}"]
    names = []
    for number, witness in enumerate(definition.witnesses, start=1):
        names.append(f"w{number}")
        url = f" {witness.url}" if witness.url else ""
        lines.append(f"witness w{number} {witness.key}{url}")
    if names and definition.witness_quorum:
        lines.append(f"group witnesses {definition.witness_quorum} {' '.join(names)}")
        lines.append("quorum witnesses")
    else:
        lines.append("quorum none")
    return "".join(f"{line}\n" for line in lines)
