const mostNamed = 5;

/**
 * Where two values differ, by path and with both values, the first few of it: plain data, class
 * instances by their fields, typed arrays, maps and sets. What JSON cannot tell apart is the same (0, -0).
 *
 * @param but paths that are left out, such as `agents.tokens`
 */
export function differences(live: object, folded: object, but: ReadonlySet<string>): string[] {
  const found: string[] = [];
  compare(live, folded, '', but, found);
  return found;
}

function compare(a: unknown, b: unknown, path: string, but: ReadonlySet<string>, found: string[]) {
  if (a === b || found.length >= mostNamed || but.has(path)) return;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    return compareColumns(a as Float64Array, b as Float64Array, path, found);
  }
  if (a instanceof Set && b instanceof Set) {
    return compare([...a], [...b], path, but, found);
  }
  if (a instanceof Map && b instanceof Map) {
    return compare(Object.fromEntries(a), Object.fromEntries(b), path, but, found);
  }
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = path === '' ? key : `${path}.${key}`;
      compare(Reflect.get(a, key), Reflect.get(b, key), at, but, found);
    }
    return;
  }
  if (!Object.is(a, b)) found.push(`${path} is ${words(a)} live and ${words(b)} folded`);
}

function compareColumns(a: Float64Array, b: Float64Array, path: string, found: string[]): void {
  if (a.length !== b.length) {
    found.push(`${path} has ${a.length} entries live and ${b.length} folded`);
    return;
  }
  // Nearly always they are the same, byte for byte.
  if (bytesOf(a).equals(bytesOf(b))) return;
  for (let i = 0; i < a.length && found.length < mostNamed; i++) {
    if (a[i] === b[i] || (Number.isNaN(a[i]) && Number.isNaN(b[i]))) continue;
    found.push(`${path}[${i}] is ${a[i]} live and ${b[i]} folded`);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function words(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
