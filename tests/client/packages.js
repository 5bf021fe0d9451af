/** Under Node: packages from npm lie where the build put them, and `built:…` is what it made. */

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const PACKAGES = pathToFileURL(path.join(ROOT, "build/node/node_modules/none.js")).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "built:vault") return { url: "built:vault", shortCircuit: true };
    if (!specifier.startsWith("@noble/")) return next(specifier, context);
    return next(specifier, { ...context, parentURL: PACKAGES });
  },
  load(url, context, next) {
    if (url !== "built:vault") return next(url, context);
    const source = "export { vault as default } from " + JSON.stringify(import.meta.url);
    return { format: "module", source, shortCircuit: true };
  },
});

export const vault = new Uint8Array(readFileSync(path.join(ROOT, "build/client/vault.wasm")));
