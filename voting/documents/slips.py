"""One sealed slip per person rated: only their own figures, one file each.

The upper third is the address; folded along the dotted lines it is all that can be seen.
"""

from voting.documents.account import Account, PersonCount
from voting.documents.blocks import Fold, Items, Paper, Signatures, Text, Title
from voting.documents.contest import standing_of
from voting.documents.figures import base_of, comparison, own_table
from voting.documents.office import Speech, chair, head_of, is_party, short_date
from voting.documents.rulings import no_thresholds
from voting.findings import Language


def slip(account: Account, one: PersonCount, language: Language) -> Paper:
    """Return the slip of one person."""
    about, say = account.definition, Speech(language)
    title = say("THÔNG BÁO KẾT QUẢ", "NOTICE OF RESULT")
    to = (
        say("Kính gửi: Đồng chí {name}", "To: {name}", name=one.person.name)
        if is_party(about.profile)
        else say("Kính gửi: Ông/Bà {name}", "To: {name}", name=one.person.name)
    )
    return Paper(
        title=f"{title} · {one.person.name}",
        language=language,
        blocks=(
            head_of(account, language, "TB"),
            Text(text=to, style="large", align="center"),
            Text(text=one.person.position, align="center"),
            Text(
                text=say("Chỉ người có tên được mở.", "To be opened by the addressee only."),
                style="quiet",
                align="center",
            ),
            Fold(text=say("Gập, dán kín tại đây", "Fold and seal here")),
            Title(text=title, below=(about.name,)),
            Text(
                text=say(
                    "Ngày {date}, số phiếu thu về: {cast}. Tỷ lệ phần trăm tính trên {base}.",
                    "On {date}; ballots collected: {cast}. Percentages are of {base}.",
                    date=short_date(about.date, language),
                    cast=account.closing.cast,
                    base=_own_base(account, one, language),
                )
            ),
            own_table(account, one, language),
            Items(items=(_verdict(account, one, language),)),
            Signatures(signers=(chair(account, language),)),
        ),
    )


def _own_base(account: Account, one: PersonCount, language: Language) -> str:
    """Say what this person's percentages are of, with the number."""
    base = base_of(account, language)
    if one.outcome is None or ":" in base:
        return base
    return f"{base}: {Speech(language).number(one.outcome.whole)}"


def _verdict(account: Account, one: PersonCount, language: Language) -> str:
    """Tell the threshold that was reached, with its integers and its consequence."""
    say = Speech(language)
    if one.outcome is None:
        return say.of(one.problem) if one.problem is not None else ""
    if not account.definition.profile.thresholds:
        return no_thresholds(say)
    if standing := standing_of(account, one, say):
        bar = account.definition.profile.thresholds[0]
        return f"{standing} ({comparison(one, bar, account)})."
    reached = one.outcome.reached
    if reached is None:
        return say("Không tới ngưỡng nào của quy định.", "No threshold of the rules is reached.")
    return say(
        "{title} ({integers}). {consequence}",
        "{title} ({integers}). {consequence}",
        title=say.of(reached.title),
        integers=comparison(one, reached, account),
        consequence=say.of(reached.consequence),
    )
