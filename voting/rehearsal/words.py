"""What the stages of a rehearsal and the lines of its page are called."""

from typing import Final

from ballots.errors import Sentence
from voting.plan.steps import Light
from voting.rehearsal.place import Stage
from voting.rehearsal.report import Key

STAGES: Final[dict[Stage, Sentence]] = {
    Stage.STARTING: Sentence("Đang bắt đầu", "Starting"),
    Stage.PREPARING: Sentence(
        "Đang tạo khoá, thẻ và máy chủ riêng", "Making keys, cards and a server of its own"
    ),
    Stage.ENCRYPTING: Sentence(
        "Đại biểu giả đang mã hoá phiếu", "Simulated delegates encrypt ballots"
    ),
    Stage.CASTING: Sentence("Đại biểu giả đang gửi phiếu", "Simulated delegates cast"),
    Stage.BY_HAND: Sentence("Chờ các thẻ thử bỏ phiếu bằng tay", "Waiting for the test cards"),
    Stage.DECRYPTING: Sentence("Đang đóng và giải mã", "Closing and decrypting"),
    Stage.VERIFYING: Sentence(
        "Đang lập biên bản và kiểm hồ sơ", "Making minutes and verifying the record"
    ),
    Stage.DONE: Sentence("Đã diễn tập xong", "The rehearsal is over"),
    Stage.STOPPED: Sentence("Diễn tập đã bị dừng", "The rehearsal was stopped"),
    Stage.FAILED: Sentence("Diễn tập không đi đến cuối", "The rehearsal broke off"),
}
TASKS: Final[dict[Stage, Sentence]] = {
    Stage.PREPARING: Sentence("Khoá, thẻ và máy chủ riêng", "Keys, cards and a server of its own"),
    Stage.ENCRYPTING: Sentence("Đại biểu giả mã hoá phiếu", "Simulated delegates encrypt"),
    Stage.CASTING: Sentence("Đại biểu giả gửi phiếu", "Simulated delegates cast"),
    Stage.BY_HAND: Sentence("Thẻ thử bằng tay", "Test cards by hand"),
    Stage.DECRYPTING: Sentence("Đóng và giải mã", "Closing and decrypting"),
    Stage.VERIFYING: Sentence("Biên bản, kiểm hồ sơ", "Minutes, verifying the record"),
}
KEYS: Final[dict[Key, Sentence]] = {
    Key.CASTS: Sentence("Phiếu mỗi giây", "Casts a second"),
    Key.LATENCY: Sentence("Đợi sau khi bấm gửi", "Wait after pressing send"),
    Key.FAILURES: Sentence("Phiếu hỏng", "Failed casts"),
    Key.RESULT: Sentence("Giải mã và hồ sơ", "Decryption and record"),
    Key.HAND: Sentence("Thẻ thử bằng tay", "Test cards by hand"),
    Key.NETWORK: Sentence("Địa chỉ điện thoại thấy", "Address that phones see"),
    Key.TLS: Sentence("Kết nối", "Connection"),
    Key.DISK: Sentence("Đĩa", "Disk"),
    Key.MEMORY: Sentence("Bộ nhớ", "Memory"),
    Key.CLOCK: Sentence("Đồng hồ", "Clock"),
    Key.BATTERY: Sentence("Pin", "Battery"),
    Key.COMMITTEE: Sentence("Ban Kiểm phiếu", "Committee"),
    Key.PRINTER: Sentence("Máy in", "Printer"),
}
JUDGED: Final[dict[Light, Sentence]] = {
    Light.GREEN: Sentence("Đạt", "Good"),
    Light.AMBER: Sentence("Cần xem", "Look at it"),
    Light.RED: Sentence("Không đạt", "Not good"),
}
