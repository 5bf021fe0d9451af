"""The closed list of what a plan or a list of people is refused for, and the sentences (vi, en)."""

from enum import StrEnum

from ballots.errors import Sentence
from voting.findings import Finding, FindingsError, fill


class PlanRefusal(StrEnum):
    """Why a plan, a list of people or one of its rows was refused (closed list)."""

    FILE_MISSING = "file_missing"
    FILE_TOO_LARGE = "file_too_large"
    WRONG_KIND_OF_FILE = "wrong_kind_of_file"
    NOT_UTF8 = "not_utf8"
    UNREADABLE_TABLE = "unreadable_table"
    EMPTY_TABLE = "empty_table"
    TABLE_TOO_LARGE = "table_too_large"
    SEVERAL_SHEETS = "several_sheets"
    MERGED_CELLS = "merged_cells"
    HIDDEN_ROWS = "hidden_rows"
    BROKEN_QUOTES = "broken_quotes"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    REPEATED_HEADINGS = "repeated_headings"
    EXTRA_CELL = "extra_cell"
    FORMULA = "formula"
    EMPTY_NAME = "empty_name"
    EMPTY_POSITION = "empty_position"
    TEXT_TOO_LONG = "text_too_long"
    BAD_CHARACTER = "bad_character"
    GARBLED_TEXT = "garbled_text"
    MIXED_ORDER = "mixed_order"
    DUPLICATE_PERSON = "duplicate_person"
    DUPLICATE_DELEGATE = "duplicate_delegate"
    WRONG_DELEGATES = "wrong_delegates"
    BAD_PHOTO = "bad_photo"
    TOO_FEW_PEOPLE = "too_few_people"
    TOO_MANY_PEOPLE = "too_many_people"
    BAD_COUNT = "bad_count"
    BAD_PERCENTAGE = "bad_percentage"
    SUM_OVER_BALLOTS = "sum_over_ballots"
    TOTALS_DIFFER = "totals_differ"
    PLAN_NOT_TOML = "plan_not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    BAD_VALUE = "bad_value"
    TOO_FEW_CARDS = "too_few_cards"
    TOO_FEW_WITNESSES = "too_few_witnesses"
    WRONG_COMMITTEE = "wrong_committee"
    SITES_OVER_CARDS = "sites_over_cards"
    NUMBER_NEEDED = "number_needed"
    SEATS_NEEDED = "seats_needed"
    SEATS_OF_NO_ELECTION = "seats_of_no_election"
    NO_SURPLUS = "no_surplus"
    SHARED_BY_VOTES = "shared_by_votes"
    SEVERAL_VOTES = "several_votes"
    ALIKE_VOTES = "alike_votes"
    UNKNOWN_SAMPLE = "unknown_sample"
    RECORD_NOT_SOUND = "record_not_sound"
    RECORD_WITHOUT_RESULT = "record_without_result"
    RECORD_NOT_A_RATING = "record_not_a_rating"


_P = PlanRefusal

