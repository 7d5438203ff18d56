/** Keys that are no character, as people write them. */
const labels: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  backspace: 'Backspace',
  delete: 'Del',
  ' ': 'Space',
};

/** Other ways to write them. */
const others: Readonly<Record<string, string>> = {
  return: 'enter',
  esc: 'escape',
  space: ' ',
  'page up': 'pageup',
  'page down': 'pagedown',
  del: 'delete',
  ...Object.fromEntries(Object.entries(labels).map(([name, label]) => [label.toLowerCase(), name])),
};

/** What a terminal sends for these is what it sends for another key. */
const twins: Readonly<Record<string, string>> = {
  'ctrl+i': 'tab',
  'ctrl+m': 'enter',
  'ctrl+j': 'enter',
  'ctrl+h': 'backspace',
};

/** How a key is written for people: `Enter`, `Ctrl+C`, `↑`. */
export function keyLabel(key: string): string {
  if (key.startsWith('ctrl+')) return `Ctrl+${key.slice(5).toUpperCase()}`;
  return labels[key] ?? key;
}

/**
 * The name of a key that was written by a person: `Ctrl+S`, `enter`, `PgUp`, `Space`, `p`. Null where
 * there is none, or where terminals cannot tell it from another one.
 */
export function keyNamed(written: string): string | null {
  if ([...written].length === 1) return written >= ' ' ? (others[written] ?? written) : null;
  const lower = written
    .trim()
    .toLowerCase()
    .replace(/^control[+-]|^\^|^ctrl-/, 'ctrl+');
  if (lower in labels) return lower;
  if (Object.hasOwn(others, lower)) return others[lower];
  return /^ctrl\+[a-z]$/.test(lower) && !(lower in twins) ? lower : null;
}
