/** The parts that are used of packages from npm. */

declare module "@noble/ciphers/aes.js" {
  interface Cipher {
    encrypt(plain: Uint8Array): Uint8Array;
    decrypt(data: Uint8Array): Uint8Array;
  }
  /** AES-GCM with a 16-byte tag behind the ciphertext; a nonce of any length. */
  export function gcm(key: Uint8Array, nonce: Uint8Array): Cipher;
}

declare module "qr/decode.js" {
  /** The text of the first code that is found; throws if there is none. */
  export default function decodeQR(image: {
    width: number;
    height: number;
    data: Uint8ClampedArray;
  }): string;
}

declare module "qrcode-generator" {
  interface QRCode {
    addData(data: string, mode: "Byte"): void;
    make(): void;
    getModuleCount(): number;
    isDark(row: number, column: number): boolean;
  }
  /** Version 0: the smallest that fits. */
  export default function qrcode(version: 0, errorCorrection: "L" | "M" | "Q" | "H"): QRCode;
}
