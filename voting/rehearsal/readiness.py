"""The page of readiness: each line a light with its figure, its limit, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ballots.errors import Sentence
from voting.plan.steps import Light
from voting.rehearsal.machine import Battery, Reached, certificate_until
from voting.rehearsal.report import Figures, Key, Line

NOTHING: Final = Sentence("", "")
STRONGER: Final = Sentence(
    "Đóng các chương trình khác, cắm điện, hoặc dùng máy mạnh hơn; cho đại biểu thêm phút.",
    "Close other programs, plug the machine in or take a faster one; give delegates more minutes.",
)
GIB: Final = 1 << 30
P95_GREEN, P95_AMBER = 2.0, 5.0  # seconds from pressing to the receipt
LATE: Final = 1.1  # of the planned time: the last receipts may come a little later
DISK_LEAST, DISK_TIMES = 2 * GIB, 10
MEMORY_GREEN, MEMORY_AMBER = GIB, GIB // 2
JUMP_GREEN, JUMP_AMBER = 1.0, 60.0
YEARS: Final = range(2025, 2100)
HANOI: Final = 7.0
BATTERY_GREEN, BATTERY_AMBER = 80, 40
TLS_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Committee:
    """How many members have done the drill, of how many; how many are needed.

    has_begun: False for a plan, whose members have got no links yet.
    """

    drilled: int
    size: int
    needed: int
    has_begun: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured. committee: None where the plan names none.

    answered: the rehearsal's server answered at the address that phones use.
    is_sound: the record was verified and gave every simulated mark. jump: of the clock, seconds.
    """

    figures: Figures
    is_sound: bool
    reached: Reached | None
    answered: bool
    disk: int
    used: int
    memory: int | None
    jump: float
    hours_ahead: float
    year: int
    battery: Battery | None
    committee: Committee | None


def lines_of(found: Measured) -> Iterator[Line]:
    """Judge what was measured."""
    yield from _load(found.figures)
    yield _result(found)
    yield _hand(found.figures)
    yield _network(found)
    yield tls_line(found.reached)
    yield _disk(found)
    yield _memory(found.memory)
    yield _clock(found)
    if found.battery is not None:
        yield _battery(found.battery)
    yield _committee(found.committee)
    yield Line(
        Key.PRINTER,
        Light.AMBER,
        Sentence("máy không tự xem được", "the machine cannot see it"),
        Sentence("một người xem tận nơi", "somebody looks at it"),
        Sentence(
            "In một tờ thẻ thử, xem giấy, mực, và quét thử mã ở thẻ ngoài cùng.",
            "Print a sheet of test cards; look at paper and ink, and scan the outermost card.",
        ),
    )


def _scale(value: float, green: float, amber: float) -> Light:
    """Return the light of a value of which less is better."""
    return Light.GREEN if value <= green else Light.AMBER if value <= amber else Light.RED


def _todo(light: Light, vi: str, en: str) -> Sentence:
    return NOTHING if light is Light.GREEN else Sentence(vi, en)


