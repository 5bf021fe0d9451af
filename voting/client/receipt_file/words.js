/** What the saved file says, in both languages; the verdicts are in receipt_words.js. */

/** @type {Record<string, import("../errors.js").Sentence>} */
export const SAID = {
  title: { vi: "Kiểm tra biên nhận", en: "Check a receipt" },
  language: { vi: "English", en: "Tiếng Việt" },
  lead: {
    vi: "Trang này chạy ngay trên máy, không cần mạng và không gửi gì đi. Biên nhận không cho biết phiếu chọn mức nào.",
    en: "This page runs on this device, needs no network and sends nothing. A receipt does not say what the ballot chose.",
  },
  trusted: {
    vi: "Khoá của hòm phiếu, hoặc danh sách giám sát (chính sách)",
    en: "The key of the ballot box, or the list of witnesses (policy)",
  },
  trusted_where: {
    vi: "Có ở trang của cuộc lấy phiếu, trong kế hoạch và trong biên bản.",
    en: "It stands on the page of the conference, in its plan and in the minutes.",
  },
  paste: { vi: "Dán biên nhận vào đây", en: "Paste the receipt here" },
  check: { vi: "Kiểm tra", en: "Check" },
  look: { vi: "Quét mã QR bằng máy ảnh", en: "Scan the QR code with the camera" },
  file: {
    vi: "Hoặc chọn tệp biên nhận, hay ảnh chụp mã QR (có thể kéo thả vào trang)",
    en: "Or choose the receipt's file, or a picture of its QR code (it can be dropped on the page)",
  },
  camera_on: {
    vi: "Máy ảnh đang nhìn. Hình không được lưu hay gửi đi.",
    en: "The camera is looking. Its picture is neither kept nor sent.",
  },
  camera_off: {
    vi: "Không dùng được máy ảnh ở đây. Hãy chụp ảnh mã QR rồi chọn ảnh ấy.",
    en: "There is no camera that can be used here. Take a picture of the QR code and choose it.",
  },
  no_code: {
    vi: "Không thấy mã QR trong ảnh. Hãy chụp gần hơn, thẳng và đủ sáng.",
    en: "There is no QR code in the picture. Take it closer, straight and well lit.",
  },
  box_mark: { vi: "Dấu hòm phiếu ghi trong biên nhận", en: "Mark of the ballot box in the receipt" },
  box_mark_size: { vi: "{size} mục", en: "{size} entries" },
  bad_key: {
    vi: "Khoá hoặc danh sách giám sát chưa đúng. Hãy chép lại cả dòng.",
    en: "The key or the list of witnesses is not right. Copy the whole line again.",
  },
  machine: {
    vi: "Trình duyệt này không tính được. Hãy dùng trình duyệt khác.",
    en: "This browser cannot compute it. Use another one.",
  },
  about: {
    vi: "tinnhiem: ai cũng kiểm tra lại được, không cần tin máy chủ nào.",
    en: "tinnhiem: anybody can check, trusting no server.",
  },
};
