/** @param to at least as long, and of the same kind @returns `to`, with what `from` held */
export function resized<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
