/** Terminals take no longer sequence than some 100,000 characters, of which three quarters are text. */
const mostBytes = 74_994;

export interface ClipboardCopy {
  /** To be written to the terminal. */
  readonly sequence: string;
  readonly bytes: number;
  /** Not all of the text is in it. */
  readonly cut: boolean;
}

/**
 * Asks the terminal to put a text into its clipboard (OSC 52). The terminal gives no answer, so that
 * nobody knows whether it did. Inside tmux the sequence is sent twice: to tmux itself, which takes it
 * with `set-clipboard on`, and in its passthrough, which it hands on with `allow-passthrough on`.
 *
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands
 */
export function clipboardCopy(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): ClipboardCopy {
  const whole = Buffer.from(text, 'utf8');
  const bytes = whole.length <= mostBytes ? whole : whole.subarray(0, wholeCharacters(whole));
  const plain = `\x1b]52;c;${bytes.toString('base64')}\x07`;
  const wrapped = `\x1bPtmux;${plain.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  return {
    sequence: env.TMUX ? plain + wrapped : plain,
    bytes: bytes.length,
    cut: bytes.length < whole.length,
  };
}

/** The last place that fits and that is not inside a character: bytes 10xxxxxx go on with one. */
function wholeCharacters(bytes: Buffer): number {
  let end = mostBytes;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
}
