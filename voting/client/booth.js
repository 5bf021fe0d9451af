/**
 * The booth: from the card to the receipt.
 *
 * card → waiting → rate ⇄ review → sending → done        notice: used, void, closed, not open …
 *                            ⇅
 *                          check → opened
 *
 * Choices live in the turn and in the worker, nowhere else: not in the address, the history, the
 * storage or a form. Once the ballot is signed they are overwritten; what is sent, as often as it
 * takes, is the encrypted ballot.
 */

import { CredentialRefused, faultSentence, isReloaded, readTyped, takeFragment } from "./booth_card.js";
import { readAsked, readConference } from "./booth_data.js";
import { draw, eraseChoices } from "./booth_draw.js";
import { listen } from "./booth_events.js";
import { Page } from "./booth_page.js";
import { ReceiptDesk } from "./booth_receipt.js";
import { askCard, fetchElection, sendBallot } from "./booth_send.js";
import { Turn } from "./booth_turn.js";
import { startEncryptor } from "./encryptor.js";

/** @typedef {import("./booth_page.js").Screen} Screen */

const BEYOND = "beyond"; // the history's entry for what comes after rating; it holds no choice
/** Screens with a bar, where the next screen has a button under the same finger. @type {unknown[]} */
const BUSY = ["rate", "review", "check", "opened"];

