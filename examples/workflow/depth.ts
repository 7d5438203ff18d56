/** What needs no model: the ships that a harbour takes, by its depth in metres. Five of the hundred have none. */
export default function depth(prompt: string): string {
  const metres = Number.parseFloat(prompt.split(':')[1]);
  if (Number.isNaN(metres)) throw new Error('no depth was measured');
  return `Ships of up to ${(metres - 0.5).toFixed(1)} m of draught.`;
}
