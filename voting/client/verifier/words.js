/** What the page itself says; what verification says lies in audit/catalogue.js. */

/** @type {Record<string, import("../audit/report.js").Sentence>} */
export const SAID = {
  title: { vi: "Kiểm hồ sơ lấy phiếu", en: "Verify an election record" },
  lead: {
    vi: "Hồ sơ (.bel) và sổ (.tlog) chứa mọi thứ cần để kiểm một cuộc lấy phiếu mà không cần tin ai. Trang này kiểm ngay trên máy này, không cần mạng; không tệp nào rời khỏi máy.",
    en: "A record (.bel) and its log (.tlog) hold all that is needed to check an election without trusting anyone. This page checks them on this machine, without a network; no file leaves it.",
  },
  language: { vi: "English", en: "Tiếng Việt" },
  drop: { vi: "Thả hồ sơ .bel và sổ .tlog vào đây", en: "Drop the record (.bel) and its log (.tlog) here" },
  drop_why: {
    vi: "Cùng lúc hoặc lần lượt. Thêm được: chính sách giám sát (policy.txt), điểm chốt và biên nhận đã giữ.",
    en: "Together or one by one. Also: the witness policy (policy.txt), checkpoints and receipts that were kept.",
  },
  choose: { vi: "Chọn tệp", en: "Choose files" },
  more: {
    vi: "Thêm sổ, chính sách, điểm chốt hoặc biên nhận: thả vào trang này, hoặc",
    en: "To add the log, a policy, checkpoints or receipts, drop them on this page, or",
  },
  files: { vi: "Đã có", en: "Given" },
  is_record: { vi: "hồ sơ", en: "record" },
  is_log: { vi: "sổ", en: "log" },
  is_policy: { vi: "chính sách giám sát", en: "witness policy" },
  is_kept: { vi: "giữ từ trước", en: "kept from before" },
  waiting: { vi: "Còn thiếu hồ sơ .bel.", en: "The record (.bel) is still missing." },
  needs_log: {
    vi: "Chính sách, điểm chốt và biên nhận chỉ dùng được cùng với sổ .tlog. Hãy thêm sổ.",
    en: "Policies, checkpoints and receipts mean something only with the log (.tlog). Add it.",
  },
  forget: { vi: "Bỏ các tệp này", en: "Put these files away" },
  trust_own_policy: {
    vi: "Chưa có chính sách (policy.txt): khoá của hòm phiếu và danh sách giám sát lấy từ chính sổ, tức là tin lời máy chủ về chính nó. Hãy thêm chính sách nhận được bằng đường khác.",
    en: "There is no policy (policy.txt): the log's key and the witnesses are taken from the log, that is, the server is trusted about itself. Add a policy that reached you another way.",
  },
  trust_given_policy: { vi: "chính sách trong {file}", en: "the policy in {file}" },
  because_no_log: {
    vi: "thiếu sổ; hãy thêm tệp .tlog (phép kiểm {checks}).",
    en: "the log is missing; add the .tlog file (checks not made: {checks}).",
  },
  because_no_earlier: {
    vi: "thiếu bản giữ từ trước; hãy thêm hồ sơ cũ, hoặc sổ cùng một điểm chốt hay biên nhận.",
    en: "nothing kept from before; add an older record, or the log with a checkpoint or receipt.",
  },
  because_holds_by_its_own_word: {
    vi: "phép kiểm {checks} đạt, nhưng theo chính sách lấy từ chính sổ (chưa có policy.txt).",
    en: "checks passed: {checks}; but by the policy that the log itself states (no policy.txt).",
  },
  earlier: { vi: "So với một bản tải về trước đó", en: "Compare with an earlier copy" },
  earlier_why: {
    vi: "Nếu có bản .bel tải về từ trước, chọn ở đây rồi chọn hồ sơ mới: phép kiểm 23 cho biết có gì bị xoá hoặc sửa từ đó đến nay không.",
    en: "If you kept an earlier .bel, choose it here and then the new record: check 23 tells whether anything was removed or changed since.",
  },
  starting: { vi: "Đang chuẩn bị", en: "Getting ready" },
  reading: { vi: "Đang đọc tệp, tính mã băm", en: "Reading the file, hashing" },
  ballots: { vi: "Đang kiểm phiếu {done}/{total}", en: "Verifying ballot {done} of {total}" },
  tally: { vi: "Đang kiểm tổng và phần giải mã", en: "Verifying tally and decryptions" },
  stop: { vi: "Dừng", en: "Stop" },
  stopped: { vi: "Đã dừng. Chưa có kết luận.", en: "Stopped. There is no verdict." },
  no_wasm: {
    vi: "Trình duyệt này không chạy được WebAssembly. Hãy dùng Chrome 97, Firefox 79, Safari 16 trở lên, hoặc chạy: tinnhiem verify.",
    en: "This browser cannot run WebAssembly. Use Chrome 97, Firefox 79, Safari 16 or later, or run: tinnhiem verify.",
  },
  failed: {
    vi: "Trang này gặp lỗi của chính nó nên chưa có kết luận. Hãy thử lại, hoặc chạy: tinnhiem verify.",
    en: "This page failed, so there is no verdict. Try again, or run: tinnhiem verify.",
  },
  one_record: {
    vi: "Có hơn một hồ sơ .bel. Xin thả một hồ sơ; bản cũ chọn ở mục so sánh bên dưới.",
    en: "There is more than one record. Drop one; choose an older copy below, where it is compared.",
  },
  unknown_file: {
    vi: "Có tệp không phải là hồ sơ, sổ, chính sách, điểm chốt hay biên nhận.",
    en: "A file is no record, log, policy, checkpoint or receipt.",
  },
  unread_file: { vi: "Không mở được một tệp.", en: "A file cannot be opened." },
  checks_why: {
    vi: "✓ đạt · ✗ sai · ? không kiểm được vì phép khác sai · – chưa đến",
    en: "✓ holds · ✗ wrong · ? not run, because another failed · – not yet",
  },
  what_it_says: {
    vi: "Hồ sơ nói (chỉ có nghĩa nếu mọi phép kiểm đều đạt)",
    en: "What the record says (it means something only if every check holds)",
  },
  row: { vi: "Nội dung", en: "Question" },
  count: { vi: "Số phiếu", en: "Count" },
  person: { vi: "Được lấy phiếu", en: "Question" },
  save: { vi: "Lưu báo cáo (JSON)", en: "Save the report (JSON)" },
  took: { vi: "Kiểm trong {seconds} giây, {workers}.", en: "Verified in {seconds} s, {workers}." },
  workers: { vi: "{count} luồng", en: "{count} workers" },
  alone: { vi: "không dùng luồng phụ", en: "without workers" },
  again: { vi: "Kiểm hồ sơ khác", en: "Verify another record" },
  about: {
    vi: "Kiểm lại bằng phần mềm khác: tinnhiem verify (Python) và belenios-tool. Từng phép kiểm được tả trong docs/record.md. Mã SHA-256 của chính trang này ghi ở nơi tải về.",
    en: "Check again with other software: tinnhiem verify (Python) and belenios-tool. Each check is described in docs/record.md. The SHA-256 of this page is shown where it was downloaded.",
  },
};
