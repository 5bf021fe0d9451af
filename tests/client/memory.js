/** What a browser keeps. */
export function memory(kept = {}) {
  return {
    read: () => ({ ...kept }),
    add: (more) => Object.assign(kept, more),
    forgetSecrets() {
      for (const name of Object.keys(kept)) {
        if (!["election", "decrypted", "logKey", "checkpoint"].includes(name)) delete kept[name];
      }
    },
  };
}
