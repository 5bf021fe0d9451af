/**
 * The `.bel` archive: an old-style tar with fixed fields, never ended (docs/record.md, section 1);
 * twin of audit/archive.py. It is read piece by piece, and no size is believed before it is tested.
 */

import { sha256Hex } from "../ballots/hashing.js";
import { RecordUnreadable } from "./errors.js";

const BLOCK = 512;
const WINDOW = 1 << 22; // bytes read at a time
const MAX_MEMBERS = 500000;
const HEADER_NAME = "BELENIOS";
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
const OCTAL = /^[0-7]{11}\0$/;
/** All but the checksum, which follows from them. @type {[number, number, string][]} */
const FIELDS = [
  [0, 100, "name"],
  [100, 108, "mode"],
  [108, 116, "uid"],
  [116, 124, "gid"],
  [124, 136, "size"],
  [136, 148, "mtime"],
  [156, 157, "typeflag"],
  [157, 512, "reserved"],
];
const MAX_SIZE = Object.freeze({ header: 1 << 10, event: 1 << 12, data: 1 << 27 });

/** @typedef {"header" | "data" | "event"} MemberKind */

/**
 * Where one member lies and what it hashes to; its content stays in the file.
 * @typedef {object} Member
 * @property {string} name
 * @property {MemberKind} kind
 * @property {number} size
 * @property {number} mtime
 * @property {number} offset of its first content byte
 * @property {string} digest SHA-256 of the content, 64 hexadecimal digits
 * @property {string} claimedDigest the hash that its name claims
 */

/**
 * Bytes that can be read in places: a file that somebody chose, or bytes in memory.
 * @typedef {object} Source
 * @property {number} size
 * @property {Blob | Uint8Array} origin what a worker is given to read it by itself
 * @property {(start: number, end: number) => Promise<Uint8Array>} read
 *   throws RecordUnreadable (no_file, changed_while_read)
 */

/**
 * Read a file (or any Blob) where it lies, or bytes in memory.
 * @param {Blob | Uint8Array} origin
 * @returns {Source}
 */
export function sourceOf(origin) {
  return origin instanceof Uint8Array ? bytesSource(origin) : blobSource(origin);
}

/**
 * @param {Uint8Array} bytes
 * @returns {Source}
 */
function bytesSource(bytes) {
  return { size: bytes.length, origin: bytes, read: async (start, end) => bytes.slice(start, end) };
}

/**
 * @param {Blob} blob
 * @returns {Source}
 */
function blobSource(blob) {
  const read = async (/** @type {number} */ start, /** @type {number} */ end) => {
    try {
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    } catch (error) {
      const reason = error instanceof Error ? error.name : "";
      throw new RecordUnreadable(reason === "NotReadableError" ? "changed_while_read" : "no_file");
    }
  };
  return { size: blob.size, origin: blob, read };
}

/** A source that is read from its beginning, a window at a time. */
export class Reader {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    this.start = 0;
    /** @type {Uint8Array} */
    this.window = new Uint8Array(0);
  }

  /**
   * Return the bytes of a place, fewer where the file ends.
   * @param {number} start
   * @param {number} length
   */
  async take(start, length) {
    const end = Math.min(start + length, this.source.size);
    if (start < this.start || end > this.start + this.window.length) {
      this.start = start;
      const until = Math.min(Math.max(end, start + WINDOW), this.source.size);
      this.window = await this.source.read(start, until);
    }
    return this.window.subarray(start - this.start, end - this.start);
  }
}

/**
 * Read an archive from its beginning, member by member, hashing each content.
 * @param {Source} source
 * @returns {Promise<Member[]>}
 * @throws {RecordUnreadable} for whatever our own writer would not have written
 */
export async function readMembers(source) {
  if (source.size === 0) throw new RecordUnreadable("empty");
  const reader = new Reader(source);
  const members = [];
  for (let offset = 0; offset < source.size; ) {
    if (members.length === MAX_MEMBERS) throw new RecordUnreadable("too_many_members", offset);
    const member = await readMember(reader, offset);
    members.push(member);
    offset = member.offset + member.size + paddingOf(member.size);
  }
  return members;
}

/**
 * Read a member's content again.
 * @param {Source} source
 * @param {Member} member
 * @throws {RecordUnreadable} changed_while_read
 */
