/**
 * Cosignatures (C2SP tlog-cosignature), Ed25519: a witness says when it saw a checkpoint; twin of
 * audit/cosignature.py.
 */

import { decimalText } from "./decimal.js";
import { SIGNATURE_BYTES } from "./ed25519.js";
import { utf8 } from "./hashing.js";
import { LogRefused } from "./log_errors.js";
import { COSIGNATURE, signatureLine, signaturesBy, verifyBytes } from "./note.js";

/** @typedef {import("./note.js").VerificationKey} VerificationKey */
/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */

const TIME_BYTES = 8;

/**
 * Return the signature line, with its newline, by which a witness cosigns a checkpoint.
 * @param {string} checkpointText
 * @param {object} by
 * @param {number} by.time seconds since 1970, not 0
 * @param {VerificationKey} by.key
 * @param {(message: Uint8Array) => Uint8Array} by.sign
 */
export function makeCosignature(checkpointText, { time, key, sign }) {
  if (!Number.isSafeInteger(time) || time <= 0) throw new LogRefused("cosignature_time", `${time}`);
  const stamp = new Uint8Array(TIME_BYTES);
  for (let [i, rest] = [7, time]; i >= 0; i -= 1, rest = Math.floor(rest / 256)) stamp[i] = rest;
  const made = sign(cosignedMessage(checkpointText, stamp));
  const signature = Uint8Array.of(...stamp, ...made);
  return signatureLine({ keyName: key.name, keyId: key.keyId, signature });
}

/**
 * Verify that a witness cosigned a checkpoint; return when, in seconds since 1970, the newest time
 * of its lines, each of which must hold.
 * @param {SignedCheckpoint} signed
 * @param {VerificationKey} key
 * @throws {LogRefused} key_type, log_wrong_key, log_bad_signature, cosignature_time
 */
export function verifyCosignature({ note }, key) {
  if (key.type !== COSIGNATURE) throw new LogRefused("key_type", key.name);
  const times = signaturesBy(note, key).map(({ signature }) => {
    if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) {
      throw new LogRefused("log_bad_signature", key.name);
    }
    const stamp = signature.slice(0, TIME_BYTES);
    if (stamp[0] > 127) throw new LogRefused("cosignature_time", key.name);
    verifyBytes(cosignedMessage(note.text, stamp), signature.slice(TIME_BYTES), key);
    return stamp.reduce((time, byte) => time * 256 + byte, 0);
  });
  return Math.max(...times);
}

/**
 * Return the bytes that a witness signs. The time is written exactly, however large it is.
 * @param {string} checkpointText
 * @param {Uint8Array} stamp the time in eight bytes, big-endian
 */
function cosignedMessage(checkpointText, stamp) {
  const little = new Uint8Array(32);
  little.set(stamp.slice().reverse());
  return utf8(`cosignature/v1\ntime ${decimalText(little)}\n${checkpointText}`);
}
