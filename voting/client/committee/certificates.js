/** Certificates of the trustees of one committee (spec 4.6.2): made, and read as they were sent; twin of ballots/certificates.py. */

import * as canonical from "../ballots/canonical.js";
import { CERTIFICATE_KEYS, checkContext, verifyCertificates } from "../ballots/certificates.js";
import { ed25519 } from "../ballots/ed25519.js";
import { naming, refused } from "../ballots/errors.js";
import { SIGNED_MESSAGE } from "../ballots/pki.js";
import { elementText, isSame } from "../group.js";
import { makeSignedMessage, withKeys } from "./pki.js";

/** @typedef {import("../ballots/certificates.js").Committee} Committee */
/** @typedef {import("./pki.js").PrivateKeys} PrivateKeys */

/**
 * Make a trustee's certificate.
 * @param {string} seed
 * @param {{ size: number, threshold: number, index: number }} place threshold: how many are needed
 * @throws {BallotsError} malformed, bad_trustees
 */
export function makeCertificate(seed, { size, threshold, index }) {
  const context = {
    group: ed25519.name,
    size: BigInt(size),
    threshold: BigInt(threshold),
    index: BigInt(index),
  };
  checkContext(context, ed25519);
  return withKeys(seed, (keys) => {
    const named = CERTIFICATE_KEYS.write({
      context,
      verification: elementText(keys.verification),
      encryption: elementText(keys.encryption),
    });
    return canonical.encode(SIGNED_MESSAGE, makeSignedMessage(keys, named));
  });
}

/**
 * Read the certificates as the trustees sent them, and verify that they are one committee.
 * @param {Uint8Array[]} certs
 * @returns {Committee}
 * @throws {BallotsError} as `decode` and verifyCertificates, the detail naming the trustee
 */
export function parseCertificates(certs) {
  const signed = certs.map((data, at) =>
    naming(`trustee ${at + 1}`, () => canonical.decode(data, SIGNED_MESSAGE)),
  );
  return verifyCertificates(signed, ed25519);
}

/**
 * Return the index of the trustee who holds these keys (spec 4.6.4, first check).
 * @param {Committee} committee
 * @param {PrivateKeys} keys
 * @throws {BallotsError} bad_trustees: no certificate names both keys
 */
export function indexOf({ members }, keys) {
  const at = members.findIndex(
    ({ verification, encryption }) =>
      isSame(verification, keys.verification) && isSame(encryption, keys.encryption),
  );
  if (at < 0) throw refused("bad_trustees", "no certificate of this seed");
  return at + 1;
}
