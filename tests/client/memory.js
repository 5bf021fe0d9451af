/** What a browser keeps, here in an object that the test may look into. */

const { turned, withoutSecrets } = await import("../../voting/client/committee/store.js");

export function memory(kept = {}) {
  const become = (next) => {
    const written = JSON.stringify(next);
    for (const name of Object.keys(kept)) delete kept[name];
    Object.assign(kept, JSON.parse(written));
  };
  return {
    read: () => ({ ...kept }),
    add: (more) => Object.assign(kept, more),
    turnTo: (attempt) => become(turned(kept, attempt)),
    forgetSecrets: () => become(withoutSecrets(kept)),
  };
}
