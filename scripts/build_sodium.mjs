/**
 * Cut out of libsodium.js the functions that the browser code calls, and no others; and make the
 * core (voting/client/core.wasm) ready for the same browsers.
 *
 * The npm package holds all of libsodium as one WebAssembly module of 285 kB that needs
 * instructions of 2019 to 2021 (sign extension, bulk memory). Here it is neither compiled anew nor
 * optimized: functions that nothing calls are removed, and those instructions are rewritten as ones
 * that every browser with WebAssembly has. What is left is 83 kB and imports nothing.
 *
 * For browsers where a page without 'unsafe-eval' may not run WebAssembly (Chrome before 97,
 * Safari before 16) the same module is also written as JavaScript, about 30 times slower.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Names in libsodium; voting/client/sodium.js calls exactly these. */
const KEPT = [
  "crypto_core_ed25519_add",
  "crypto_core_ed25519_is_valid_point",
  "crypto_core_ed25519_scalar_add",
  "crypto_core_ed25519_scalar_mul",
  "crypto_core_ed25519_scalar_reduce",
  "crypto_core_ed25519_scalar_sub",
  "crypto_core_ed25519_sub",
  "crypto_hash_sha256_final",
  "crypto_hash_sha256_init",
  "crypto_hash_sha256_update",
  "crypto_hash_sha512_final",
  "crypto_hash_sha512_init",
  "crypto_hash_sha512_update",
  "crypto_scalarmult_ed25519_base_noclamp",
  "crypto_scalarmult_ed25519_noclamp",
];

/**
 * What voting/client/committee/vault.js calls, in a module of its own: a saved key is sealed by a
 * passphrase. It is the one part that needs memory by the megabyte, and it is thrown away after use.
 */
const VAULT = [
  "crypto_aead_xchacha20poly1305_ietf_decrypt",
  "crypto_aead_xchacha20poly1305_ietf_encrypt",
  "crypto_pwhash",
  "free",
  "malloc",
];

/** What the core (native/browser) has besides the functions of KEPT. */
const CORE = [
  "tinnhiem_arguments",
  "tinnhiem_commit",
  "tinnhiem_seal",
  "tinnhiem_stack",
  "tinnhiem_vartime_commitments",
  "tinnhiem_vartime_room",
  "tinnhiem_vartime_sums",
  "tinnhiem_vartime_use_key",
];

/** sodium.js keeps its arguments from here on: above libsodium's data and stack. */
const ARGUMENTS_FROM = 1 << 20;

/**
 * Find the WebAssembly module and the short names of its exports in libsodium.js.
 * @param {string} source text of the npm package's module
 * @param {string[]} kept
 */
