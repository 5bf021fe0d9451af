/**
 * QR codes that a camera sees, or that stand in a picture; decoded here, kept and sent nowhere.
 *
 * The decoder is the package `qr`, plain JavaScript: it needs neither BarcodeDetector nor
 * WebAssembly. A page on plain HTTP has no camera (browsers give it to https and to localhost
 * only): there, a hand-held scanner that types, or a picture from a file, take its place.
 */

import decodeQR from "qr/decode.js";

const LARGEST = 1280; // pixels: the longer side of what is decoded of a picture
const SEEN = 800; // and of a camera's frame; both are more where codes are large
const PAUSE_MS = 120; // between two frames: a kiosk's processor stays cool

/**
 * Decode what a canvas shows; null if it shows no code.
 * @param {HTMLCanvasElement} canvas
 * @returns {string | null}
 */
function decoded(canvas) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  if (context === null || width === 0 || height === 0) return null;
  try {
    return decodeQR({ width, height, data: context.getImageData(0, 0, width, height).data });
  } catch (error) {
    return null; // the decoder throws when it finds nothing
  }
}

/**
 * Draw a picture or a frame, made smaller if it is large.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLImageElement | HTMLVideoElement} source
 * @param {number} width
 * @param {number} height
 * @param {number} largest
 */
function drawInto(canvas, source, width, height, largest) {
  const scale = Math.min(1, largest / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context !== null && canvas.width > 0) {
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
  }
}

/** @param {HTMLCanvasElement} canvas */
function blacken(canvas) {
  canvas.width = 0;
  canvas.height = 0;
}

/**
 * Return the text of a QR code in a picture; null if there is none.
 * @param {Blob} picture
 * @param {number} [largest]
 * @returns {Promise<string | null>}
 */
export function readPicture(picture, largest = LARGEST) {
  const url = URL.createObjectURL(picture);
  const image = new Image();
  return new Promise((resolve) => {
    image.onload = () => {
      const canvas = document.createElement("canvas");
      drawInto(canvas, image, image.naturalWidth, image.naturalHeight, largest);
      const text = decoded(canvas);
      blacken(canvas);
      resolve(text);
    };
    image.onerror = () => resolve(null);
    image.src = url;
  }).then((text) => {
    URL.revokeObjectURL(url);
    return /** @type {string | null} */ (text);
  });
}

/** A camera that looks for codes. */
export class Camera {
  /**
   * @param {HTMLVideoElement} video where its picture is shown
   * @param {(text: string | null) => void} onFrame what each frame shows; null for no code
   * @param {number} [seen]
   */
  constructor(video, onFrame, seen = SEEN) {
    /** @private */ this.seen = seen;
    /** @private */ this.video = video;
    /** @private */ this.onFrame = onFrame;
    /** @private @type {MediaStream | null} */ this.stream = null;
    /** @private */ this.canvas = document.createElement("canvas");
    /** @private */ this.turn = 0;
  }

  /**
   * Begin to look.
   * @returns {Promise<boolean>} false if there is no camera that may be used
   */
  async start() {
    this.stop();
    const turn = this.turn;
    const devices = navigator.mediaDevices;
    if (devices === undefined || typeof devices.getUserMedia !== "function") return false;
    try {
      const size = { width: { ideal: 1.6 * this.seen }, height: { ideal: 0.9 * this.seen } };
      const stream = await devices.getUserMedia({ audio: false, video: size });
      if (turn !== this.turn) {
        stopped(stream);
        return true;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
    } catch (error) {
      if (turn === this.turn) this.stop(); // no camera stays on that shows nothing
      return false;
    }
    setTimeout(() => this.look(turn), 0); // after the caller knows that it works
    return true;
  }

  /** End looking, and forget the last picture. */
  stop() {
    this.turn += 1;
    if (this.stream !== null) stopped(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    blacken(this.canvas);
  }

  /**
   * @private
   * @param {number} turn
   */
  look(turn) {
    if (turn !== this.turn) return;
    const { canvas, video } = this;
    drawInto(canvas, video, video.videoWidth, video.videoHeight, this.seen);
    this.onFrame(decoded(canvas));
    setTimeout(() => this.look(turn), PAUSE_MS);
  }
}

/** @param {MediaStream} stream */
function stopped(stream) {
  stream.getTracks().forEach((track) => track.stop());
}