export async function readContent(source, member) {
  const content = await source.read(member.offset, member.offset + member.size);
  if (sha256Hex(content) !== member.digest) {
    throw new RecordUnreadable("changed_while_read", member.offset, member.name);
  }
  return content;
}

/** @param {number} size */
function paddingOf(size) {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/**
 * @param {Reader} reader
 * @param {number} offset
 * @returns {Promise<Member>}
 */
async function readMember(reader, offset) {
  const block = await reader.take(offset, BLOCK);
  if (block.length < BLOCK) throw new RecordUnreadable(offset ? "truncated" : "not_a_record", offset);
  const { name, kind, size, mtime, claimedDigest } = parseHeader(block, offset);
  const start = offset + BLOCK;
  if (size > MAX_SIZE[kind]) throw new RecordUnreadable("member_too_large", offset, String(size));
  const whole = await reader.take(start, size + paddingOf(size));
  if (whole.length < size + paddingOf(size)) throw new RecordUnreadable("truncated", offset, name);
  if (whole.subarray(size).some((byte) => byte !== 0)) {
    throw new RecordUnreadable("bad_padding", start + size, name);
  }
  const digest = sha256Hex(whole.subarray(0, size));
  return { name, kind, size, mtime, offset: start, digest, claimedDigest };
}

/**
 * Read the header block of a member; every byte must be as we write it.
 * @param {Uint8Array} block
 * @param {number} offset
 */
function parseHeader(block, offset) {
  if (!offset && !latin1(block).startsWith(`${HEADER_NAME}\0`)) {
    throw new RecordUnreadable("not_a_record");
  }
  if (!block.some((byte) => byte !== 0)) throw new RecordUnreadable("end_block", offset);
  if (checksum(block) !== latin1(block.subarray(148, 156))) {
    throw new RecordUnreadable("bad_checksum", offset);
  }
  const named = parseName(block.subarray(0, 100), offset);
  const size = parseOctal(block, 124, offset, "size");
  const mtime = parseOctal(block, 136, offset, "mtime");
  const written = writeHeader(named.name, size, mtime);
  for (const [start, end, field] of FIELDS) {
    if (written.slice(start, end) !== latin1(block.subarray(start, end))) {
      throw new RecordUnreadable("bad_field", offset + start, field);
    }
  }
  return { ...named, size, mtime };
}

/**
 * @param {Uint8Array} raw
 * @param {number} offset
 * @returns {{ name: string, kind: MemberKind, claimedDigest: string }}
 */
function parseName(raw, offset) {
  const name = latin1(raw).replace(/\0+$/, "");
  if (!offset && name === HEADER_NAME) return { name, kind: "header", claimedDigest: "" };
  const found = NAME.exec(name);
  if (!offset || found === null) {
    const shown = name.replace(/[\x80-\xff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
    throw new RecordUnreadable("bad_name", offset, shown);
  }
  return { name, kind: found[2] === "data" ? "data" : "event", claimedDigest: found[1] };
}

/**
 * @param {Uint8Array} block
 * @param {number} place
 * @param {number} offset
 * @param {string} name
 */
function parseOctal(block, place, offset, name) {
  const field = latin1(block.subarray(place, place + 12));
  if (!OCTAL.test(field)) throw new RecordUnreadable("bad_field", offset + place, name);
  return parseInt(field, 8);
}

/**
 * @param {number} value
 * @param {number} digits
 */
function octal(value, digits) {
  return value.toString(8).padStart(digits, "0");
}

/**
 * Write the 512-byte header of a member, without its checksum.
 * @param {string} name
 * @param {number} size
 * @param {number} mtime
 */
function writeHeader(name, size, mtime) {
  const numbers = `0000644\0${"0000000\0".repeat(2)}${octal(size, 11)}\0${octal(mtime, 11)}\0`;
  return `${name.padEnd(100, "\0")}${numbers}${" ".repeat(8)}0`.padEnd(BLOCK, "\0");
}

/**
 * Return the checksum field of a header block, whatever the block holds there.
 * @param {Uint8Array} block
 */
function checksum(block) {
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i += 1) if (i < 148 || i >= 156) sum += block[i];
  return `${octal(sum, 6)}\0 `;
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return String.fromCharCode(...bytes);
}
