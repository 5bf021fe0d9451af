/** QR codes as drawings: dark on white in every colour scheme, with the quiet zone. */

import qrcode from "qrcode-generator";

import { drawn } from "./booth_page.js";

const QUIET = 4; // modules
const LONG = 300; // characters above which coarse modules matter more than spare ones

/**
 * Draw a text as a QR code.
 * @param {string} text
 * @param {string} label what it is, for those who do not see it
 */
export function drawQr(text, label) {
  const code = qrcode(0, text.length > LONG ? "L" : "M");
  code.addData(latinOfUtf8(text), "Byte");
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  const size = count + 2 * QUIET;
  return drawn(
    "svg",
    { class: "qr", viewBox: `${-QUIET} ${-QUIET} ${size} ${size}`, role: "img", "aria-label": label },
    drawn("rect", {
      x: String(-QUIET),
      y: String(-QUIET),
      width: String(size),
      height: String(size),
      fill: "#ffffff",
    }),
    drawn("path", { d: path, fill: "#000000", "shape-rendering": "crispEdges" }),
  );
}

/**
 * Write a text so that each character is one byte of its UTF-8.
 * @param {string} text
 */
function latinOfUtf8(text) {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
