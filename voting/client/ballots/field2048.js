/**
 * The group BELENIOS-2048 (spec 5.1.1): a subgroup of 256-bit order of the integers modulo p; twin
 * of ballots/field2048.py. An Element is a bigint. For public values only.
 *
 * Powers go through windows of five bits; g and the election key, raised to thousands of exponents,
 * get a table of their own, and one run of squarings serves both factors of a product.
 */

import { refused } from "./errors.js";

/** @typedef {bigint} Number2048 */

const P = BigInt(
  "20694785691422546401013643657505008064922989295751104097100884787057374219242717" +
    "40192223725449768433812906663313807895840496005438963628979639303877390572280360" +
    "59737494276713767776188985898727358650490811670993105358677809800307904916540637" +
    "77173764198678527273474476341835600035698305193144284561701911000786737307333564" +
    "12397173289791324047457883446826065232797464795113767265869358218004631792207366" +
    "88600526271863633860887968821207694323661494910029234443463732221458841005864210" +
    "50242120365433561201320481118852408731077014151666200162313177169372189248078507" +
    "711827842317498073276598828825169183103125680162072880719",
);
const G = BigInt(
  "24023526775018522092276877035323999327122876573783649165100753187876632741463532" +
    "19320285676155269678799694668298749389095083896573425601900601068477164491735474" +
    "13728310461045868131451178164675540052740288984613986453266121505579709716201616" +
    "82703128864324566638348636357821061549184199825343151897406581868686511513585764" +
    "10138882215396016043228843603930989333662772848406593138406010231675095763777982" +
    "66510360682240663507669776402534625377308513317349519424896775405257365904949247" +
    "76314759915751987751777114814909204566002054781270547282381409725186398583341157" +
    "00568353695553423781475582491896050296680037745308460627",
);
const Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;
const DIGITS = 617;
const WINDOW = 5n;
const SIZE = 1 << 5;
const WINDOWS = 52; // 52 × 5 = 260 bits
const TABLES = 4; // bases that are used often enough: g, the election key, a trustee's

/**
 * Return base^0, base^1, …, base^31.
 * @param {bigint} base
 */
function smallPowers(base) {
  const powers = [1n, base];
  while (powers.length < SIZE) powers.push((powers[powers.length - 1] * base) % P);
  return powers;
}

/**
 * Cut an exponent into windows of five bits, the lowest first.
 * @param {bigint} exponent below 2^256
 */
function windowsOf(exponent) {
  const found = [];
  for (let rest = exponent; rest > 0n; rest >>= WINDOW) found.push(Number(rest & 31n));
  return found;
}

/**
 * Return base^exponent mod p.
 * @param {bigint} base
 * @param {bigint} exponent
 */
function power(base, exponent) {
  const powers = smallPowers(base);
  let value = 1n;
  for (const digit of windowsOf(exponent).reverse()) {
    for (let i = 0; i < 5; i += 1) value = (value * value) % P;
    if (digit) value = (value * powers[digit]) % P;
  }
  return value;
}

/** Tables of bases that were used before, the last one used last. @type {Map<bigint, bigint[][]>} */
const tables = new Map();

/**
 * Return the table of a base: in row i, the powers base^(k 32^i).
 * @param {bigint} base
 */
function tableOf(base) {
  let table = tables.get(base);
  if (table === undefined) {
    table = [];
    for (let next = base; table.length < WINDOWS; ) {
      const row = smallPowers(next);
      table.push(row);
      next = (row[SIZE - 1] * next) % P;
    }
    for (const old of [...tables.keys()].slice(0, tables.size - TABLES + 1)) tables.delete(old);
  }
  tables.delete(base);
  tables.set(base, table);
  return table;
}

/**
 * Return base^exponent mod p of a base that is raised to many exponents.
 * @param {bigint} base
 * @param {bigint} exponent
 */
function tablePower(base, exponent) {
  const table = tableOf(base);
  let value = 1n;
  windowsOf(exponent).forEach((digit, row) => {
    if (digit) value = (value * table[row][digit]) % P;
  });
  return value;
}

/** @param {bigint} value */
function isMember(value) {
  return value > 0n && value < P && power(value, Q) === 1n;
}

/**
 * Return 1/value mod p.
 * @param {bigint} value
 */
function inverse(value) {
  let [a, b, x, y] = [value % P, P, 1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  return x < 0n ? x + P : x;
}

/**
 * @param {bigint} base
 * @param {bigint} challenge
 * @param {bigint} response
 */
function commitment(base, challenge, response) {
  if (!isMember(base)) throw refused("not_in_group");
  return (tablePower(G, response) * power(base, challenge)) % P;
}

/**
 * @param {bigint} key
 * @param {import("./group.js").Branch[]} branches
 * @returns {[bigint, bigint][]}
 */
function commitments(key, branches) {
  for (const element of new Set(branches.flatMap(({ alpha, beta }) => [alpha, beta]))) {
    if (element === 1n || !isMember(element)) throw refused("not_in_group");
  }
  return branches.map(({ alpha, beta, message, challenge, response }) => {
    const shift = (Q - ((BigInt(message) * challenge) % Q)) % Q;
    const marked = message ? tablePower(G, shift) : 1n;
    const second = (tablePower(key, response) * power(beta, challenge)) % P;
    return [(tablePower(G, response) * power(alpha, challenge)) % P, (second * marked) % P];
  });
}

/**
 * @param {bigint} left
 * @param {bigint} right
 */
function multiply(left, right) {
  return (left * right) % P;
}

/** @type {import("./group.js").Group} */
export const field2048 = {
  name: "BELENIOS-2048",
  order: Q,
  identity: 1n,
  elementBytes: DIGITS,
  rawElement(text) {
    if (!/^[1-9][0-9]*$/.test(text) || text.length > DIGITS) {
      throw refused("not_canonical", "element");
    }
    const value = BigInt(text);
    if (value >= P) throw refused("not_canonical", "element not below p");
    return value;
  },
  isMember,
  isSame: (a, b) => a === b,
  text: String,
  powerG: (exponent) => tablePower(G, exponent),
  power,
  multiply,
  divide: (left, right) => multiply(left, inverse(right)),
  products: (lists) => lists.map((list) => list.reduce(multiply, 1n)),
  commitments,
  commitment,
};
