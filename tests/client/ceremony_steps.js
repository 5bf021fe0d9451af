/** The steps of a key ceremony in the browser's code, each from plain JSON to plain JSON. */

import { vault } from "./packages.js";
import { bytes, judged, textOf } from "./support.js";

const at = (name) => import(`../../voting/client/${name}.js`);
const { ed25519 } = await at("ballots/ed25519");
const { parseElection } = await at("ballots/election");
const { sha256Hex } = await at("ballots/hashing");
const { verifyAllCoefexps } = await at("ballots/polynomials");
const { parseEncryptedTally, verifyPartialDecryption } = await at("ballots/tally");
const { verifyWholeDecryption } = await at("ballots/strong_decryption");
const { PROOF } = await at("ballots/proofs");
const canonical = await at("ballots/canonical");
const { parseTrustees } = await at("ballots/trustees");
const { indexOf, makeCertificate, parseCertificates } = await at("committee/certificates");
const ceremony = await at("committee/ceremony");
const { makePartialDecryption } = await at("committee/decryption");
const { makeDrillTally } = await at("committee/drill");
const { makeKeyCopy, openKeyCopy, parseKeyCopy } = await at("committee/key_copy");
const pki = await at("committee/pki");
const polynomials = await at("committee/polynomials");
const { proveWholeDecryption } = await at("committee/strong_decryption");
const voutputs = await at("committee/voutputs");

const all = (texts) => texts.map(bytes);

function opened({ member, trustees, election: text }) {
  const election = parseElection(bytes(text));
  const [item] = parseTrustees(bytes(trustees), ed25519).items;
  const secret = ceremony.parseMemberFile(bytes(member));
  return { election, item, secret, share: ceremony.openShare(secret, item.keys.map(ed25519.text)) };
}

function tallyOf(text, election) {
  return { rows: parseEncryptedTally(bytes(text), election), digest: sha256Hex(bytes(text)) };
}

/** What can be asked; a refusal is thrown. */
export const STEPS = {
  seed: () => pki.makeSeed(),
  certificate: ({ seed, ...place }) => textOf(makeCertificate(seed, place)),
  certificates: ({ certificates }) => parseCertificates(all(certificates)).members.length,
  index: ({ seed, certificates }) =>
    pki.withKeys(seed, (keys) => indexOf(parseCertificates(all(certificates)), keys)),
  polynomial: ({ seed, certificates }) =>
    textOf(polynomials.makePolynomial(seed, parseCertificates(all(certificates)))),
  commitment: ({ polynomial }) => polynomials.commitTo(bytes(polynomial)),
  commitments: ({ commitments, polynomials: sent }) =>
    polynomials.verifyCommitments(commitments, all(sent)),
  vinputs: ({ certificates, polynomials: sent }) =>
    voutputs.makeVinputs(all(sent), parseCertificates(all(certificates))).map(textOf),
  voutput: ({ seed, vinput, certificates }) =>
    textOf(voutputs.makeVoutput(seed, bytes(vinput), parseCertificates(all(certificates)))),
  answer({ voutput, index, certificates, vinput }) {
    const committee = parseCertificates(all(certificates));
    const { coefexps, signatures } = JSON.parse(vinput);
    const found = verifyAllCoefexps(coefexps, signatures, committee);
    voutputs.verifyVoutput(bytes(voutput), index, committee, found);
  },
  letter: ({ seed, sender, sealed }) =>
    pki.withKeys(seed, (keys) => textOf(pki.receive(keys, ed25519.rawElement(sender), sealed))),
  parameters({ certificates, polynomials: sent, voutputs: answers }) {
    const committee = parseCertificates(all(certificates));
    const params = ceremony.makeThresholdParameters(committee, all(sent), all(answers));
    return params.verification_keys.map((key) => key.public_key);
  },
  member: (member) =>
    textOf(ceremony.makeMemberFile({ group: "Ed25519", ...member, index: BigInt(member.index) })),
  share: (asked) => opened(asked).share.toString(),
  drill: ({ election }) => textOf(makeDrillTally(parseElection(bytes(election)))),
  decryption(asked) {
    const { election, share } = opened(asked);
    const tally = tallyOf(asked.tally, election);
    const partial = makePartialDecryption(tally.rows, share, election);
    return { partial: textOf(partial), proof: textOf(proveWholeDecryption(partial, tally, share, election)) };
  },
  judge_decryption({ partial, proof, key, tally: text, election: data }) {
    const election = parseElection(bytes(data));
    const tally = tallyOf(text, election);
    const element = ed25519.rawElement(key);
    verifyPartialDecryption(bytes(partial), tally.rows, element, election);
    const read = canonical.decode(bytes(proof), PROOF);
    verifyWholeDecryption(read, bytes(partial), tally, element, election);
  },
  copy: async ({ member, passphrase, ...where }) =>
    textOf(await makeKeyCopy(vault, ceremony.parseMemberFile(bytes(member)), passphrase, where)),
  restore: async ({ copy, passphrase }) =>
    textOf(ceremony.makeMemberFile(await openKeyCopy(vault, parseKeyCopy(bytes(copy)), passphrase))),
};

/** Do a step; return its answer, or what was refused. */
export async function done({ step, ...asked }) {
  try {
    const answer = await STEPS[step](asked);
    return { answer: answer === undefined ? null : answer, refusal: null, detail: null };
  } catch (error) {
    const verdict = judged(() => {
      throw error;
    });
    return { answer: null, ...verdict };
  }
}
