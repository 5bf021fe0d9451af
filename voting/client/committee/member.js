/**
 * A member of the committee: what this device does next, from how the committee stands.
 *
 * Whatever is sent is kept before it is sent, so that a reload or a server that restarts in the
 * middle loses nothing: the same bytes are sent again. What others sent is verified here, against
 * what was seen here before; a message that is wrong is blamed on its sender.
 */

import { parseElection } from "../ballots/election.js";
import { ed25519 } from "../ballots/ed25519.js";
import { BallotsError, naming } from "../ballots/errors.js";
import { parseElement } from "../ballots/group.js";
import { parseEncryptedTally, verifyPartialDecryption } from "../ballots/tally.js";
import { THRESHOLD_PARAMETERS } from "../ballots/threshold.js";
import { utf8 } from "../hashing.js";
import { makeCertificate, parseCertificates } from "./certificates.js";
import { makeThresholdParameters } from "./ceremony.js";
import { committeeItem } from "./decrypting.js";
import { makeDrillTally } from "./drill.js";
import { holdLog, readFrozen } from "./member_log.js";
import { NotDecrypted } from "./not_decrypted.js";
import { makeSeed } from "./pki.js";
import { commitTo, makePolynomial, verifyCommitments } from "./polynomials.js";
import { VOUTPUT, makeVinputs, makeVoutput } from "./voutputs.js";
import { decode } from "../ballots/canonical.js";

/** @typedef {import("./line.js").Round} Round */
/** @typedef {import("./line.js").State} State */

/**
 * What is to be done now. "again": something was sent, look again at once; "elsewhere": another
 * browser of this member holds the seed; "wrong": the server shows what cannot be.
 * @typedef {{ kind: "again" | "waiting" | "stopped" | "elsewhere" | "save" | "drill" | "ready"
 *   | "closed" | "decrypted" | "tallied" | "published" | "replaced" } | { kind: "wrong", code: string }} Next
 */

/** The server shows something that contradicts what this device knows; no member is to blame. */
class Contradiction extends Error {}

const COMMITMENT = /^[0-9a-f]{64}$/;
const all = (/** @type {string[] | undefined} */ texts) => (texts || []).map(utf8);
const textOf = (/** @type {Uint8Array} */ data) => new TextDecoder().decode(data);

export class Member {
  /**
   * @param {Pick<import("./line.js").Line, "messages" | "send" | "blame" | "drill"
   *   | "ownDrill" | "definition" | "log">} line
   * @param {import("./store.js").Store} store
   */
  constructor(line, store) {
    /** @private */ this.line = line;
    /** @private */ this.store = store;
  }

  /** Tell whether this browser holds the seed. */
  hasSeed() {
    return this.store.read().seed !== undefined;
  }

  /**
   * Do the next step, if it is this device's turn.
   * @param {State} state
   * @returns {Promise<Next>}
   */
  async advance(state) {
    if (state.replaced_by) return { kind: "replaced" };
    try {
      this.requireSameAttempt(state);
      this.store.turnTo(state.attempt);
      return state.round === "done" ? await this.afterKeys(state) : await this.makeKeys(state, state.round);
    } catch (error) {
      if (error instanceof Contradiction) return { kind: "wrong", code: error.message };
      if (error instanceof NotDecrypted) return { kind: "wrong", code: error.code };
      if (error instanceof BallotsError) return { kind: "wrong", code: error.refusal };
      throw error;
    }
  }

  /**
   * Refuse another attempt once this device knows the election: a committee that begins again then
   * has another conference, and what was seen of election and log must not be laid aside.
   * @private
   * @param {State} state
   */
  requireSameAttempt(state) {
    const { attempt, election } = this.store.read();
    if (attempt === undefined || election === undefined) return;
    if (attempt !== state.attempt) throw new Contradiction("another_attempt");
  }

  /**
   * @private
   * @param {State} state
   * @param {Round} round
   * @returns {Promise<Next>}
   */
  async makeKeys(state, round) {
    if (state.stopped) return { kind: "stopped" };
    const { sent } = state.members[state.you.index - 1];
    if (!this.hasSeed()) {
      if (sent.length) return { kind: "elsewhere" };
      this.begin(state);
    }
    if (sent.includes(round)) return { kind: "waiting" };
    try {
      await this.line.send(round, await this.messageOf(round, state));
    } catch (error) {
      const blamed = error instanceof BallotsError ? blamedIn(error) : null;
      if (blamed === null) throw error;
      if (blamed === state.you.index) throw new Contradiction("own_message_changed");
      const seen = round === "commitment" ? "certificate" : "polynomial";
      await this.line.blame(seen, blamed, /** @type {BallotsError} */ (error).refusal);
    }
    return { kind: "again" };
  }

  /**
   * Draw a seed for this attempt.
   * @private
   * @param {State} state
   */
  begin({ attempt, size, threshold, you, server_share: serverShare }) {
    const seed = makeSeed();
    const certificate = textOf(makeCertificate(seed, { size, threshold, index: you.index }));
    this.store.add({ attempt, seed, certificate, serverShare });
  }

  /**
   * Make, or find again, what this device sends in a round.
   * @private
   * @param {Round} round
   * @param {State} state
   */
  async messageOf(round, state) {
    const { certificate = "" } = this.store.read();
    if (round === "certificate") return certificate;
    if (round === "commitment") return commitTo(utf8(await this.polynomial(state)));
    if (round === "polynomial") return this.opened(state);
    return this.voutput(state);
  }

