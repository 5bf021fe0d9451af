/** Certificates of the trustees of one threshold committee (spec 4.6.2); twin of ballots/certificates.py. */

import * as canonical from "./canonical.js";
import { naming, refused } from "./errors.js";
import { parseElement } from "./group.js";
import { utf8 } from "./hashing.js";
import { verifySignedMessage } from "./pki.js";

/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./pki.js").SignedMessage} SignedMessage */

const MAX_SIZE = 100n;

/** cert_keys of the specification; `threshold` is how many are needed, t+1 of the formulas. */
export const CERTIFICATE_KEYS = canonical.struct({
  context: canonical.struct({
    group: canonical.text,
    size: canonical.integer,
    threshold: canonical.integer,
    index: canonical.integer,
  }),
  verification: canonical.text,
  encryption: canonical.text,
});

/**
 * @typedef {object} Certificate
 * @property {canonical.ValueOf<typeof CERTIFICATE_KEYS>["context"]} context
 * @property {Element} verification
 * @property {Element} encryption
 */

/**
 * The verified certificates of all trustees, in order, as they were signed and as read.
 * @typedef {object} Committee
 * @property {Group} group
 * @property {number} threshold
 * @property {SignedMessage[]} certs
 * @property {Certificate[]} members
 */

/**
 * Verify that a certificate's context makes sense and that its own key signed it.
 * @param {SignedMessage} signed
 * @param {Group} group
 * @returns {Certificate}
 * @throws {BallotsError} as `decode`; not_in_group; bad_trustees naming the field; bad_signature
 */
function verifyCertificate(signed, group) {
  // The key that must have signed stands inside what is signed: it is read first.
  const named = canonical.decode(utf8(signed.message), CERTIFICATE_KEYS);
  const verification = parseElement(group, named.verification);
  const encryption = parseElement(group, named.encryption);
  verifySignedMessage(group, verification, signed);
  checkContext(named.context, group);
  return { context: named.context, verification, encryption };
}

/**
 * @param {Certificate["context"]} context
 * @param {Group} group
 * @throws {BallotsError} bad_trustees naming the field
 */
export function checkContext(context, group) {
  if (context.group !== group.name) throw refused("bad_trustees", "group");
  if (context.size < 1n || context.size > MAX_SIZE) throw refused("bad_trustees", "size");
  for (const field of /** @type {const} */ (["threshold", "index"])) {
    if (context[field] < 1n || context[field] > context.size) throw refused("bad_trustees", field);
  }
}

/**
 * Verify every certificate and that together they are one committee: same size and threshold in
 * all, indices 1 to size in order, no key used twice.
 * @param {SignedMessage[]} certs
 * @param {Group} group
 * @returns {Committee}
 * @throws {BallotsError} as verifyCertificate, the detail naming the trustee
 */
export function verifyCertificates(certs, group) {
  if (certs.length < 1 || certs.length > Number(MAX_SIZE)) {
    throw refused("bad_trustees", "number of certificates");
  }
  /** @type {Certificate[]} */
  const members = [];
  const used = new Set();
  certs.forEach((signed, at) => {
    naming(`trustee ${at + 1}`, () => {
      const member = verifyCertificate(signed, group);
      const { size, threshold, index } = member.context;
      const wanted = (members[0] || member).context.threshold;
      if (size !== BigInt(certs.length) || threshold !== wanted || index !== BigInt(at + 1)) {
        throw refused("bad_trustees", "context");
      }
      const keys = [group.text(member.verification), group.text(member.encryption)];
      if (keys[0] === keys[1] || keys.some((key) => used.has(key))) {
        throw refused("bad_trustees", "key used twice");
      }
      keys.forEach((key) => used.add(key));
      members.push(member);
    });
  });
  return { group, threshold: Number(members[0].context.threshold), certs, members };
}