export class Booth {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    /** @private */ this.scriptUrl = scriptUrl;
    this.conference = readConference(document);
    this.page = new Page();
    this.turn = this.newTurn();
  }

  /** Listen, and begin with the card of the address, if it has one. */
  start() {
    const scanned = takeFragment();
    listen(this);
    this.begin(scanned);
    this.turn.isAgain = isReloaded();
    this.draw();
  }

  /**
   * Begin a turn with what was scanned, or ask for it.
   * @param {string} scanned
   */
  begin(scanned) {
    this.clear();
    const { state } = this.conference;
    if (state !== "open" && state !== "prepared") {
      this.turn.credential = this.conference.isOfSitting ? scanned : "";
      this.notify("voting_closed");
      return;
    }
    this.show("card");
    if (scanned !== "") this.accept(scanned);
  }

  /**
   * Read a card's text; what is wrong is named before anything is sent.
   * @param {string} text
   */
  accept(text) {
    const input = /** @type {HTMLInputElement} */ (this.page.ref("credential"));
    try {
      this.turn.credential = readTyped(text);
    } catch (error) {
      if (!(error instanceof CredentialRefused)) throw error;
      input.value = text.slice(text.lastIndexOf("#") + 1);
      input.setAttribute("aria-invalid", "true");
      this.page.write("card-fault", faultSentence(error, text, this.page));
      input.focus();
      return;
    }
    input.value = "";
    input.removeAttribute("aria-invalid");
    this.page.write("card-fault", "");
    this.prepare();
  }

  /** Start the worker with the election and the card, and ask whether the card can be used. */
  async prepare() {
    const { turn, conference, page } = this;
    const { api } = conference;
    const onLost = (/** @type {number} */ attempt) => this.lost(turn, attempt);
    turn.lost = 0;
    turn.progress = () => page.say("reading");
    this.show("waiting");
    try {
      const election = await fetchElection(api, onLost);
      const asked = readAsked(election, conference);
      const { credential, fingerprint } = await this.startWorker(turn, election);
      if (asked === null || fingerprint !== conference.fingerprint) {
        this.stopped(turn, "other_election");
        return;
      }
      turn.asked = asked;
      const refused = await askCard(api, credential, { language: () => page.language, onLost });
      if (refused !== null) this.stopped(turn, refused.refusal, refused.message);
      else if (turn === this.turn) this.show("rate");
    } catch (error) {
      this.stopped(turn, "machine");
    }
  }

  /**
   * @private
   * @param {Turn} turn
   * @param {Uint8Array} election
   */
  async startWorker(turn, election) {
    const encryptor = await startEncryptor({
      scriptUrl: this.scriptUrl,
      onProgress: ({ encrypted, of }) => {
        turn.progress = (page) => page.say("encrypting", { count: encrypted, of });
        if (turn === this.turn && this.page.screen !== "rate") this.draw();
      },
      onRefused: () => this.stopped(turn, "machine"),
    });
    if (turn.encryptor !== null) turn.encryptor.end();
    turn.encryptor = encryptor;
    const started = await encryptor.start(election, turn.credential);
    return { credential: started.publicCredential, fingerprint: started.fingerprint };
  }

  /** Finish the ballot, forget the choices, send until it is recorded. */
  async send() {
    const { turn, conference, page } = this;
    if (turn.isSending || turn.encryptor === null) return;
    turn.isSending = true;
    turn.lost = 0;
    this.show("sending");
    try {
      await turn.encryptor.seal();
      const { bytes, tracker } = await turn.encryptor.cast();
      turn.forget();
      eraseChoices(page);
      turn.progress = () => page.say("sending");
      this.draw();
      const expected = { uuid: conference.uuid, tracker };
      const answer = await sendBallot(conference.api, bytes, expected, {
        language: () => page.language,
        onLost: (attempt) => this.lost(turn, attempt),
      });
      if (answer.kind === "refused") {
        this.stopped(turn, answer.refusal, answer.message, answer.statement);
        return;
      }
      await this.receive(turn, answer);
    } catch (error) {
      this.stopped(turn, "machine");
    }
  }

  /**
   * Judge the receipt; only then is anything "recorded". Then wait a little for the witnesses.
   * @private
   * @param {Turn} turn
   * @param {import("./booth_send.js").Recorded} answer
   */
  async receive(turn, answer) {
    const desk = new ReceiptDesk(this.scriptUrl, this.conference);
    try {
      const judgement = await desk.judge(answer);
      if (judgement === null) {
        this.stopped(turn, "bad_receipt");
        return;
      }
      if (turn !== this.turn) return;
      turn.recorded = { ...answer, judgement };
      this.show("done");
      const isWanted = () => turn === this.turn;
      await desk.follow(turn.recorded, isWanted, (newer) => {
        turn.recorded = newer;
        this.draw();
      });
    } catch (error) {
      if (turn.recorded === null) this.stopped(turn, "unchecked");
    } finally {
      desk.close();
    }
  }

  /** Settle the ballot and show its mark, before it is decided whether to open or to cast it. */
  async check() {
    const { turn } = this;
    if (turn.encryptor === null) return;
    turn.hash = "";
    this.show("check");
    try {
      turn.hash = (await turn.encryptor.seal()).hash;
      if (turn === this.turn) this.draw();
    } catch (error) {
      this.stopped(turn, "machine");
    }
  }

  /** Open the settled ballot; the worker makes another one of the same choices. */
  async open() {
    const { turn } = this;
    if (turn.encryptor === null || turn.hash === "") return;
    turn.hash = "";
    try {
      const { hash, file, code } = await turn.encryptor.open();
      turn.opened = { hash, file, code, choices: turn.choices.slice() };
      this.show("opened");
    } catch (error) {
      this.stopped(turn, "machine");
    }
  }

  /** Drop what was opened, and go on with the new ballot. */
  closeOpened() {
    const { turn } = this;
    if (turn.opened !== null) turn.opened.file.fill(0);
    turn.opened = null;
    turn.release();
    eraseChoices(this.page);
  }

  /**
   * Show a screen. What comes after rating has an entry in the history, so that the phone's own
   * "back" leads to rating again.
   * @param {Screen} screen
   */
  show(screen) {
    const isBeyond = screen === "review" || screen === "check" || screen === "opened";
    if (isBeyond && window.history.state !== BEYOND) window.history.pushState(BEYOND, "");
    if (BUSY.includes(this.page.screen)) this.page.deafen();
    this.page.screen = screen;
    this.draw();
    this.page.show(screen);
  }

  draw() {
    draw(this.page, this.turn, this.conference.people);
  }

  /** @private */
  newTurn() {
    return new Turn(this.conference.people.length, this.conference.seats);
  }

  /** Forget everything of the turn. */
  clear() {
    this.turn.forget();
    eraseChoices(this.page);
    this.turn = this.newTurn();
  }

  /**
   * @private
   * @param {Turn} turn
   * @param {number} attempt
   */
  lost(turn, attempt) {
    turn.lost = attempt;
    if (turn === this.turn) this.draw();
  }

  /**
   * @private
   * @param {string} key
   * @param {string} [message]
   * @param {string} [statement]
   */
  notify(key, message = "", statement = "") {
    this.turn.notice = { key, message, statement };
    this.show("notice");
  }

  /**
   * Stop a turn with a notice. The card is kept only for "try again".
   * @private
   * @param {Turn} turn
   * @param {string} key
   * @param {string} [message]
   * @param {string} [statement] the signed refusal, which holds no choice
   */
  stopped(turn, key, message, statement) {
    if (turn !== this.turn) return;
    const { credential } = turn;
    this.clear();
    this.turn.credential = credential;
    this.notify(key, message, statement);
  }
}
