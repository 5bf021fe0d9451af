/** What scripts/build_client.mjs puts in the place of these names. */

declare module "built:core" {
  /** The core as WebAssembly. */
  const bytes: Uint8Array;
  export default bytes;
}

declare module "built:vault" {
  /** The part of libsodium that seals saved keys, as WebAssembly. */
  const bytes: Uint8Array;
  export default bytes;
}

declare module "built:slow" {
  /** libsodium as JavaScript: a file beside the page's script. */
  const slow: { file: string; integrity: string };
  export default slow;
}

declare module "built:worker" {
  /** The text of the whole worker. */
  const text: string;
  export default text;
}

declare module "built:words" {
  /** The text of audit/words.txt: one of the 2,048 syllables a line. */
  const text: string;
  export default text;
}
