/**
 * Read a log from its tiles (C2SP tlog-tiles) and believe only what its root vouches for; twin of
 * audit/tiles.py and audit/tile_reader.py, as far as a witness needs them: the tiles of hashes.
 */

import { isSame } from "./group.js";
import { HASH_BYTES } from "./lines.js";
import { LogRefused } from "./log_errors.js";
import { consistencyBlocks, cover, fold, rootNodes, rootOf } from "./merkle.js";

/** @typedef {(path: string) => Promise<Uint8Array | null>} Fetch null: there is no such file */
/** @typedef {{ level: number, index: number, width: number }} Tile */

export const WIDTH = 256;
const HEIGHT = 8;
const LEVELS = 7; // 2^53 entries

/**
 * Return where a tile of hashes is served below the log's prefix.
 * @param {Tile} tile
 */
export function tilePath({ level, index, width }) {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) || [];
  const last = groups.pop();
  const above = groups.map((group) => `x${group}/`).join("");
  return `tile/${level}/${above}${last}${width < WIDTH ? `.p/${width}` : ""}`;
}

/**
 * Return how wide a tile is in a tree of `size`: 0 if it is not there, at most 256.
 * @param {number} level
 * @param {number} index
 * @param {number} size
 */
export function tileWidth(level, index, size) {
  const complete = Math.floor(size / WIDTH ** level);
  return Math.min(WIDTH, Math.max(0, complete - index * WIDTH));
}

/**
 * Read a tile of `width` hashes.
 * @param {Uint8Array} content
 * @param {number} width
 * @throws {LogRefused} tile_malformed: it has another length
 */
export function parseTile(content, width) {
  if (content.length !== width * HASH_BYTES) {
    throw new LogRefused("tile_malformed", `${content.length} bytes`);
  }
  return Array.from({ length: width }, (_, place) => {
    return content.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  });
}

/** The log at one checkpoint, read tile by tile; each tile is fetched once. */
export class TileReader {
  /**
   * @param {Fetch} fetch
   * @param {{ size: number, root: Uint8Array }} checkpoint verified before
   */
  constructor(fetch, { size, root }) {
    /** @private */ this.fetch = fetch;
    /** @private */ this.size = size;
    /** @private */ this.root = root;
    /** @private @type {Map<string, Uint8Array[]>} */ this.tiles = new Map();
    /** @private */ this.isAnchored = false;
  }

  /**
   * Return the proof that the log continues its tree of `older`.
   * @param {number} older
   * @returns {Promise<Uint8Array[]>}
   * @throws {LogRefused} out_of_tree, tile_missing, tile_malformed, tile_wrong
   */
  async consistency(older) {
    await this.anchor();
    const path = [];
    for (const block of consistencyBlocks(older, this.size)) {
      path.push(fold(await this.nodes(cover(block))));
    }
    return path;
  }

  /**
   * Fetch the last tile of every level and compare what they hash to with the root.
   * @private
   */
  async anchor() {
    if (this.isAnchored || this.size === 0) return;
    for (let level = 0; level < LEVELS; level += 1) {
      const index = Math.floor(this.size / WIDTH ** (level + 1));
      const width = tileWidth(level, index, this.size);
      if (width) this.tiles.set(`${level}/${index}`, await this.get({ level, index, width }));
    }
    if (!isSame(fold(await this.nodes(rootNodes(this.size))), this.root)) {
      this.tiles.clear();
      throw new LogRefused("tile_wrong", "the last tiles do not give the root");
    }
    this.isAnchored = true;
  }

  /**
   * @private
   * @param {import("./merkle.js").Place[]} places
   */
  async nodes(places) {
    const found = [];
    for (const [level, index] of places) found.push(await this.node(level, index));
    return found;
  }

  /**
   * Return the hash of a complete subtree from the tile of its level.
   * @private
   * @param {number} level
   * @param {number} index
   * @returns {Promise<Uint8Array>}
   */
  async node(level, index) {
    const above = Math.floor(level / HEIGHT);
    const count = 2 ** (level % HEIGHT);
    const first = index * count;
    const hashes = await this.hashes(above, Math.floor(first / WIDTH));
    return rootOf(hashes.slice(first % WIDTH, (first % WIDTH) + count));
  }

  /**
   * Return the hashes of a tile: the last of its level is there, others prove themselves.
   * @private
   * @param {number} level
   * @param {number} index
   * @returns {Promise<Uint8Array[]>}
   */
  async hashes(level, index) {
    const place = `${level}/${index}`;
    const known = this.tiles.get(place);
    if (known !== undefined) return known;
    const hashes = await this.get({ level, index, width: WIDTH });
    if (!isSame(rootOf(hashes), await this.node(HEIGHT * (level + 1), index))) {
      throw new LogRefused("tile_wrong", place);
    }
    this.tiles.set(place, hashes);
    return hashes;
  }

  /**
   * Fetch a tile, or the full one in its place.
   * @private
   * @param {Tile} tile
   */
  async get(tile) {
    for (const width of tile.width < WIDTH ? [tile.width, WIDTH] : [WIDTH]) {
      const content = await this.fetch(tilePath({ ...tile, width }));
      if (content !== null) return parseTile(content, width).slice(0, tile.width);
    }
    throw new LogRefused("tile_missing", tilePath(tile));
  }
}