FILE_SENTENCES: dict[PlanRefusal, Sentence] = {
    _P.FILE_MISSING: Sentence(
        "Không đọc được tệp {file}. Hãy kiểm tra tên tệp và thư mục.",
        "File {file} cannot be read. Check its name and folder.",
    ),
    _P.FILE_TOO_LARGE: Sentence(
        "Tệp {file} quá lớn (hơn {limit} MB). Danh sách thường chỉ vài chục KB.",
        "File {file} is too large (over {limit} MB). A list usually has a few dozen KB.",
    ),
    _P.WRONG_KIND_OF_FILE: Sentence(
        "Tệp {file} không phải CSV hoặc XLSX đúng như tên của nó. Hãy lưu lại dạng .csv (UTF-8)"
        " hoặc .xlsx, không đặt mật khẩu.",
        "File {file} is not the CSV or XLSX that its name says. Save it as .csv (UTF-8)"
        " or .xlsx, without a password.",
    ),
    _P.NOT_UTF8: Sentence(
        "Tệp {file} không được lưu dạng UTF-8. Trong Excel, chọn “CSV UTF-8” khi lưu, hoặc dùng"
        " .xlsx.",
        "File {file} is not saved as UTF-8. In Excel choose “CSV UTF-8” when saving, or use .xlsx.",
    ),
    _P.UNREADABLE_TABLE: Sentence(
        "Tệp {file} bị hỏng hoặc không đúng cấu trúc. Hãy mở và lưu lại tệp.",
        "File {file} is damaged or not well formed. Open it and save it again.",
    ),
    _P.EMPTY_TABLE: Sentence(
        "Tệp {file} không có dòng nào. Dòng đầu phải là tiêu đề cột, ví dụ: Họ và tên, Chức vụ.",
        "File {file} has no rows. The first row must be the headings, for example: name, position.",
    ),
    _P.TABLE_TOO_LARGE: Sentence(
        "Tệp {file} có hơn {rows} dòng hoặc {columns} cột. Hãy xoá các dòng, cột thừa.",
        "File {file} has more than {rows} rows or {columns} columns. Delete what is not needed.",
    ),
    _P.SEVERAL_SHEETS: Sentence(
        "Tệp {file} có nhiều trang tính có dữ liệu: {sheets}. Hãy để danh sách trên một trang.",
        "File {file} has several sheets with content: {sheets}. Keep the list on one sheet.",
    ),
    _P.MERGED_CELLS: Sentence(
        "Tệp {file} có ô gộp: {cells}. Hãy bỏ gộp và ghi đủ từng ô.",
        "File {file} has merged cells: {cells}. Unmerge them and fill in every cell.",
    ),
    _P.HIDDEN_ROWS: Sentence(
        "Tệp {file} có dòng bị ẩn: {rows}. Hãy bỏ ẩn hoặc bỏ lọc, xem lại rồi lưu.",
        "File {file} has hidden rows: {rows}. Unhide them or clear the filter, look, and save.",
    ),
    _P.BROKEN_QUOTES: Sentence(
        '{file}, dòng {row}: dấu ngoặc kép không khớp. Hãy bỏ dấu " thừa, hoặc viết hai lần ("").',
        '{file}, row {row}: a quotation mark has no partner. Delete the stray ", or write it twice'
        ' ("").',
    ),
    _P.MISSING_COLUMN: Sentence(
        "Dòng {row} không có cột “{column}”. Dòng đầu phải là tiêu đề cột, ví dụ:"
        " Họ và tên, Chức vụ.",
        "Row {row} has no column “{column}”. The first row must be the headings, for example:"
        " name, position.",
    ),
    _P.UNKNOWN_COLUMN: Sentence(
        "Dòng {row}: không biết cột {value}. Có phải là “{nearest}” không? Hãy sửa tiêu đề.",
        "Row {row}: column {value} is not known. Did you mean “{nearest}”? Mend the heading.",
    ),
    _P.DUPLICATE_COLUMN: Sentence(
        "Dòng {row}: hai cột cùng là “{column}”. Hãy giữ một cột.",
        "Row {row}: two columns are “{column}”. Keep one of them.",
    ),
}

