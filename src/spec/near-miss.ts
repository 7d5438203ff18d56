import { distance } from 'fastest-levenshtein';

/**
 * The candidate that was probably meant by `name`: at most a third of its letters differ (rounded up,
 * at most three), case aside. Null where nothing is close.
 */
export function nearMiss(name: string, candidates: Iterable<string>): string | null {
  const typed = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(3, Math.ceil(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const apart = distance(typed, candidate.toLowerCase());
    if (apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
}

/** How a sentence about an unknown name ends: the near miss, or else the names that there are. */
export function namesThereAre(name: string, candidates: Iterable<string>): string {
  const names = [...candidates];
  const near = nearMiss(name, names);
  if (near !== null) return `; did you mean \`${near}\`?`;
  if (names.length === 0) return '';
  const shown = names.slice(0, 24).join(', ');
  return `; there are: ${shown}${names.length > 24 ? ', …' : ''}`;
}
