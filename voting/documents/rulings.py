"""What the rules say and what they make of the counts, in the words of the documents."""

from collections.abc import Iterator, Sequence

from voting.documents.account import Account
from voting.documents.figures import base_of, comparison
from voting.documents.office import Speech
from voting.findings import Language
from voting.rules.profile import Contest, Threshold
from voting.rules.words import NUMBERS, Operator, RowPolicy

SETTINGS = {
    "levels": ("các mức", "the levels"),
    "every_row_marked": ("bắt buộc đánh dấu mọi hàng", "every row must be marked"),
    "row_policy": ("cách tính hàng không đánh dấu", "what an unmarked row does"),
    "quorum": ("điều kiện họp", "the quorum"),
    "denominator": ("mẫu số", "the denominator"),
    "thresholds": ("các ngưỡng", "the thresholds"),
    "contest": ("phiếu không bầu ai, ngang phiếu", "ballots that elect nobody, ties"),
    "decimals": ("số chữ số thập phân", "the decimals"),
    "title": ("tên quy định", "the name of the rules"),
    "address": ("cách xưng hô", "how delegates are addressed"),
    "ballot": ("tên phiếu", "the name of the ballot"),
    "instructions": ("lời dặn trên phiếu", "the instructions on the ballot"),
}


def reached_items(account: Account, language: Language) -> tuple[str, ...]:
    """Tell for each threshold who reached it, with the integers that were compared."""
    return tuple(_reached(account, one, language) for one in account.definition.profile.thresholds)


def _reached(account: Account, threshold: Threshold, language: Language) -> str:
    say = Speech(language)
    there = [
        f"{one.person.name} ({comparison(one, threshold, account)})"
        for one in account.people
        if one.outcome is not None
        and one.outcome.reached is not None
        and one.outcome.reached.id == threshold.id
    ]
    who = "; ".join(there) or say("không có ai", "nobody")
    return f"{say.of(threshold.title)}: {who}."


def rule_items(account: Account, language: Language) -> tuple[str, ...]:
    """Tell the rules: which regulation, what shares are of, the thresholds, what is uncertain."""
    return tuple(_rules(account, Speech(language)))


def _rules(account: Account, say: Speech) -> Iterator[str]:
    profile = account.definition.profile
    yield say(
        "{title}. Bộ quy tắc {id}, phiên bản {version}.",
        "{title}. Rule profile {id}, version {version}.",
        title=say.of(profile.title),
        id=profile.id,
        version=profile.version,
    )
    if profile.ballot is not None:
        yield say("Loại phiếu: {name}.", "Ballot: {name}.", name=say.of(profile.ballot))
    yield say(
        "Mẫu số của tỷ lệ và ngưỡng: {base}.",
        "Percentages and thresholds are of: {base}.",
        base=base_of(account, say.language),
    )
    yield (
        _nobody_chosen(profile.contest, say)
        if profile.contest
        else _row_policy(profile.row_policy, say)
    )
    for one in profile.thresholds:
        yield _threshold(account, one, say)
    if not profile.thresholds:
        yield no_thresholds(say)
    yield from _doubts(account, say)


def no_thresholds(say: Speech) -> str:
    """Say that the rules attach nothing to any share."""
    return say("Quy định không đặt ngưỡng nào.", "The rules set no threshold.")


def _nobody_chosen(contest: Contest, say: Speech) -> str:
    return say(
        "Bầu ít hơn số lượng là hợp lệ; phiếu không bầu ai: {verdict}.",
        "Electing fewer than the number is valid; a ballot that elects nobody is {verdict}.",
        verdict=say("hợp lệ", "valid")
        if contest.nobody_chosen == "valid"
        else say("không hợp lệ", "invalid"),
    )


def _row_policy(policy: RowPolicy, say: Speech) -> str:
    if policy is RowPolicy.SHEET:
        return say(
            "Phiếu có hàng không đánh dấu thì không hợp lệ cả phiếu; máy bỏ phiếu bắt buộc đánh "
            "dấu mọi hàng.",
            "A sheet with an unmarked row is void as a whole; the booth asks for every row.",
        )
    return say(
        "Hàng không đánh dấu chỉ không tính cho người đó; phiếu vẫn hợp lệ.",
        "An unmarked row counts for nobody; the sheet stays valid.",
    )


def _threshold(account: Account, one: Threshold, say: Speech) -> str:
    profile = account.definition.profile
    level = profile.levels[profile.level_index(one.level)]
    sign = (
        say("trên {part}", "more than {part}", part=one.fraction)
        if one.operator is Operator.MORE_THAN
        else say("từ {part} trở lên", "{part} or more", part=one.fraction)
    )
    return say(
        "{level} {sign} {of}: {consequence}",
        "{level}, {sign} of {of}: {consequence}",
        level=say.of(level),
        sign=sign,
        of=say.small(NUMBERS[profile.denominator.value]),
        consequence=say.of(one.consequence),
    )


def _doubts(account: Account, say: Speech) -> Iterator[str]:
    profile = account.definition.profile
    if profile.uncertain:
        yield say(
            "Chưa chắc chắn trong văn bản; tính theo bộ quy tắc mà Ban Tổ chức đã chọn: {what}.",
            "Uncertain in the text; taken as the profile has it that the organizer chose: {what}.",
            what=settings_in_words(profile.uncertain, say),
        )
    if profile.overridden:
        yield say(
            "Do Ban Tổ chức quyết định trong kế hoạch: {what}.",
            "Decided by the organizer in the plan: {what}.",
            what=settings_in_words(profile.overridden, say),
        )


def settings_in_words(settings: Sequence[str], say: Speech) -> str:
    """Name settings of a profile, each root once."""
    roots = dict.fromkeys(name.split(".")[0] for name in settings)
    return ", ".join(say(*SETTINGS[root]) if root in SETTINGS else root for root in roots)
