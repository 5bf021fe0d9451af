"""From the form of a step to values of the plan, and what is wrong with them.

What was typed is never lost: a value that the plan does not take stays as it was typed, and the
page shows it again with the reason.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from ballots.errors import Sentence
from voting.plan.keys import KEYS
from voting.plan.steps import KEYS_OF, Step
from voting.plan.titles import TITLES

Form = MultiDict[str, str]
Values = dict[str, Any]

_NUMBERS: Final = ("total_members", "convened", "present", "cards", "minimum_ballots", "seats")


def read_form(step: Step, form: Form, document: Mapping[str, Any]) -> Values:
    """Return each key of a step with its value; None where it was left empty."""
    read: dict[Step, Callable[[Form, Mapping[str, Any]], Values]] = {
        Step.RULES: _rules,
        Step.SITES: _sites,
        Step.COMMITTEE: _committee,
        Step.WITNESSES: _witnesses,
        Step.LANGUAGES: lambda form, _: {"languages": form.getlist("languages")},
        Step.SCREENS: _screens,
        Step.REHEARSAL: lambda form, _: {"rehearsal": "rehearsal" in form or None},
    }
    own = read.get(step)
    if own is not None:
        return own(form, document)
    keys = (key for key in KEYS_OF[step] if key not in ("people", "delegates"))
    return {key: _value(key, form.get(key, "")) for key in keys}


def problems_of(values: Values) -> list[Sentence]:
    """Return what is wrong with values, each with what a right one looks like."""
    found = []
    for key, value in values.items():
        try:
            if value is not None:
                KEYS[key].read(value)
        except ValueError:
            title, right = TITLES[key]
            found.append(
                Sentence(f"{title.vi}: phải là {right.vi}.", f"{title.en}: must be {right.en}.")
            )
    return found


def _value(key: str, raw: str) -> object:
    text = raw.strip()
    if not text:
        return None
    return _number(text) if key in _NUMBERS else text


def _number(text: str) -> int | str:
    """Read a number as clerks write it ("1.200"); what is none stays as it was typed."""
    plain = text.replace(".", "").replace("\u00a0", "").replace(" ", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else text


def _rules(form: Form, document: Mapping[str, Any]) -> Values:
    profile = form.get("profile") or None
    kept = document.get("rules") if profile == document.get("profile") else None
    seats = _value("seats", form.get("seats", ""))
    return {"profile": profile, "rules": kept, "seats": seats}


def _sites(form: Form, document: Mapping[str, Any]) -> Values:
    screens = {site["name"]: site for site in document.get("sites", ()) if "screen" in site}
    rows = []
    for name, cards in zip(form.getlist("name"), form.getlist("cards"), strict=False):
        if not name.strip() and not cards.strip():
            continue
        row: Values = {"name": name.strip()}
        if cards.strip():
            row["cards"] = _number(cards.strip())
        if name.strip() in screens:
            row["screen"] = screens[name.strip()]["screen"]
        rows.append(row)
    return {"sites": rows or None}


def _committee(form: Form, _: Mapping[str, Any]) -> Values:
    least = _value("minimum_ballots", form.get("minimum_ballots", ""))
    if form.get("holder") == "server":
        none = {"committee": None, "server_share": None}
        return {"trustees": "server", **none, "minimum_ballots": least}
    rows = []
    for number, name in enumerate(form.getlist("name")):
        if name.strip():
            head = {"head": True} if form.get("head") == str(number) else {}
            rows.append({"name": name.strip(), **head})
    return {
        "trustees": f"{form.get('needed', '').strip()}/{len(rows)}",
        "committee": rows,
        "server_share": "server_share" in form or None,
        "minimum_ballots": least,
    }


def _witnesses(form: Form, _: Mapping[str, Any]) -> Values:
    fields = (form.getlist(name) for name in ("name", "key", "url"))
    rows = []
    for name, key, url in zip(*fields, strict=False):
        texts = {"name": name.strip(), "key": key.strip(), "url": url.strip()}
        if any(texts.values()):
            rows.append({one: text for one, text in texts.items() if text})
    quorum = form.get("witness_quorum", "").strip()
    return {"witnesses": rows or None, "witness_quorum": _number(quorum) if quorum else None}


def _screens(form: Form, document: Mapping[str, Any]) -> Values:
    chosen = form.getlist("screen")
    sites = document.get("sites") or [{"name": form.get("only", "")}]
    return {
        "sites": [{**site, "screen": str(number) in chosen} for number, site in enumerate(sites)]
    }
