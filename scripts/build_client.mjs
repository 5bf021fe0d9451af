/**
 * Build the browser code: node scripts/build_client.mjs PACKAGES WORK TARGET
 *
 * PACKAGES is the folder node_modules that package-lock.json describes, WORK takes what is made on
 * the way (core.wasm, sodium.wasm, vault.wasm: the tests use them too), TARGET what is served:
 *
 *   booth-1f0c9a52be.js    one for each module of voting/client/pages, the worker inside; beside
 *   booth-1f0c9a52be.js.gz it, and .br, the same compressed
 *   committee-….js         the counting committee's page, which needs browsers of 2020
 *   sodium-….js            libsodium for browsers that may not run WebAssembly
 *   verifier-….html        the verifier, one file with everything inside (docs/verifier.md)
 *   receipt-check-….html   the page that judges receipts, likewise (docs/booth.md)
 *   manifest.json          {"booth": {"file", "sha256", "integrity", "bytes", "gzip", "brotli"}, …}
 *
 * The same sources give the same bytes, in any folder. hatch_build.py calls this.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { cutSodium, cutVault, lowerCore, writeSodiumAsScript } from "./build_sodium.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CLIENT = path.join(ROOT, "voting/client");
const BROWSERS = ["es2019", "chrome73", "firefox67", "safari12.1"]; // of the spring of 2019
const AUDITORS = ["es2020", "chrome85", "firefox79", "safari14.1"]; // the verifier needs bigint
const FOR_AUDITORS = ["committee.js"]; // pages that hold the verifier
// The saved verifier also needs WebAssembly under the policy of its page (docs/verifier.md).
const VERIFIER = ["es2020", "chrome97", "firefox79", "safari16"];

/** @typedef {Record<string, { contents: string | Uint8Array, loader: "binary" | "json" | "text" }>} Built */

/**
 * Name an inline script or style in a policy, by its hash.
 * @param {string} text
 */
