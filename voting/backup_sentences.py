"""What refusals about backups mean and what to do, in both languages."""

from typing import Final

from ballots.errors import Sentence
from voting.refusal_codes import Refusal

BACKUP: Final[dict[Refusal, Sentence]] = {
    Refusal.SHARE_NOT_DRILLED: Sentence(
        "Máy chủ giữ một phần khoá bắt buộc, nhưng chưa có bản sao lưu nào của phần ấy được thử "
        "khôi phục. Hãy chạy tinnhiem backup, rồi tinnhiem restore --drill với tệp vừa tạo.",
        "The server holds a mandatory part of the key, and no backup of it has been tried. Run "
        "tinnhiem backup, then tinnhiem restore --drill with the file that it made.",
    ),
    Refusal.DATABASE_ELSEWHERE: Sentence(
        "Cơ sở dữ liệu là PostgreSQL, không nằm trong bản sao lưu này. Hãy sao lưu nó bằng "
        "pg_dump, rồi chạy lại với --without-database để lưu các khoá và cấu hình.",
        "The database is PostgreSQL, which this backup cannot hold. Back it up with pg_dump, then "
        "run this again with --without-database for the keys and the configuration.",
    ),
    Refusal.DATABASE_DIFFERS: Sentence(
        "Bản sao lưu này không thuộc loại cơ sở dữ liệu mà TINNHIEM_DATABASE_URL nêu. Hãy đặt lại "
        "biến ấy như trên máy đã sao lưu.",
        "This backup does not belong to the kind of database that TINNHIEM_DATABASE_URL names. "
        "Set the variable as on the machine that made the backup.",
    ),
    Refusal.NOT_BACKUP: Sentence(
        "Tệp này không phải bản sao lưu của tinnhiem backup. Hãy chọn đúng tệp.",
        "This file was not made by tinnhiem backup. Choose the right one.",
    ),
    Refusal.BACKUP_DAMAGED: Sentence(
        "Bản sao lưu bị hỏng hoặc thiếu phần cuối, nên không khôi phục gì. Hãy dùng bản khác.",
        "The backup is damaged or its end is missing; nothing was restored. Use another one.",
    ),
    Refusal.BACKUP_TOO_OLD: Sentence(
        "Bản sao lưu này được tạo trước khi có khoá của hội nghị. Hãy sao lưu lại.",
        "This backup was made before the key of the conference was there. Make another one.",
    ),
    Refusal.FOLDER_NOT_EMPTY: Sentence(
        "Chỉ khôi phục vào một thư mục trống, để không ghi đè lên gì cả. Hãy để thư mục cũ sang "
        "một bên, hoặc đặt TINNHIEM_INSTANCE là một thư mục mới.",
        "A backup is restored into an empty folder only, so that nothing is overwritten. Put the "
        "old folder aside, or let TINNHIEM_INSTANCE name a new one.",
    ),
}
