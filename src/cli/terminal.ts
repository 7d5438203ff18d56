/** Whether there is a terminal to draw on and to take keys from. */
export function hasTerminal(): boolean {
  return (
    process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb'
  );
}
