const named: Readonly<Record<string, number>> = { critical: 300, high: 200, normal: 100, low: 0 };

/** The words that a priority can be given in, most urgent first. */
export const priorityWords = ['critical', 'high', 'normal', 'low'] as const;

/** A priority as its number: critical 300, high 200, normal 100, low 0; larger goes first. */
export function priorityOf(priority: string | number | undefined): number {
  if (typeof priority === 'number') return priority;
  return named[priority ?? 'normal'] ?? named.normal;
}

/** The word for a priority's number, or the number itself where it has no word. */
export function priorityWord(priority: number): string {
  for (const [word, value] of Object.entries(named)) if (value === priority) return word;
  return String(priority);
}
