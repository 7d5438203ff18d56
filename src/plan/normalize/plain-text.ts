/** Case and white space do not count, and neither does the form that a sign is written in (NFKC). */
export function plainText(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