ROW_SENTENCES: dict[PlanRefusal, Sentence] = {
    _P.REPEATED_HEADINGS: Sentence(
        "Dòng {row} lặp lại tiêu đề cột. Hãy xoá dòng này.",
        "Row {row} repeats the headings. Delete this row.",
    ),
    _P.EXTRA_CELL: Sentence(
        "Dòng {row}: có nội dung {value} ở ngoài các cột có tiêu đề. Nếu là CSV, đặt ô có dấu phẩy"
        ' trong ngoặc kép, ví dụ: "Chủ nhiệm Ủy ban Khoa học, Công nghệ".',
        "Row {row}: {value} stands outside the columns with a heading. In a CSV put a cell that"
        ' holds a comma in double quotes, for example: "Chair, Committee of Science".',
    ),
    _P.FORMULA: Sentence(
        "Dòng {row}, cột “{column}”: là công thức. Hãy dán dưới dạng giá trị.",
        "Row {row}, column “{column}”: this is a formula. Paste it as a value.",
    ),
    _P.EMPTY_NAME: Sentence(
        "Dòng {row}, cột “{column}”: {value} không phải họ và tên. Ghi như “Nguyễn Văn An”.",
        "Row {row}, column “{column}”: {value} is no name. Write it like “Nguyễn Văn An”.",
    ),
    _P.EMPTY_POSITION: Sentence(
        "Dòng {row}, cột “{column}”: để trống. Ghi chức vụ, ví dụ “Phó Chủ tịch UBND”;"
        " nếu là dòng tên khối, hãy xoá và ghi khối ở cột “Khối”.",
        "Row {row}, column “{column}”: empty. Write the position, for example “Deputy Chair”;"
        " if this is the title of a group, delete it and use the column “section”.",
    ),
    _P.TEXT_TOO_LONG: Sentence(
        "Dòng {row}, cột “{column}”: dài {length} ký tự, nhiều nhất {limit}. Hãy rút gọn.",
        "Row {row}, column “{column}”: {length} characters long, at most {limit}. Shorten it.",
    ),
    _P.BAD_CHARACTER: Sentence(
        "Dòng {row}, cột “{column}”: {value} có ký tự không được phép ({character}: xuống dòng,"
        " ký tự điều khiển hoặc ký tự ẩn). Hãy gõ lại trên một dòng.",
        "Row {row}, column “{column}”: {value} holds a character that is not allowed ({character}:"
        " a line break, a control or an invisible one). Type it again on one line.",
    ),
    _P.GARBLED_TEXT: Sentence(
        "Dòng {row}, cột “{column}”: {value} bị lỗi phông chữ. Đúng phải là {right}; hãy xuất lại"
        " tệp dạng UTF-8.",
        "Row {row}, column “{column}”: {value} is garbled. It should read {right}; export the file"
        " again as UTF-8.",
    ),
    _P.MIXED_ORDER: Sentence(
        "Dòng {row}, cột “{column}”: số thứ tự {value} đứng sau số {before}. Hãy xếp các dòng đúng"
        " thứ tự rồi đánh số lại 1, 2, 3…, hoặc bỏ trống cột này.",
        "Row {row}, column “{column}”: number {value} stands after {before}. Put the rows into"
        " order and number them again 1, 2, 3…, or leave this column empty.",
    ),
    _P.DUPLICATE_DELEGATE: Sentence(
        "Dòng {row}: {value} đã có ở dòng {first}. Nếu là hai người trùng tên, hãy ghi đơn vị hoặc"
        " mã khác nhau; nếu là một người, hãy xoá một dòng.",
        "Row {row}: {value} is already in row {first}. If these are two people, give them different"
        " units or badges; if it is one, delete a row.",
    ),
    _P.WRONG_DELEGATES: Sentence(
        "Danh sách đại biểu có {count} người. Phải có từ 1 đến {limit} người.",
        "The list of delegates has {count} people. It must have from 1 to {limit}.",
    ),
    _P.DUPLICATE_PERSON: Sentence(
        "Dòng {row}: {value} đã có ở dòng {first}. Mỗi người chỉ ghi một dòng.",
        "Row {row}: {value} is already in row {first}. Each person has one row.",
    ),
    _P.BAD_PHOTO: Sentence(
        "Người thứ {row}, {name}: không dùng được ảnh {file}. Ảnh phải là tệp JPEG, PNG hoặc WebP"
        " nằm cạnh kế hoạch, nhiều nhất 5 MB.",
        "Person {row}, {name}: photo {file} cannot be used. It must be a JPEG, PNG or WebP file"
        " beside the plan, of at most 5 MB.",
    ),
    _P.TOO_FEW_PEOPLE: Sentence(
        "Danh sách không có người nào. Phải có từ 1 đến {limit} người.",
        "The list has no people. It must have from 1 to {limit}.",
    ),
    _P.TOO_MANY_PEOPLE: Sentence(
        "Danh sách có {count} người, nhiều nhất là {limit}. Hãy chia thành nhiều cuộc lấy phiếu.",
        "The list has {count} people, at most {limit}. Divide it into several votes.",
    ),
    _P.BAD_COUNT: Sentence(
        "Dòng {row}, cột “{column}”: {value} không phải số phiếu. Ghi số nguyên, ví dụ 73.",
        "Row {row}, column “{column}”: {value} is no number of ballots. Write a whole number"
        " like 73.",
    ),
    _P.BAD_PERCENTAGE: Sentence(
        "Dòng {row}, cột “{column}”: {value} không phải tỷ lệ. Ghi như 66,6 hoặc để trống.",
        "Row {row}, column “{column}”: {value} is no percentage. Write it like 66.6, or leave it"
        " empty.",
    ),
    _P.SUM_OVER_BALLOTS: Sentence(
        "Dòng {row}: các mức cộng lại là {total}, lớn hơn {limit} (cột “{column}”)."
        " Hãy kiểm tra các số.",
        "Row {row}: the levels add up to {total}, more than {limit} (column “{column}”)."
        " Check the numbers.",
    ),
    _P.TOTALS_DIFFER: Sentence(
        "Dòng {row}, cột “{column}”: {value}, nhưng dòng {first} ghi {other}. Mọi dòng của một"
        " cuộc lấy phiếu phải giống nhau.",
        "Row {row}, column “{column}”: {value}, but row {first} says {other}. All rows of one vote"
        " must say the same.",
    ),
}

