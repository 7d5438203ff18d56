import { createHash } from 'node:crypto';

/** So many keys are remembered by their name; the names do not depend on it. */
const kept = 10_000;

/** Names keys by the first 8 hex digits of their SHA-256, so that no record can tell a key. */
export class KeyNames {
  readonly #names = new Map<string, string>();

  nameOf(key: string): string {
    let name = this.#names.get(key);
    if (name === undefined) {
      name = createHash('sha256').update(key).digest('hex').slice(0, 8);
      if (this.#names.size >= kept) this.#names.clear();
      this.#names.set(key, name);
    }
    return name;
  }
}
