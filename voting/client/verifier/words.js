/** What the page itself says; what verification says lies in audit/catalogue.js. */

/** @type {Record<string, import("../audit/report.js").Sentence>} */
export const SAID = {
  title: { vi: "Kiểm hồ sơ lấy phiếu", en: "Verify an election record" },
  lead: {
    vi: "Hồ sơ (.bel) chứa mọi thứ cần để kiểm một cuộc lấy phiếu mà không cần tin ai. Trang này kiểm ngay trên máy này, không cần mạng; hồ sơ không rời khỏi máy.",
    en: "A record (.bel) holds all that is needed to check an election without trusting anyone. This page checks it on this machine, without a network; the record does not leave it.",
  },
  language: { vi: "English", en: "Tiếng Việt" },
  drop: { vi: "Thả tệp hồ sơ .bel vào đây", en: "Drop the record (.bel) here" },
  choose: { vi: "Chọn tệp", en: "Choose the file" },
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
    vi: "Trình duyệt này không chạy được WebAssembly. Hãy dùng Chrome 97, Firefox 78, Safari 16 trở lên, hoặc chạy: tinnhiem verify.",
    en: "This browser cannot run WebAssembly. Use Chrome 97, Firefox 78, Safari 16 or later, or run: tinnhiem verify.",
  },
  failed: {
    vi: "Trang này gặp lỗi của chính nó nên chưa có kết luận. Hãy thử lại, hoặc chạy: tinnhiem verify.",
    en: "This page failed, so there is no verdict. Try again, or run: tinnhiem verify.",
  },
  one_file: { vi: "Xin thả từng tệp một.", en: "Drop one file at a time." },
  questions: { vi: "Các câu hỏi", en: "The questions" },
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
