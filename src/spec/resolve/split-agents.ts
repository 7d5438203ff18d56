/**
 * Splits agents over roles by their shares with the largest remainder (Hamilton's method), so that
 * the parts add up exactly; every role gets at least one, taken from the largest.
 *
 * @param agents at least as many as there are shares
 */
export function splitAgents(agents: number, shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const quotas = shares.map((share) => (share / total) * agents);
  const parts = quotas.map((quota) => Math.floor(quota));
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - parts[index] }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = agents - parts.reduce((sum, part) => sum + part, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    parts[index]++;
    left--;
  }
  for (const [index, part] of parts.entries()) {
    if (part > 0) continue;
    const largest = parts.indexOf(Math.max(...parts));
    parts[largest]--;
    parts[index]++;
  }
  return parts;
}
