/** Inside single quotes a shell takes everything as it is, but the quote itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A text that ends in a variable, which the shell fills in. In double quotes it acts on `"`, `\`, `` ` ``
 * and `$`.
 *
 * @param variable `$NAME`
 */
export function quotedWith(before: string, variable: string): string {
  return `"${before.replace(/["\\`$]/g, '\\$&')}${variable}"`;
}
