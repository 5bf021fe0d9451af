/**
 * Merkle trees over SHA-256 (RFC 6962 section 2.1): roots and proofs; twin of audit/merkle.py.
 *
 * A node (level, index) is the hash of a complete subtree. Numbers are safe integers and are
 * divided, never shifted: JavaScript shifts 32 bits only.
 */

import { isSame } from "./group.js";
import { sha256 } from "./hashing.js";
import { LogRefused } from "./log_errors.js";

/** @typedef {[number, number]} Place level and index of a node, or begin and end of a block */

export const MAX_PATH = 63;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {Uint8Array} entry */
export function leafHash(entry) {
  return sha256(LEAF, entry);
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function nodeHash(left, right) {
  return sha256(NODE, left, right);
}

/** The root of the empty tree. */
export function emptyRoot() {
  return sha256();
}

/**
 * Return the root of the tree over these leaf hashes.
 * @param {Uint8Array[]} leafHashes
 */
export function rootOf(leafHashes) {
  let row = leafHashes;
  while (row.length > 1) {
    const above = [];
    for (let i = 0; i < row.length; i += 2) {
      above.push(i + 1 < row.length ? nodeHash(row[i], row[i + 1]) : row[i]);
    }
    row = above;
  }
  return row.length ? row[0] : emptyRoot();
}

// ---------------------------------------------------------------- which nodes

/**
 * Return the complete nodes whose hashes make the root of a tree, left to right.
 * @param {number} size
 */
export function rootNodes(size) {
  return cover([0, size]);
}

/**
 * Return the blocks of entries whose roots are the proof of consistency, deepest first.
 * @param {number} older
 * @param {number} newer
 * @returns {Place[]}
 */
export function consistencyBlocks(older, newer) {
  checkOrder(older, newer);
  if (older === 0 || older === newer) return [];
  /** @type {Place[]} */
  const blocks = [];
  let [begin, end] = [0, newer];
  while (older !== end) {
    const middle = begin + split(end - begin);
    if (older <= middle) {
      blocks.push([middle, end]);
      end = middle;
    } else {
      blocks.push([begin, middle]);
      begin = middle;
    }
  }
  if (begin > 0) blocks.push([begin, end]);
  return blocks.reverse();
}

/**
 * Cover a block by complete subtrees, the largest first; `begin` is a multiple of each.
 * @param {Place} block
 * @returns {Place[]}
 */
export function cover([begin, end]) {
  /** @type {Place[]} */
  const places = [];
  let start = begin;
  while (start < end) {
    let [level, width] = [0, 1];
    while (width * 2 <= end - start) [level, width] = [level + 1, width * 2];
    places.push([level, start / width]);
    start += width;
  }
  return places;
}

/**
 * Return the root over neighbouring complete subtrees, falling in size.
 * @param {Uint8Array[]} hashes
 */
export function fold(hashes) {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

// ---------------------------------------------------------------- verifying

/**
 * Verify that a leaf hash is entry `index` of the tree (RFC 9162 section 2.1.3.2).
 * @param {Uint8Array} leaf
 * @param {number} index
 * @param {number} size
 * @param {Uint8Array[]} path
 * @param {Uint8Array} root
 * @throws {LogRefused} out_of_tree if there is no such entry, bad_inclusion
 */
export function verifyInclusion(leaf, index, size, path, root) {
  if (!(index >= 0 && index < size)) throw new LogRefused("out_of_tree", `entry ${index} of ${size}`);
  let [place, last, found] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) throw new LogRefused("bad_inclusion", "path too long");
    let step = 0;
    if (place % 2 === 1 || place === last) {
      found = nodeHash(sibling, found);
      step = trailingZeros(place);
    } else {
      found = nodeHash(found, sibling);
    }
    [place, last] = [halved(place, step + 1), halved(last, step + 1)];
  }
  if (last > 0) throw new LogRefused("bad_inclusion", "path too short");
  if (!isSame(found, root)) throw new LogRefused("bad_inclusion", "another root");
}

/**
 * Verify that one tree begins another (RFC 9162 section 2.1.4.2).
 * @param {number} older
 * @param {Uint8Array} olderRoot
 * @param {number} newer
 * @param {Uint8Array} newerRoot
 * @param {Uint8Array[]} path
 * @throws {LogRefused} out_of_tree if `older` is above `newer`, bad_consistency
 */
export function verifyConsistency(older, olderRoot, newer, newerRoot, path) {
  checkOrder(older, newer);
  const isEmptyWrong =
    (older === 0 && !isSame(olderRoot, emptyRoot())) ||
    (newer === 0 && !isSame(newerRoot, emptyRoot()));
  if (isEmptyWrong) throw new LogRefused("bad_consistency", "root of the empty tree");
  if (older === 0 || older === newer) {
    if (path.length) throw new LogRefused("bad_consistency", "path not empty");
    if (older === newer && !isSame(olderRoot, newerRoot)) throw anotherRoot();
    return;
  }
  const [olderFound, newerFound] = climb(older, olderRoot, newer, path);
  if (!isSame(olderFound, olderRoot) || !isSame(newerFound, newerRoot)) throw anotherRoot();
}

function anotherRoot() {
  return new LogRefused("bad_consistency", "another root");
}

/**
 * Return the two roots that a consistency path leads to, for 0 < older < newer.
 * @param {number} older
 * @param {Uint8Array} olderRoot
 * @param {number} newer
 * @param {Uint8Array[]} path
 */
function climb(older, olderRoot, newer, path) {
  const first = trailingZeros(older);
  let [place, last] = [halved(older - 1, first), halved(newer - 1, first)];
  const hashes = place ? path : [olderRoot, ...path];
  if (!hashes.length) throw new LogRefused("bad_consistency", "path too short");
  let [olderFound, newerFound] = [hashes[0], hashes[0]];
  for (const sibling of hashes.slice(1)) {
    if (last === 0) throw new LogRefused("bad_consistency", "path too long");
    let step = 0;
    if (place % 2 === 1 || place === last) {
      olderFound = nodeHash(sibling, olderFound);
      newerFound = nodeHash(sibling, newerFound);
      step = trailingZeros(place);
    } else {
      newerFound = nodeHash(newerFound, sibling);
    }
    [place, last] = [halved(place, step + 1), halved(last, step + 1)];
  }
  if (last > 0) throw new LogRefused("bad_consistency", "path too short");
  return [olderFound, newerFound];
}

// ---------------------------------------------------------------- numbers

/**
 * @param {number} number
 * @param {number} times
 */
function halved(number, times) {
  return Math.floor(number / 2 ** times);
}

/**
 * Return the largest power of two below `size` (size > 1).
 * @param {number} size
 */
function split(size) {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * Count the zeros that end the binary form of a number; 0 for 0.
 * @param {number} number
 */
function trailingZeros(number) {
  let [zeros, rest] = [0, number];
  while (rest > 0 && rest % 2 === 0) [zeros, rest] = [zeros + 1, rest / 2];
  return zeros;
}

/**
 * @param {number} older
 * @param {number} newer
 */
function checkOrder(older, newer) {
  if (older > newer) throw new LogRefused("out_of_tree", `${older} above ${newer}`);
}
