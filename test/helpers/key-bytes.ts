/** What a terminal (xterm and those after it) sends for keys that are no character. */
const named: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\x1b',
  Tab: '\t',
  Space: ' ',
  Backspace: '\x7f',
  Delete: '\x1b[3~',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  PageUp: '\x1b[5~',
  PageDown: '\x1b[6~',
  'Shift+Tab': '\x1b[Z',
};

/**
 * A key by its name (`Enter`, `Ctrl+P`, `Alt+b`, `Shift+Tab`) as the bytes that it sends. Anything
 * else is what it says: `p`, `---`, `:stop\r`.
 */
export function keyBytes(key: string): string {
  if (key in named) return named[key];
  const [, modifier, character] = /^(Ctrl|Alt)\+(.)$/.exec(key) ?? [];
  if (modifier === 'Alt') return `\x1b${character}`;
  if (modifier === 'Ctrl') return String.fromCharCode(character.toUpperCase().charCodeAt(0) & 31);
  if (/^[A-Z][a-z]+$|^(Ctrl|Alt|Shift)\+/.test(key)) throw new Error(`no key is called ${key}`);
  return key;
}