  /**
   * Verify the certificates of all, and draw the polynomial.
   * @private
   * @param {State} state
   */
  async polynomial({ you, size, threshold }) {
    const { seed = "", certificate, polynomial } = this.store.read();
    if (polynomial !== undefined) return polynomial;
    const certificates = await this.line.messages("certificates");
    const committee = parseCertificates(all(certificates));
    if (committee.members.length !== size || committee.threshold !== threshold) {
      throw new Contradiction("another_committee");
    }
    if (certificates[you.index - 1] !== certificate) throw new Contradiction("own_message_changed");
    const made = textOf(makePolynomial(seed, committee));
    const { polynomial: other } = this.store.read(); // another tab of this browser may be quicker
    if (other !== undefined) return other;
    this.store.add({ certificates, polynomial: made });
    return made;
  }

  /**
   * Keep the commitments of all before showing the polynomial.
   * @private
   * @param {State} state
   */
  async opened({ you, size }) {
    const { polynomial = "", commitments } = this.store.read();
    if (commitments === undefined) {
      const seen = await this.line.messages("commitments");
      const areSound = seen.length === size && seen.every((one) => COMMITMENT.test(one));
      if (!areSound || new Set(seen).size !== size) throw new Contradiction("bad_commitments");
      if (seen[you.index - 1] !== commitTo(utf8(polynomial))) {
        throw new Contradiction("own_message_changed");
      }
      this.store.add({ commitments: seen });
    }
    return polynomial;
  }

  /**
   * Verify what all sent, and make the share.
   * @private
   * @param {State} state
   */
  async voutput({ you }) {
    const { seed = "", certificates, commitments = [], voutput } = this.store.read();
    if (voutput !== undefined) return voutput;
    const polynomials = all(await this.line.messages("polynomials"));
    verifyCommitments(commitments, polynomials);
    const committee = parseCertificates(all(certificates));
    const vinput = makeVinputs(polynomials, committee)[you.index - 1];
    const made = textOf(makeVoutput(seed, vinput, committee));
    const { voutput: other } = this.store.read();
    if (other !== undefined) return other;
    this.store.add({ voutput: made });
    return made;
  }

  /**
   * @private
   * @param {State} state
   * @returns {Promise<Next>}
   */
  async afterKeys({ state, members, you }) {
    const { drilled, decrypted } = members[you.index - 1];
    if (drilled && this.hasSeed()) await this.letGo(you.index);
    if (state === "published" || state === "tallied") return { kind: state };
    if (state === "closed") return { kind: decrypted ? "decrypted" : "closed" };
    if (drilled) return { kind: "ready" };
    if (!this.hasSeed()) return { kind: "drill" };
    await this.verifyKey();
    return { kind: "save" };
  }

  /**
   * Forget the seed, once it is shown that the saved copy was restored elsewhere: only who holds the
   * share can have decrypted the rehearsal. The server's word that it was done is not enough.
   * @private
   * @param {number} index
   */
  async letGo(index) {
    await this.verifyKey();
    const { voutput = "", election: known } = this.store.read();
    const { election: text } = await this.line.drill();
    const election = parseElection(utf8(text));
    if (election.fingerprint !== known) throw new Contradiction("another_key");
    const key = parseElement(ed25519, decode(utf8(voutput), VOUTPUT).public_key.public_key);
    const tally = parseEncryptedTally(makeDrillTally(election), election);
    const made = utf8(await this.line.ownDrill());
    naming(`trustee ${index}`, () => verifyPartialDecryption(made, tally, key, election));
    this.store.forgetSecrets();
  }

  /**
   * Verify that the election stands under the key that we made together, and nothing beside it that
   * was not announced; from now on the log is held to what it is at this moment.
   * @private
   */
  async verifyKey() {
    const kept = this.store.read();
    if (kept.election !== undefined) return;
    const { certificates, commitments = [], voutput, serverShare } = kept;
    const polynomials = all(await this.line.messages("polynomials"));
    const voutputs = await this.line.messages("voutputs");
    if (!voutput || !voutputs.includes(voutput)) throw new Contradiction("own_message_changed");
    verifyCommitments(commitments, polynomials);
    const params = makeThresholdParameters(parseCertificates(all(certificates)), polynomials, all(voutputs));
    const drill = await this.line.drill();
    const item = `["Pedersen",${THRESHOLD_PARAMETERS.write(params)}]`;
    if (!drill.trustees.endsWith(`${item}]`)) throw new Contradiction("another_key");
    const election = parseElection(utf8(drill.election));
    const frozen = readFrozen(await this.line.definition(), election.description);
    if (frozen.hasServerShare !== serverShare) throw new Contradiction("unannounced_share");
    committeeItem(drill.trustees, election, frozen);
    const { logKey, checkpoint } = await holdLog(await this.line.log(), { ...drill, frozen, kept });
    this.store.add({ election: election.fingerprint, logKey, checkpoint });
  }

  /**
   * Return what the saved copy holds. SECRET
   * @param {number} index
   */
  secret(index) {
    const { seed = "", voutput = "" } = this.store.read();
    const { private_key: privateKey } = decode(utf8(voutput), VOUTPUT);
    return { group: "Ed25519", index: BigInt(index), seed, private_key: privateKey };
  }
}

/**
 * Return the index of the trustee whom a refusal names.
 * @param {BallotsError} error
 */
export function blamedIn({ detail }) {
  const found = /^trustee (\d+)/.exec(detail);
  return found === null ? null : Number(found[1]);
}