def _comma(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _both(value: float, vi: str, en: str, digits: int = 1) -> Sentence:
    return Sentence(f"{_comma(value, digits)} {vi}", f"{value:.{digits}f} {en}")


def _load(figures: Figures) -> Iterator[Line]:
    light = _scale(figures.spent, LATE * figures.span + P95_GREEN, 2 * figures.span + P95_AMBER)
    yield Line(
        Key.CASTS,
        light,
        Sentence(
            f"{_comma(figures.rate)} phiếu/s ({figures.cast} phiếu trong {_comma(figures.spent)} "
            "s)",
            f"{figures.rate:.1f} casts/s ({figures.cast} in {figures.spent:.1f} s)",
        ),
        Sentence(
            f"cần {_comma(figures.need)} phiếu/s ({figures.delegates} phiếu trong "
            f"{_comma(figures.span)} s)",
            f"needed {figures.need:.1f} casts/s ({figures.delegates} in {figures.span:.1f} s)",
        ),
        NOTHING if light is Light.GREEN else STRONGER,
    )
    light = _scale(figures.p95, P95_GREEN, P95_AMBER)
    yield Line(
        Key.LATENCY,
        light,
        Sentence(
            f"p50 {_comma(figures.p50, 2)} s; p95 {_comma(figures.p95, 2)} s; "
            f"p99 {_comma(figures.p99, 2)} s",
            f"p50 {figures.p50:.2f} s; p95 {figures.p95:.2f} s; p99 {figures.p99:.2f} s",
        ),
        Sentence(f"p95 không quá {_comma(P95_GREEN)} s", f"p95 at most {P95_GREEN:.1f} s"),
        NOTHING if light is Light.GREEN else STRONGER,
    )
    count = sum(figures.failures.values())
    codes = ", ".join(sorted(figures.failures))
    light = Light.RED if count else Light.GREEN
    yield Line(
        Key.FAILURES,
        light,
        Sentence(f"{count} phiếu hỏng {codes}".strip(), f"{count} casts failed {codes}".strip()),
        Sentence("không phiếu nào", "none"),
        _todo(
            light,
            "Xem sổ của máy chủ, rồi diễn tập lại trước khi mở cuộc thật.",
            "Look at the server's own words, then rehearse again before the real vote opens.",
        ),
    )


def _result(found: Measured) -> Line:
    light = Light.GREEN if found.is_sound else Light.RED
    said = (
        Sentence("hồ sơ đúng, mọi số đều khớp", "record verified, every figure agrees")
        if found.is_sound
        else Sentence("hồ sơ hoặc số không khớp", "record or figures do not agree")
    )
    return Line(
        Key.RESULT,
        light,
        said,
        Sentence("giải mã, lập biên bản, kiểm hồ sơ", "decrypted, minutes made, record verified"),
        _todo(light, "Đừng dùng máy này. Hãy báo người phát triển.", "Do not use this machine."),
    )


def _hand(figures: Figures) -> Line:
    all_came = 0 < figures.hand == figures.hand_cast
    light = Light.GREEN if all_came else Light.AMBER
    return Line(
        Key.HAND,
        light,
        Sentence(
            f"{figures.hand_cast}/{figures.hand} thẻ đã bỏ phiếu",
            f"{figures.hand_cast} of {figures.hand} cards voted",
        ),
        Sentence(
            "mọi thẻ thử được in, quét và bỏ phiếu", "every test card printed, scanned, voted"
        ),
        _todo(
            light,
            "Diễn tập lại, in thẻ thử và bỏ phiếu bằng vài điện thoại khác nhau.",
            "Rehearse again: print the test cards and vote with several different phones.",
        ),
    )


def _network(found: Measured) -> Line:
    where, limit = found.reached, Sentence("điện thoại tới được máy này", "phones get here")
    if where is None:
        said = Sentence("bản chuẩn bị không ghi địa chỉ", "the plan names no address")
        light = Light.AMBER
    elif where.ip is None:
        said = Sentence(
            f"{where.host} không phải địa chỉ của máy này", f"{where.host} is not this machine's"
        )
        light = Light.RED
    elif where.is_loopback:
        said = Sentence(
            f"{where.host}: chỉ chính máy này tới được", f"{where.host}: this machine alone"
        )
        light = Light.RED
    else:
        light = Light.GREEN if found.answered else Light.RED
        said = Sentence(
            f"{where.host} → {where.ip}, {'có' if found.answered else 'không'} trả lời",
            f"{where.host} → {where.ip}, {'answers' if found.answered else 'no answer'}",
        )
    todo = _todo(
        light,
        "Nối máy vào mạng của hội trường, ghi địa chỉ của máy trong mạng đó vào bước Thẻ, rồi "
        "mở thử bằng điện thoại.",
        "Join the network of the hall, write the address that this machine has there into the step "
        "of the cards, and open it with a phone.",
    )
    return Line(Key.NETWORK, light, said, limit, todo)


def tls_line(reached: Reached | None) -> Line:
    """Judge how the address is protected; over https, by asking the server there."""
    limit = Sentence("điện thoại không cảnh báo gì", "no warning on phones")
    if reached is None or reached.scheme != "https":
        said = Sentence("http trong mạng nội bộ", "plain http on the local network")
        todo = Sentence(
            "Dùng được: phiếu đã mã hoá trên điện thoại. Nhưng camera của các trang và khoá thiết "
            "bị thì cần https.",
            "It works: ballots are encrypted on the phone. But cameras on pages and passkeys need "
            "https.",
        )
        return Line(Key.TLS, Light.AMBER, said, limit, todo)
    try:
        until = certificate_until(reached)
    except OSError as error:
        name = type(error).__name__
        said = Sentence(f"{reached.host}:{reached.port}: {name}", f"{reached.host}: {name}")
        todo = Sentence(
            "Chạy máy chủ với --certificate và --private-key đúng tên này, hoặc dùng http.",
            "Run the server with --certificate and --private-key for this name, or use http.",
        )
        return Line(Key.TLS, Light.RED, said, limit, todo)
    days = (until - datetime.now(UTC)).days
    light = Light.GREEN if days >= TLS_DAYS else Light.AMBER
    said = Sentence(f"đúng tên, đến {until:%d/%m/%Y}", f"right name, until {until:%Y-%m-%d}")
    return Line(Key.TLS, light, said, limit, _todo(light, "Sắp hết hạn: gia hạn.", "Renew it."))


def _disk(found: Measured) -> Line:
    need = max(DISK_LEAST, DISK_TIMES * found.used)
    light = Light.GREEN if found.disk >= need else Light.RED
    return Line(
        Key.DISK,
        light,
        _both(found.disk / GIB, "GB còn trống", "GB free"),
        _both(
            need / GIB,
            f"GB trở lên (diễn tập dùng {found.used / GIB:.2f})".replace(".", ","),
            f"GB or more (the rehearsal used {found.used / GIB:.2f})",
        ),
        _todo(light, "Xoá bớt tệp không cần.", "Delete files that nobody needs."),
    )


def _memory(free: int | None) -> Line:
    limit = _both(MEMORY_GREEN / GIB, "GB trở lên", "GB or more")
    if free is None:
        said = Sentence("máy này không cho đọc", "cannot be read here")
        todo = Sentence("Xem bằng công cụ của hệ điều hành.", "Look with the system's own tool.")
        return Line(Key.MEMORY, Light.AMBER, said, limit, todo)
    light = _scale(-free, -MEMORY_GREEN, -MEMORY_AMBER)
    said = _both(free / GIB, "GB còn dùng được", "GB available")
    return Line(
        Key.MEMORY, light, said, limit, _todo(light, "Đóng chương trình khác.", "Close programs.")
    )


def _clock(found: Measured) -> Line:
    light = _scale(abs(found.jump), JUMP_GREEN, JUMP_AMBER)
    if found.year not in YEARS:
        light = Light.RED
    if found.hours_ahead != HANOI and light is Light.GREEN:
        light = Light.AMBER
    return Line(
        Key.CLOCK,
        light,
        Sentence(
            f"nhảy {_comma(abs(found.jump))} s; năm {found.year}; UTC{found.hours_ahead:+g}",
            f"jump {abs(found.jump):.1f} s; year {found.year}; UTC{found.hours_ahead:+g}",
        ),
        Sentence(f"không nhảy quá {JUMP_GREEN:.0f} s; UTC+7", f"at most {JUMP_GREEN:.0f} s; UTC+7"),
        _todo(
            light,
            "Đặt lại đồng hồ và múi giờ (Asia/Ho_Chi_Minh) bằng tay theo một đồng hồ tin được.",
            "Set clock and time zone (Asia/Ho_Chi_Minh) by hand from a clock you trust.",
        ),
    )


def _battery(found: Battery) -> Line:
    light = Light.GREEN
    if found.is_discharging:
        light = _scale(-found.percent, -BATTERY_GREEN, -BATTERY_AMBER)
    return Line(
        Key.BATTERY,
        light,
        Sentence(
            f"{found.percent} %, {'đang dùng pin' if found.is_discharging else 'đang cắm điện'}",
            f"{found.percent} %, {'on battery' if found.is_discharging else 'plugged in'}",
        ),
        Sentence(f"cắm điện, hoặc từ {BATTERY_GREEN} %", f"plugged in, or {BATTERY_GREEN} %"),
        _todo(light, "Cắm điện.", "Plug it in."),
    )


_DRILL: Final = (
    "Nhắc các thành viên mở đường dẫn của mình và làm bước thử giải mã.",
    "Ask the members to open their links and do the drill.",
)
_FREEZE_FIRST: Final = (
    "Sau khi khoá bản chuẩn bị: trao đường dẫn cho các thành viên, mỗi người thử giải mã.",
    "Once the preparation is frozen: hand the members their links; each does the drill.",
)


def _committee(found: Committee | None) -> Line:
    if found is None:
        said = Sentence("không có Ban Kiểm phiếu", "no committee")
        limit = Sentence("mọi thành viên đã thử giải mã", "every member did the drill")
        todo = Sentence(
            "Một mình máy chủ mở được kết quả: chỉ dùng để diễn tập.",
            "The server alone can open the result: for rehearsals only.",
        )
        return Line(Key.COMMITTEE, Light.AMBER, said, limit, todo)
    light = Light.GREEN if found.drilled == found.size else Light.AMBER
    if found.drilled < found.needed and found.has_begun:
        light = Light.RED
    return Line(
        Key.COMMITTEE,
        light,
        Sentence(
            f"{found.drilled}/{found.size} thành viên đã thử giải mã",
            f"{found.drilled} of {found.size} members did the drill",
        ),
        Sentence(f"mọi thành viên; ít nhất {found.needed}", f"all; at least {found.needed}"),
        _todo(light, *(_DRILL if found.has_begun else _FREEZE_FIRST)),
    )
