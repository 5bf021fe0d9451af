/** Only the page's own code can become a worker or a script. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { scriptAddress } from "../../voting/client/trusted.js";

const PAGE = "http://192.168.1.10:8000/c/JFhMBfmAp5jNJh/vote";

/** Let `window` be a page, with or without Trusted Types. */
function onPage(trustedTypes) {
  const { origin, href } = new URL(PAGE);
  globalThis.window = { location: { origin, href }, trustedTypes };
}

for (const url of [
  "blob:http://192.168.1.10:8000/7c1e",
  "http://192.168.1.10:8000/static/built/sodium-1f0c9a52be.js",
]) {
  test(`${url} may run`, () => {
    onPage(undefined);
    assert.equal(scriptAddress(url), url);
  });
}

for (const url of [
  "http://elsewhere.example/static/built/sodium.js",
  "https://192.168.1.10:8000/static/built/sodium.js",
  "blob:http://elsewhere.example/7c1e",
  "data:text/javascript,1",
  "javascript:1",
  "http://192.168.1.10:8000/c/JFhMBfmAp5jNJh/vote",
]) {
  test(`${url} may not`, () => {
    onPage(undefined);
    assert.throws(() => scriptAddress(url), TypeError);
  });
}

test("one policy is made, by the name that the page's header allows", () => {
  const made = [];
  onPage({
    createPolicy(name, rules) {
      made.push(name);
      return { createScriptURL: (url) => `trusted ${rules.createScriptURL(url)}` };
    },
  });
  const url = "blob:http://192.168.1.10:8000/7c1e";
  assert.equal(scriptAddress(url), `trusted ${url}`);
  assert.equal(scriptAddress(url), `trusted ${url}`);
  assert.deepEqual(made, ["tinnhiem"]);
  assert.throws(() => scriptAddress("data:,1"), TypeError);
});