PLAN_SENTENCES: dict[PlanRefusal, Sentence] = {
    _P.PLAN_NOT_TOML: Sentence(
        "Tệp kế hoạch viết sai cú pháp TOML ({where}). Hãy xem ví dụ trong hướng dẫn.",
        "The plan is not valid TOML ({where}). See the example in the guide.",
    ),
    _P.UNKNOWN_KEY: Sentence(
        "Kế hoạch có mục lạ {key}.{hint} Các mục được phép: {known}.",
        "The plan has an unknown key {key}.{hint} The keys allowed are: {known}.",
    ),
    _P.MISSING_KEY: Sentence(
        "Kế hoạch thiếu mục “{key}”. Phải là {right}.",
        "The plan lacks “{key}”. It must be {right}.",
    ),
    _P.BAD_VALUE: Sentence(
        "Mục “{key}” là {value}. Phải là {right}.",
        "“{key}” is {value}. It must be {right}.",
    ),
    _P.TOO_FEW_CARDS: Sentence(
        "Có {cards} thẻ cho {present} đại biểu có mặt. Hãy in ít nhất bằng số có mặt.",
        "There are {cards} cards for {present} delegates present. Print at least as many.",
    ),
    _P.TOO_FEW_WITNESSES: Sentence(
        "witness_quorum là {quorum} nhưng chỉ nêu {named} giám sát. Hãy nêu đủ hoặc giảm số này.",
        "witness_quorum is {quorum}, but {named} witnesses are named. Name more or lower it.",
    ),
    _P.WRONG_COMMITTEE: Sentence(
        "[[committee]] nêu {named} người nhưng trustees là {trustees}. Hãy sửa cho khớp.",
        "[[committee]] names {named} people, but trustees is {trustees}. Make them agree.",
    ),
    _P.SEATS_NEEDED: Sentence(
        "Thiếu “seats”: {profile} là bầu cử, phải ghi số lượng cần bầu, ví dụ seats = 5.",
        "“seats” is missing: {profile} is an election; write how many are elected: seats = 5.",
    ),
    _P.SEATS_OF_NO_ELECTION: Sentence(
        "Không dùng được “seats”: {profile} không phải bầu cử. Hãy bỏ khoá này, hoặc đổi bộ"
        " quy tắc.",
        "“seats” cannot be used: {profile} is no election. Leave it out or change the profile.",
    ),
    _P.NO_SURPLUS: Sentence(
        "Bầu {seats} người mà danh sách có {people}: không có số dư, đại biểu không có gì để chọn."
        " Danh sách không có số dư được bầu bằng phiếu đồng ý hoặc không đồng ý từng người.",
        "{seats} are to be elected and the list has {people}: without a surplus there is nothing to"
        " choose. A list without surplus is voted on by agree or disagree per person.",
    ),
    _P.SITES_OVER_CARDS: Sentence(
        "Các điểm nhận {sites} thẻ nhưng chỉ in {cards}. Hãy in thêm hoặc giảm số thẻ của điểm.",
        "The sites get {sites} cards, but {cards} are printed. Print more or lower the sites'.",
    ),
    _P.NUMBER_NEEDED: Sentence(
        "Thiếu “{key}”: bộ quy tắc {profile} tính tỷ lệ trên số này. Hãy ghi số đó.",
        "“{key}” is missing: rule profile {profile} takes percentages of it. Enter it.",
    ),
    _P.SHARED_BY_VOTES: Sentence(
        "“{key}” là chung cho các cuộc dùng cùng thẻ. Hãy ghi phía trên [[votes]], hoặc thêm"
        " new_cards = true vào cuộc này.",
        "“{key}” is common to the votes that share cards. Write it above [[votes]], or add"
        " new_cards = true to this vote.",
    ),
    _P.SEVERAL_VOTES: Sentence(
        "Tệp {file} nêu nhiều cuộc ([[votes]]); ở đây cần kế hoạch của một cuộc.",
        "File {file} names several votes ([[votes]]); here the plan of one is needed.",
    ),
    _P.ALIKE_VOTES: Sentence(
        "Hai cuộc cùng tên {value}. Hãy đặt tên khác nhau để đại biểu phân biệt được.",
        "Two votes are both called {value}. Name them apart, so that delegates can tell them.",
    ),
    _P.UNKNOWN_SAMPLE: Sentence(
        "Không có bộ dữ liệu mẫu {value}.{hint} Hiện có: {known}.",
        "There is no sample {value}.{hint} There are: {known}.",
    ),
    _P.RECORD_NOT_SOUND: Sentence(
        "Hồ sơ {file} không qua được kiểm tra, nên không lập bảng từ đó. Hãy chạy `tinnhiem verify`"
        " để xem vì sao.",
        "Record {file} does not verify, so no table is made of it. Run `tinnhiem verify` to see"
        " why.",
    ),
    _P.RECORD_WITHOUT_RESULT: Sentence(
        "Hồ sơ {file} chưa có kết quả. Hãy tải lại sau khi công bố.",
        "Record {file} has no result yet. Download it again after the publication.",
    ),
    _P.RECORD_NOT_A_RATING: Sentence(
        "Hồ sơ {file} không phải lấy phiếu tín nhiệm ba mức, nên không lập được bảng này.",
        "Record {file} is not a rating in three levels, so this table cannot be made of it.",
    ),
}

SENTENCES: dict[PlanRefusal, Sentence] = {**FILE_SENTENCES, **ROW_SENTENCES, **PLAN_SENTENCES}


class PlanRefused(FindingsError):
    """A plan or a list of people was refused; `.findings` lists all that is wrong."""


def finding(code: PlanRefusal, **values: object) -> Finding:
    """Make a finding; `row` and `column` among the values also say where it is."""
    row, column, key = values.get("row"), values.get("column"), values.get("key")
    return Finding(
        code,
        fill(SENTENCES[code], values),
        row=row if isinstance(row, int) else None,
        column=column if isinstance(column, str) else None,
        key=key if isinstance(key, str) else None,
    )


def refused(code: PlanRefusal, **values: object) -> PlanRefused:
    """Make the error of one finding."""
    return PlanRefused([finding(code, **values)])
