/** Checks 6 to 10: what is asked, who holds the keys, who may vote; twin of audit/checks/setup.py. */

import { finding, refusalFound } from "../findings.js";

/** @typedef {import("./subject.js").Run} Run */

/** @param {import("../reading.js").Reading<any>} reading */
function read(reading) {
  const error = reading.tried();
  return error === null ? [] : [refusalFound(error, reading.entry)];
}

/** Check 6: the setup data names the election, the trustees and the credentials. @type {Run} */
export function checkSetup({ structures }) {
  return read(structures.setup);
}

/** Check 7: the election is well formed and of a kind and group that we know. @type {Run} */
export function checkElection({ structures }) {
  return read(structures.election);
}

/** Check 8: every proof, certificate and signature of the trustees' keys holds. @type {Run} */
export function checkTrustees({ structures }) {
  return read(structures.trustees);
}

/** Check 9: the key of the election is the product of the trustees' sub-keys. @type {Run} */
export function checkElectionKey({ structures }) {
  const { group, publicKey } = structures.election.get();
  const isSame = group.isSame(publicKey, structures.trustees.get().publicKey);
  return isSame ? [] : [finding("election_key", { entry: 0 })];
}

/** Check 10: public credentials are valid, canonical and distinct, weights are 1 or more. @type {Run} */
export function checkCredentials({ structures }) {
  return read(structures.credentials);
}