function findModule(source, kept) {
  const texts = [...source.matchAll(/"(AGFzbQ[A-Za-z0-9+/]+=*)"/g)];
  const memory = /[,{]([\w$]+)=A\.([\w$]+),A\.__indirect_function_table/.exec(source);
  if (texts.length !== 1 || memory === null) {
    throw new Error("libsodium.js is not laid out as expected: build_sodium.mjs must be adapted");
  }
  /** @type {Map<string, string>} */
  const names = new Map([[memory[2], "memory"]]);
  for (const [, name, short] of source.matchAll(/\._(\w+)=A\.([\w$]+)/g)) {
    if (kept.includes(name)) names.set(short, name);
  }
  if (names.size !== kept.length + 1) {
    throw new Error("libsodium.js lacks a function that the browser code needs");
  }
  return { bytes: new Uint8Array(Buffer.from(texts[0][1], "base64")), names };
}

/**
 * Return the WebAssembly module with only the kept functions, in instructions of 2017.
 * @param {string} packages folder node_modules
 */
export async function cutSodium(packages) {
  const { bytes, text } = await cut(packages, KEPT);
  checkLayout(bytes, text);
  return bytes;
}

/**
 * Return the module that seals and opens saved keys.
 * @param {string} packages folder node_modules
 */
export async function cutVault(packages) {
  const { bytes } = await cut(packages, VAULT);
  const module = new WebAssembly.Module(bytes);
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const imported = WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`);
  const isSound =
    exported.sort().join() === [...VAULT, "memory"].sort().join() &&
    imported.sort().join() === "a.a,a.b,a.c,a.d";
  if (!isSound) throw new Error("the rewritten libsodium is not laid out as vault.js expects");
  return bytes;
}

/**
 * Return the core in instructions of 2017; it must be the one that core.json names, and need nothing.
 * @param {string} packages folder node_modules
 * @param {string} source path of core.wasm
 */
export async function lowerCore(packages, source) {
  const kept = readFileSync(source);
  const { sha256 } = JSON.parse(readFileSync(source.replace(/wasm$/, "json"), "utf8"));
  if (createHash("sha256").update(kept).digest("hex") !== sha256) {
    throw new Error("core.wasm is not what core.json says: python -m scripts.build_core --check");
  }
  const { default: binaryen } = await import(path.join(packages, "binaryen/index.js"));
  const bytes = lowered(binaryen, binaryen.readBinary(new Uint8Array(kept))).emitBinary();
  const module = new WebAssembly.Module(bytes);
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const isSound =
    WebAssembly.Module.imports(module).length === 0 &&
    [...KEPT, ...CORE, "memory"].every((name) => exported.includes(name));
  if (!isSound) throw new Error("the core is not laid out as sodium.js expects");
  return bytes;
}

/**
 * @param {string} packages folder node_modules
 * @param {string[]} kept
 */
async function cut(packages, kept) {
  const { default: binaryen } = await import(path.join(packages, "binaryen/index.js"));
  const source = path.join(packages, "libsodium-sumo/dist/modules-sumo-esm/libsodium-sumo.mjs");
  const { bytes, names } = findModule(readFileSync(source, "utf8"), kept);
  const module = binaryen.readBinary(bytes);
  renameExports(binaryen, module, names);
  lowered(binaryen, module);
  return { bytes: module.emitBinary(), text: module.emitText() };
}

/**
 * Rewrite a module in instructions of 2017.
 * @param {any} binaryen
 * @param {any} module
 */
function lowered(binaryen, module) {
  const { MVP, SignExt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  module.setFeatures(MVP | SignExt | BulkMemory | BulkMemoryOpt);
  module.runPasses([
    "remove-unused-module-elements",
    "signext-lowering",
    "llvm-memory-copy-fill-lowering",
    "remove-unused-module-elements",
  ]);
  module.setFeatures(MVP);
  if (!module.validate()) throw new Error("what was rewritten is not valid WebAssembly");
  return module;
}

/**
 * @param {any} binaryen
 * @param {any} module
 * @param {Map<string, string>} names
 */
function renameExports(binaryen, module, names) {
  const all = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  for (const { name } of all) module.removeExport(name);
  for (const { name, value } of all) {
    const kept = names.get(name);
    if (kept === "memory") module.addMemoryExport(value, kept);
    else if (kept !== undefined) module.addFunctionExport(value, kept);
  }
}

/**
 * Check what sodium.js relies on: no imports, and memory that nobody else uses.
 * @param {Uint8Array} bytes
 * @param {string} text
 */
function checkLayout(bytes, text) {
  const module = new WebAssembly.Module(bytes);
  const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
  const stack = /\(global \$\S+ \(mut i32\) \(i32\.const (\d+)\)\)/.exec(text);
  const pages = /\(memory \$\S+ (\d+) /.exec(text);
  const sound =
    WebAssembly.Module.imports(module).length === 0 &&
    exported.sort().join() === [...KEPT, "memory"].sort().join() &&
    !text.includes("memory.grow") &&
    stack !== null &&
    Number(stack[1]) <= ARGUMENTS_FROM &&
    pages !== null &&
    Number(pages[1]) * 65536 >= 2 * ARGUMENTS_FROM;
  if (!sound) throw new Error("the rewritten libsodium is not laid out as sodium.js expects");
}

/**
 * Write the module as a JavaScript module that exports the same functions.
 * @param {string} packages folder node_modules
 * @param {string} source path of the WebAssembly module
 * @param {string} target path of the JavaScript module
 */
export function writeSodiumAsScript(packages, source, target) {
  const program = path.join(packages, "binaryen/bin/wasm2js");
  const options = [program, source, "--mvp-features", "-O", "--output", target];
  execFileSync(process.execPath, options, { stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(target, readFileSync(target, "utf8").replace(/^import .*$/gm, ""));
}
