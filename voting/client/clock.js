/** Times as they are in Vietnam, whatever the device thinks; twin of clock_time in audit/receipt_words.py. */

const VIETNAM = 7 * 3600; // seconds
const LAST_TIME = 253402000000; // in the year 9999, the last that can be written

/**
 * Write a time (seconds since 1970) as it is in Vietnam: 10:03:12 22/11/2026 (UTC+7).
 * @param {number} seconds
 */
export function clockTime(seconds) {
  const there = new Date((Math.min(seconds, LAST_TIME) + VIETNAM) * 1000).toISOString();
  const [year, month, day] = there.slice(0, 10).split("-");
  return `${there.slice(11, 19)} ${day}/${month}/${year} (UTC+7)`;
}