function hashSource(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

class Build {
  /**
   * @param {string} packages
   * @param {string} work
   * @param {string} target
   */
  constructor(packages, work, target) {
    this.packages = path.resolve(packages);
    this.work = path.resolve(work);
    this.target = path.resolve(target);
    /** @type {Record<string, object>} */
    this.manifest = {};
    /** @type {Record<string, string | Uint8Array>} */
    this.files = {};
    /** @type {Built} */
    this.built = {};
  }

  async run() {
    this.esbuild = (await import(this.packageFile("esbuild/lib/main.js"))).default;
    mkdirSync(this.work, { recursive: true });
    await this.buildCore();
    await this.buildSodium();
    const words = readFileSync(path.join(ROOT, "audit/words.txt"));
    this.built["built:words"] = { contents: words, loader: "text" };
    const worker = await this.bundle(path.join(CLIENT, "worker_main.js"));
    this.built["built:worker"] = { contents: worker, loader: "text" };
    for (const name of readdirSync(path.join(CLIENT, "pages")).sort()) {
      if (name.endsWith(".js")) {
        const entry = path.join(CLIENT, "pages", name);
        const target = FOR_AUDITORS.includes(name) ? AUDITORS : BROWSERS;
        this.keep(path.basename(name, ".js"), await this.bundle(entry, target));
      }
    }
    const verifier = ["voting/static/style.css", "voting/client/verifier/page.css"];
    await this.buildFile("verifier", "verifier", verifier, VERIFIER);
    const parts = ["style", "booth-parts", "check"].map((name) => `voting/static/${name}.css`);
    await this.buildFile("receipt-check", "receipt_file", parts, BROWSERS);
    this.replaceTarget();
  }

  /**
   * Put the new files in the place of the old ones; what failed before this left the old ones. The
   * manifest changes at once and after the files that it names, so that a running server finds them.
   */
  replaceTarget() {
    mkdirSync(this.target, { recursive: true });
    const manifest = `${JSON.stringify(this.manifest, null, 1)}\n`;
    for (const [name, contents] of Object.entries(this.files)) {
      writeFileSync(path.join(this.target, name), contents);
    }
    const written = path.join(this.target, "manifest.new");
    writeFileSync(written, manifest);
    renameSync(written, path.join(this.target, "manifest.json"));
    for (const name of readdirSync(this.target)) {
      if (name !== "manifest.json" && !(name in this.files)) rmSync(path.join(this.target, name));
    }
  }

  /** @param {string} name */
  packageFile(name) {
    return pathToFileURL(path.join(this.packages, name)).href;
  }

  async buildCore() {
    const contents = await lowerCore(this.packages, path.join(CLIENT, "core.wasm"));
    writeFileSync(path.join(this.work, "core.wasm"), contents);
    this.built["built:core"] = { contents, loader: "binary" };
  }

  async buildSodium() {
    const wasm = path.join(this.work, "sodium.wasm");
    const script = path.join(this.work, "sodium.mjs");
    const contents = await cutSodium(this.packages);
    writeFileSync(wasm, contents);
    writeSodiumAsScript(this.packages, wasm, script);
    const vault = await cutVault(this.packages);
    writeFileSync(path.join(this.work, "vault.wasm"), vault);
    this.built["built:vault"] = { contents: vault, loader: "binary" };
    const main = path.join(this.work, "sodium_main.mjs");
    writeFileSync(main, 'import * as all from "./sodium.mjs";\nself.tinnhiemSodium = all;\n');
    const slow = this.keep("sodium", await this.bundle(main));
    this.built["built:slow"] = { contents: JSON.stringify(slow), loader: "json" };
  }

  /**
   * Put a page, its styles, its script and the core into one file that works from disk.
   * @param {string} name of the file
   * @param {string} folder below voting/client: main.js and page.html
   * @param {string[]} styles paths of stylesheets, from the root
   * @param {string[]} target
   */
  async buildFile(name, folder, styles, target) {
    const bundled = await this.bundle(path.join(CLIENT, folder, "main.js"), target);
    const script = Buffer.from(bundled).toString().trim();
    if (/<\/script|<!--/i.test(script)) throw new Error("the script would end in the page");
    const written = styles.map((one) => readFileSync(path.join(ROOT, one), "utf8")).join("\n");
    const settings = { loader: "css", minify: true, target: target.slice(1) };
    const style = (await this.esbuild.transform(written, settings)).code.trim();
    const policy = [
      "default-src 'none'",
      `script-src ${hashSource(script)} 'wasm-unsafe-eval'`,
      "worker-src blob:",
      "child-src blob:",
      `style-src ${hashSource(style)}`,
      "img-src data: blob:",
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; ");
    /** @type {Record<string, string>} */
    const parts = { policy, style, script };
    const page = readFileSync(path.join(CLIENT, folder, "page.html"), "utf8");
    const filled = page.replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part]);
    this.keep(name, Buffer.from(filled), "html");
  }

  /**
   * Bundle one entry as a script that runs at once.
   * @param {string} entry
   * @param {string[]} [target]
   * @returns {Promise<Uint8Array>}
   */
  async bundle(entry, target = BROWSERS) {
    const result = await this.esbuild.build({
      absWorkingDir: ROOT,
      bundle: true,
      charset: "utf8",
      entryPoints: [entry],
      format: "iife",
      legalComments: "none",
      logLevel: "warning",
      minify: true,
      nodePaths: [this.packages],
      plugins: [{ name: "built", setup: (/** @type {any} */ build) => this.answer(build) }],
      // esbuild counts a corner of destructuring that Safari before 14.1 got wrong as lacking all.
      supported: { destructuring: true },
      target,
      tsconfigRaw: "{}",
      write: false,
    });
    return result.outputFiles[0].contents;
  }

  /**
   * Answer imports of `built:…` with what was built before.
   * @param {any} build
   */
  answer(build) {
    build.onResolve({ filter: /^built:/ }, (/** @type {any} */ { path: name }) => ({
      path: name,
      namespace: "built",
    }));
    build.onLoad({ filter: /.*/, namespace: "built" }, (/** @type {any} */ { path: name }) => {
      return this.built[name];
    });
  }

  /**
   * Keep a file to be served, under the name that its contents give it.
   * @param {string} name
   * @param {Uint8Array} contents
   * @param {string} [suffix]
   */
  keep(name, contents, suffix = "js") {
    const digest = createHash("sha256").update(contents).digest();
    const sha256 = digest.toString("hex");
    const file = `${name}-${sha256.slice(0, 10)}.${suffix}`;
    const integrity = `sha256-${digest.toString("base64")}`;
    const gzip = gzipSync(contents, { level: 9 });
    const brotli = brotliCompressSync(contents, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    });
    Object.assign(this.files, { [file]: contents, [`${file}.gz`]: gzip, [`${file}.br`]: brotli });
    const sizes = { bytes: contents.length, gzip: gzip.length, brotli: brotli.length };
    this.manifest[name] = { file, sha256, integrity, ...sizes };
    return { file, integrity };
  }
}

const [packages, work, target] = process.argv.slice(2);
await new Build(packages, work, target).run();
