/**
 * The key ceremony of a threshold committee: what it publishes, what a member keeps; twin of
 * ballots/ceremony.py.
 *
 * A member keeps `{"group":"Ed25519","index":1,"seed":"…","private_key":"…"}`. SECRET
 */

import * as canonical from "../ballots/canonical.js";
import { ed25519 } from "../ballots/ed25519.js";
import { refused } from "../ballots/errors.js";
import { groupNamed } from "../ballots/group.js";
import { verifyThresholdParameters } from "../ballots/threshold.js";
import { elementText, powerG, wipe } from "../group.js";
import { POLYNOMIAL } from "./polynomials.js";
import { VOUTPUT, decryptShare } from "./voutputs.js";

/** @typedef {import("../ballots/certificates.js").Committee} Committee */
/** @typedef {canonical.ValueOf<typeof import("../ballots/threshold.js").THRESHOLD_PARAMETERS>} ThresholdParameters */

const LARGEST_FILE = 1 << 16;

/** What a member of the committee keeps until the decryption. SECRET */
const MEMBER_SECRET = canonical.struct({
  group: canonical.text,
  index: canonical.integer,
  seed: canonical.text,
  private_key: canonical.text,
});

/** @typedef {canonical.ValueOf<typeof MEMBER_SECRET>} MemberSecret */

/**
 * Assemble the published parameters from the trustees' messages and verify the whole.
 * @param {Committee} committee
 * @param {Uint8Array[]} polynomials
 * @param {Uint8Array[]} voutputs
 * @returns {ThresholdParameters}
 * @throws {BallotsError} as `decode` and verifyThresholdParameters
 */
export function makeThresholdParameters(committee, polynomials, voutputs) {
  const sent = polynomials.map((data) => canonical.decode(data, POLYNOMIAL));
  const answers = voutputs.map((data) => canonical.decode(data, VOUTPUT));
  const params = {
    threshold: BigInt(committee.threshold),
    certs: committee.certs,
    coefexps: sent.map((message) => message.coefexps),
    signatures: sent.map((message) => message.signature),
    verification_keys: answers.map((answer) => answer.public_key),
  };
  verifyThresholdParameters(params, ed25519);
  return params;
}

/**
 * Open a member's key share and verify that it belongs to the published verification key. SECRET
 * @param {MemberSecret} member
 * @param {string[]} keys texts of the published verification keys, in the order of the members
 * @throws {BallotsError} unknown_group; as decryptShare; bad_trustees (index), bad_share
 */
export function openShare(member, keys) {
  if (groupNamed(member.group) !== ed25519) throw refused("unknown_group", "group");
  const at = Number(member.index) - 1;
  if (at < 0 || at >= keys.length) throw refused("bad_trustees", "index");
  const share = decryptShare(member.seed, member.private_key);
  if (elementText(powerG(share)) !== keys[at]) {
    wipe(share);
    throw refused("bad_share", "verification key");
  }
  return share;
}

/**
 * Write what a member keeps, one line. SECRET
 * @param {MemberSecret} member
 */
export function makeMemberFile(member) {
  return canonical.encode({ ...MEMBER_SECRET, write: (value) => `${MEMBER_SECRET.write(value)}\n` }, member);
}

/**
 * Read what a member kept. SECRET
 * @param {Uint8Array} data
 * @returns {MemberSecret}
 * @throws {BallotsError} as `decode`
 */
export function parseMemberFile(data) {
  const end = data.length - Number(data[data.length - 1] === 0x0a);
  return canonical.decode(data.subarray(0, end), MEMBER_SECRET, LARGEST_FILE);
}
