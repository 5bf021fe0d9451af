/** The parts that are used of packages from npm. */

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
