"""The sentences that stand on a picture, so that it tells all when it travels alone."""

from collections.abc import Iterator

from flask_babel import gettext as _  # type: ignore[import-untyped]  # no py.typed in 4.0

from voting.rules.ranking import Standing
from voting.services.reading import ConferenceView
from voting.views.result_page import ResultPage
from voting.views.words import lower_first, number, said


def sentences(view: ConferenceView, page: ResultPage) -> tuple[str, ...]:
    """Return what stands under the title; first of all if the reading is not the official one."""
    base = lower_first(said(page.base))
    share = _("Mẫu số của các tỷ lệ: %(base)s.", base=base)
    if page.whole:
        share = _(
            "Mẫu số của các tỷ lệ: %(whole)s (%(base)s).", whole=number(page.whole), base=base
        )
    made = (
        _numbers(view),
        f"{said(page.profile.title)} ({page.profile.id}). {share}",
        *_elected(page),
    )
    return made if page.is_official else (_unofficial(page), *made)


def _elected(page: ResultPage) -> Iterator[str]:
    """Tell who is elected, and what is not decided."""
    if page.ranking is None:
        return
    names = [row.result.person.name for row in page.total.rows]
    elected = [names[one.index] for one in page.ranking.of(Standing.ELECTED)]
    told = "; ".join(elected) or _("Không có ai trúng cử.")
    seats = page.ranking.seats
    yield _("Cần bầu %(seats)s. Trúng cử theo thứ tự số phiếu: %(names)s", seats=seats, names=told)
    if tied := [names[one.index] for one in page.ranking.of(Standing.TIED)]:
        yield _("Ngang phiếu, hội nghị quyết định: %(names)s", names="; ".join(tied))
    if page.ranking.unfilled:
        yield _("Chỗ chưa có người trúng cử: %(unfilled)s", unfilled=page.ranking.unfilled)


def _unofficial(page: ResultPage) -> str:
    return str(
        _(
            "KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC: cùng các số phiếu, đọc theo %(other)s để so sánh;"
            " hội nghị áp dụng %(own)s.",
            other=page.profile.id,
            own=page.official.id,
        )
    )


def _numbers(view: ConferenceView) -> str:
    definition, turnout = view.definition, view.turnout
    known = (
        (_("Được triệu tập"), definition.convened),
        (_("Có mặt"), turnout.present),
        (_("Phiếu phát ra"), turnout.issued),
        (_("Phiếu thu về"), turnout.cast),
    )
    return ". ".join(f"{name}: {number(value)}" for name, value in known if value is not None) + "."
