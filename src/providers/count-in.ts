/** A whole number of tokens in a field of a JSON reply; null where there is none. */
export function countIn(body: string, field: string): number | null {
  try {
    const count: unknown = JSON.parse(body)?.[field];
    return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : null;
  } catch {
    return null;
  }
}
