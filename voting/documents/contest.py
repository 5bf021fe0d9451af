"""What the papers of an election (bầu cử) say beside the figures: seats, surplus, who is elected.

Equal votes at the last seat and seats that stay empty are stated; what follows, the conference
decides.
"""

from collections.abc import Iterator

from voting.documents.account import Account, PersonCount
from voting.documents.blocks import Block, Items, Text
from voting.documents.figures import comparison, shares_of
from voting.documents.office import Speech
from voting.findings import Language
from voting.rules.percent import format_percentage
from voting.rules.ranking import STANDINGS, Placed, Standing
from voting.standings import surplus_of


def seat_items(account: Account, say: Speech) -> Iterator[str]:
    """Tell how many are to be elected, from how long a list; nothing of a rating."""
    found = surplus_of(account.definition)
    if found is None:
        return
    yield say(
        "Số lượng cần bầu: {seats}; danh sách bầu cử: {people} người; số dư: {surplus} người, "
        "bằng {share}% số lượng cần bầu.",
        "To be elected: {seats}; list: {people} people; surplus: {surplus}, which is {share}% of "
        "the number to be elected.",
        seats=found.seats,
        people=found.seats + found.surplus,
        surplus=found.surplus,
        share=format_percentage(found.hundredths, say.language),
    )
    if found.is_over:
        yield say(
            "Số dư nhiều hơn mức {limit}% mà quy định nêu.",
            "The surplus is more than the {limit}% that the regulation names.",
            limit=found.rule.surplus_limit,
        )


def elected_blocks(account: Account, language: Language) -> Iterator[Block]:
    """Tell who is elected, from the most votes; ties and empty seats, not decided."""
    say, ranking = Speech(language), account.ranking
    if ranking is None:
        return
    yield Text(
        text=say("Trúng cử, theo thứ tự số phiếu:", "Elected, in the order of votes:"), keep=True
    )
    elected = [_placed(account, one, say) for one in ranking.of(Standing.ELECTED)]
    yield Items(items=tuple(elected) or (say("Không có ai.", "Nobody."),))
    if tied := ranking.of(Standing.TIED):
        yield Text(
            text=say(
                "Ngang phiếu, còn {seats} chỗ; hội nghị quyết định:",
                "Equal votes, seats left: {seats}; for the conference to decide:",
                seats=ranking.contested,
            ),
            style="strong",
            keep=True,
        )
        yield Items(items=tuple(_placed(account, one, say) for one in tied))
        yield Text(text=_ties(account, say), style="quiet")
    if ranking.unfilled:
        yield Text(
            text=say(
                "Còn {unfilled} trên {seats} chỗ chưa có người trúng cử. Có bầu tiếp hay không do "
                "hội nghị quyết định.",
                "Seats without anybody elected: {unfilled} of {seats}. Whether to vote again is "
                "for the conference to decide.",
                unfilled=ranking.unfilled,
                seats=ranking.seats,
            ),
            style="strong",
        )


def _placed(account: Account, place: Placed, say: Speech) -> str:
    """Write "1. Trần Văn Bình: 40 phiếu (80,00%; 40 × 2 = 80 > 50 × 1 = 50)"."""
    one, bar = account.people[place.index], account.definition.profile.thresholds[0]
    return say(
        "{rank}. {name}: {votes} phiếu ({share}%; {integers})",
        "{rank}. {name}: {votes} votes ({share}%; {integers})",
        rank=place.rank,
        name=one.person.name,
        votes=place.votes,
        share=shares_of(one, say.language)[0],
        integers=comparison(one, bar, account),
    )


def _ties(account: Account, say: Speech) -> str:
    """Say what follows a tie, and that no text was read for it if that is so."""
    profile = account.definition.profile
    if profile.contest is None:
        return ""
    told = say.of(profile.contest.ties)
    is_uncertain = "contest.ties" in profile.uncertain
    unread = say("Chưa đối chiếu với văn bản: ", "Not confirmed in a text: ")
    return f"{unread}{told}" if is_uncertain else told


def invalid_sentence(account: Account, say: Speech) -> str:
    """Say which ballots are invalid, and what a ballot that elects nobody is."""
    contest, nobody = account.definition.profile.contest, account.counted.nobody
    if contest is not None and contest.nobody_chosen == "valid":
        return say(
            "Phiếu không bầu ai: {nobody}, được tính là hợp lệ.",
            "Ballots that elect nobody: {nobody}; they count as valid.",
            nobody=nobody,
        )
    return say(
        "Phiếu không hợp lệ: {nobody}, là phiếu không bầu ai. Phiếu bầu quá số lượng, sai dạng, "
        "dùng thẻ đã huỷ hoặc đã dùng đều bị từ chối lúc gửi nên không vào số thu về.",
        "Invalid ballots: {nobody}, which elect nobody. A ballot that elects too many, is "
        "malformed, or of a void or used card, is refused when it is sent and never collected.",
        nobody=nobody,
    )


def below_table(say: Speech) -> str:
    """Say how the shares of the table are meant."""
    return say(
        "Mỗi phiếu bầu nhiều người, nên các tỷ lệ không cộng lại với nhau. Tỷ lệ làm tròn nửa lên "
        "đến hai chữ số thập phân; quá bán so bằng số nguyên, không so bằng tỷ lệ đã làm tròn.",
        "Each ballot elects several people, so the percentages are not added up. They are rounded "
        "half up to two decimals; more than half is compared as integers, never through rounded "
        "percentages.",
    )


def standing_of(account: Account, one: PersonCount, say: Speech) -> str:
    """Say what became of a candidate; nothing of a rating."""
    if account.ranking is None:
        return ""
    return say.of(STANDINGS[account.ranking.standing_of(one.number - 1)])
