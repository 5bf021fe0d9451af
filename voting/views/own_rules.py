"""The organizer's own decisions in place of a rule profile's, as a plan's [rules] table has them.

A list of thresholds or levels replaces the profile's whole list, so it is shown whole.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import to_builtins

from ballots.errors import Sentence
from voting import access
from voting.doorkeeper import current, now
from voting.language import language
from voting.plan.own_rules import (
    ROW_POLICIES,
    SETTINGS,
    YES_NO,
    in_words,
    problems_of_rules,
    settable,
)
from voting.plan.steps import Step
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.rules.profile import PROFILE_IDS, Profile, load_profile
from voting.rules.words import NUMBERS, OPERATORS, Denominator
from voting.services import drafts as service
from voting.services.documents import mark_of
from voting.views.common import instance
from voting.views.draft_forms import Form, Values
from voting.views.drafts import READERS, WRITERS, words
from voting.views.words import said

own_rules = Blueprint("own_rules", __name__, url_prefix="/desk/drafts/<int:number>/own-rules")
own_rules.context_processor(words)

TEXTS: Final = ("title", "address", "ballot", "instructions")
PER_CENT: Final = ("surplus_from", "surplus_to", "surplus_limit")
NOBODY: Final = {
    "invalid": Sentence("không hợp lệ", "not valid"),
    "valid": Sentence("hợp lệ", "valid"),
}
_YES_NO: Final = {"true": True, "false": False}


@own_rules.get("")
@access.only(*READERS)
def show(number: int) -> ResponseReturnValue:
    """Show each setting with the profile's own value beside it."""
    draft = service.read_draft(instance(), number)
    return _page(draft, _profile(draft), draft.document.get("rules", {}))


@own_rules.post("")
@access.only(*WRITERS)
def save(number: int) -> ResponseReturnValue:
    """Keep what was decided, or say why a plan with it would be refused."""
    draft = service.read_draft(instance(), number)
    profile = _profile(draft)
    rules, mark = read_rules(request.form, profile), request.form.get("mark", "")
    problems = [said(one) for one in problems_of_rules(profile, rules)]
    if problems or "more" in request.form:
        return _page(draft, profile, rules, problems, mark), 422 if problems else 200
    kept = partial(service.change_draft, instance(), current(), number, Step.RULES)
    try:
        kept({"rules": rules or None}, mark=mark, now=now())
    except VotingRefused as error:
        answer = answer_to(error)
        return _page(draft, profile, rules, [answer.message(language())]), answer.status
    return redirect(url_for("drafts.step", number=number, name=Step.RULES.value), 303)


def _profile(draft: service.DraftView) -> Profile:
    """Return the profile that a draft has chosen. Raises VotingRefused NOT_FOUND before that."""
    chosen = draft.document.get("profile")
    if chosen not in PROFILE_IDS:
        raise VotingRefused(Refusal.NOT_FOUND)
    return load_profile(str(chosen))


def _page(
    draft: service.DraftView,
    profile: Profile,
    rules: Mapping[str, Any],
    problems: object = (),
    mark: str = "",
) -> str:
    shipped = to_builtins(profile)
    levels = rules.get("levels", shipped["levels"])
    return render_template(
        "desk/own_rules.html",
        draft=draft,
        profile=profile,
        rules=rules,
        problems=problems,
        mark=mark or mark_of(draft.document, Step.RULES),
        settings=[(key, SETTINGS[key][0], in_words(profile, key)) for key in settable(profile)],
        thresholds=rules.get("thresholds", shipped["thresholds"]),
        levels=levels,
        level_names={one["id"]: Sentence(one["vi"], one["en"]) for one in levels},
        more=request.form.get("more", ""),
        choices={
            "denominator": {one.value: NUMBERS[one.value] for one in Denominator},
            "every_row_marked": {word: YES_NO[value] for word, value in _YES_NO.items()},
            "row_policy": {one.value: said for one, said in ROW_POLICIES.items()},
        },
        operators={one.value: said for one, said in OPERATORS.items()},
        numbers=NUMBERS,
        nobody=NOBODY,
    )


def read_rules(form: Form, profile: Profile) -> Values:
    """Return the [rules] table of a form: what was left as in the profile is not in it."""
    found: Values = {key: form[key] for key in ("denominator", "row_policy") if form.get(key)}
    if every := form.get("every_row_marked"):
        found["every_row_marked"] = _YES_NO.get(every, every)
    if form.get("quorum") == "own" or (not form.get("quorum") and form.get("quorum_fraction")):
        names = ("operator", "fraction", "of")
        found["quorum"] = {name: form.get(f"quorum_{name}", "").strip() for name in names}
    elif form.get("quorum"):
        found["quorum"] = form["quorum"]
    shipped = to_builtins(profile)
    for key, mark, read in (("thresholds", "t_id", _thresholds), ("levels", "l_id", _levels)):
        if mark in form and f"shipped_{key}" not in form and read(form) != list(shipped[key]):
            found[key] = read(form)
    for key in TEXTS:
        if text := _text(form.get(f"{key}_vi", ""), form.get(f"{key}_en", "")):
            found[key] = text
    contest = _contest(form) if profile.contest is not None else {}
    return found | ({"contest": contest} if contest else {})


def _text(vi: str, en: str) -> dict[str, str] | None:
    """Return words in both languages; where the English is left out, the Vietnamese stand there."""
    vi, en = _on_one_line(vi), _on_one_line(en)
    return {"vi": vi, "en": en or vi} if vi or en else None


def _on_one_line(text: str) -> str:
    """Return what was typed into a large field as the ballot and the minutes have it."""
    return " ".join(line.strip() for line in text.splitlines()).strip()


def _rows(form: Form, *names: str) -> list[dict[str, str]]:
    columns = (form.getlist(name) for name in names)
    return [
        {name: text.strip() for name, text in zip(names, row, strict=True)}
        for row in zip(*columns, strict=False)
    ]


def _thresholds(form: Form) -> list[Values]:
    names = ("t_id", "t_level", "t_operator", "t_fraction")
    texts = ("t_title_vi", "t_title_en", "t_consequence_vi", "t_consequence_en")
    found: list[Values] = []
    for number, row in enumerate(_rows(form, *names, *texts), start=1):
        if row["t_fraction"] or row["t_title_vi"]:
            settings = {name.removeprefix("t_"): row[name] for name in names}
            settings["id"] = settings["id"] or f"own_{number}"
            title = _text(row["t_title_vi"], row["t_title_en"])
            consequence = _text(row["t_consequence_vi"], row["t_consequence_en"])
            blank = {"vi": "", "en": ""}
            found.append({**settings, "title": title or blank, "consequence": consequence or blank})
    return found


def _levels(form: Form) -> list[Values]:
    rows = enumerate(_rows(form, "l_id", "l_vi", "l_en"), start=1)
    return [
        {"id": row["l_id"] or f"level_{number}", **(_text(row["l_vi"], row["l_en"]) or {})}
        for number, row in rows
        if row["l_vi"] or row["l_en"]
    ]


def _contest(form: Form) -> Values:
    found: Values = {}
    for key in PER_CENT:
        text = form.get(key, "").strip()
        if text:
            found[key] = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text
    if form.get("nobody_chosen"):
        found["nobody_chosen"] = form["nobody_chosen"]
    return found
