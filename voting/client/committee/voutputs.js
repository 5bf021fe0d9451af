/**
 * Last steps of the key ceremony: from received secrets to a key share (spec 4.6.5, 4.6.6); twin of
 * ballots/voutputs.py.
 */

import * as canonical from "../ballots/canonical.js";
import { ed25519 } from "../ballots/ed25519.js";
import { naming, refused } from "../ballots/errors.js";
import { TRUSTEE_PUBLIC_KEY } from "../ballots/keys.js";
import { PROOF } from "../ballots/proofs.js";
import { SIGNED_MESSAGE } from "../ballots/pki.js";
import { evaluatePublic, multiplyPublic, verifyAllCoefexps } from "../ballots/polynomials.js";
import { verifyVerificationKey } from "../ballots/threshold.js";
import * as group from "../group.js";
import { proveKnowledge } from "../proofs.js";
import { indexOf } from "./certificates.js";
import { parseEncrypted, receive, send, signMessage, withKeys } from "./pki.js";
import { RAW_POLYNOMIAL, SECRET, verifyPolynomial } from "./polynomials.js";

/** @typedef {import("../ballots/certificates.js").Committee} Committee */
/** @typedef {import("./pki.js").PrivateKeys} PrivateKeys */
/** @typedef {group.Element} Element */

const LARGE = 16 * canonical.MEBIBYTE;

/** vinput of the specification. */
export const VINPUT = canonical.struct({
  polynomial: canonical.text,
  secrets: canonical.list(canonical.text),
  coefexps: canonical.list(SIGNED_MESSAGE),
  signatures: canonical.list(PROOF),
});

/** What is sealed in `private_key`, as the reference writes it. SECRET */
const DECRYPTION_KEY = canonical.struct({ decryption_key: canonical.text });

/** voutput of the specification. */
export const VOUTPUT = canonical.struct({
  private_key: canonical.text,
  public_key: TRUSTEE_PUBLIC_KEY,
});

/**
 * Verify all polynomials and route their secrets: one vinput a trustee, in order.
 * @param {Uint8Array[]} polynomials
 * @param {Committee} committee
 * @throws {BallotsError} bad_trustees if some are missing, and as verifyPolynomial
 */
export function makeVinputs(polynomials, committee) {
  if (polynomials.length !== committee.members.length) {
    throw refused("bad_trustees", "number of polynomials");
  }
  const messages = polynomials.map((data, at) => verifyPolynomial(data, at + 1, committee));
  const coefexps = messages.map((message) => message.coefexps);
  const signatures = messages.map((message) => message.signature);
  return messages.map(({ polynomial }, at) => {
    const secrets = messages.map((message) => message.secrets[at]);
    return canonical.encode(VINPUT, { polynomial, secrets, coefexps, signatures });
  });
}

/**
 * Verify what all trustees sent us and make our key share.
 * @param {string} seed
 * @param {Uint8Array} vinput
 * @param {Committee} committee
 * @throws {BallotsError} as `decode`, verifyAllCoefexps, receive; bad_share naming the trustee whose
 *   secret does not fit its public polynomial: the ceremony stops there
 */
export function makeVoutput(seed, vinput, committee) {
  return withKeys(seed, (keys) => {
    const own = indexOf(committee, keys);
    const message = canonical.decode(vinput, VINPUT, LARGE);
    if (message.secrets.length !== committee.members.length) {
      throw refused("bad_trustees", "number of secrets");
    }
    const polynomials = verifyAllCoefexps(message.coefexps, message.signatures, committee);
    naming(`trustee ${own}`, () =>
      verifyOwnPolynomial(keys, message.polynomial, polynomials[own - 1]),
    );
    let total = new Uint8Array(32);
    message.secrets.forEach((sealed, at) =>
      naming(`trustee ${at + 1}`, () => {
        const sender = committee.members[at].verification;
        const share = openSecret(keys, sender, sealed, polynomials[at], own);
        const sum = group.addScalars(total, share);
        group.wipe(total, share);
        total = sum;
      }),
    );
    const voutput = voutputOf(keys, total);
    group.wipe(total);
    return canonical.encode(VOUTPUT, voutput);
  });
}

/**
 * Read the inside of a letter, and overwrite its bytes.
 * @template T
 * @param {Uint8Array} opened SECRET
 * @param {canonical.Kind<T>} kind
 */
function readSecret(opened, kind) {
  try {
    return canonical.decode(opened, kind);
  } finally {
    group.wipe(opened);
  }
}

/**
 * Verify that the public polynomial under our name is the one that we drew.
 * @param {PrivateKeys} keys
 * @param {string} sealed
 * @param {Element[]} coefexps
 */
function verifyOwnPolynomial(keys, sealed, coefexps) {
  const raw = readSecret(receive(keys, keys.verification, sealed), RAW_POLYNOMIAL);
  const found = raw.polynomial.map((text) => {
    const coefficient = group.parseScalar(text);
    const power = group.powerG(coefficient);
    group.wipe(coefficient);
    return power;
  });
  const isOurs =
    found.length === coefexps.length && found.every((one, k) => group.isSame(one, coefexps[k]));
  if (!isOurs) throw refused("bad_share", "own polynomial");
}

/**
 * @param {PrivateKeys} keys
 * @param {Element} sender
 * @param {string} sealed
 * @param {Element[]} coefexps
 * @param {number} own
 */
function openSecret(keys, sender, sealed, coefexps, own) {
  const share = group.parseScalar(readSecret(receive(keys, sender, sealed), SECRET).secret);
  if (!group.isSame(group.powerG(share), evaluatePublic(coefexps, own, ed25519))) {
    group.wipe(share);
    throw refused("bad_share", "secret");
  }
  return share;
}

/**
 * @param {PrivateKeys} keys
 * @param {group.Scalar} share
 */
function voutputOf(keys, share) {
  const text = group.elementText(group.powerG(share));
  const pok = proveKnowledge(share, group.randomScalar, "pok", group.NAME, text);
  const secret = DECRYPTION_KEY.write({ decryption_key: group.scalarText(share) });
  return {
    private_key: send(keys, keys.encryption, secret),
    public_key: { pok, public_key: text, signature: signMessage(keys, text) },
  };
}

/**
 * Verify a trustee's answer against the public polynomials of all (spec 4.6.6).
 * @param {Uint8Array} data
 * @param {number} index from 1
 * @param {Committee} committee
 * @param {Element[][]} polynomials from verifyAllCoefexps
 * @throws {BallotsError} as verifyVerificationKey and parseEncrypted; the detail names the trustee
 */
export function verifyVoutput(data, index, committee, polynomials) {
  return naming(`trustee ${index}`, () => {
    const message = canonical.decode(data, VOUTPUT);
    parseEncrypted(message.private_key);
    const expected = evaluatePublic(multiplyPublic(polynomials, ed25519), index, ed25519);
    const owner = committee.members[index - 1].verification;
    verifyVerificationKey(message.public_key, expected, owner, ed25519);
    return message;
  });
}

/**
 * Open the `private_key` of a voutput with its owner's seed. SECRET
 * @param {string} seed
 * @param {string} privateKey
 * @throws {BallotsError} as receive
 */
export function decryptShare(seed, privateKey) {
  return withKeys(seed, (keys) => {
    const opened = receive(keys, keys.verification, privateKey);
    return group.parseScalar(readSecret(opened, DECRYPTION_KEY).decryption_key);
  });
}
