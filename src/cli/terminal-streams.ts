/** What the console draws on and reads from. */
export function terminal() {
  return { stdin: process.stdin, stdout: process.stdout, env: process.env } as const;
}
