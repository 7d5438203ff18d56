/** Bits of colour: none, 16 colours, 256, or true colour. */
export type ColourDepth = 0 | 4 | 8 | 24;

type Environment = Readonly<Record<string, string | undefined>>;

const forced: Readonly<Record<string, ColourDepth>> = {
  '0': 0,
  false: 0,
  '1': 4,
  '2': 8,
  '3': 24,
};

/**
 * What the terminal can show, from what the environment says. `NO_COLOR` (https://no-color.org) wins
 * over `FORCE_COLOR` (0 to 3), which wins over `COLORTERM` and `TERM`.
 */
export function colourDepth(env: Environment): ColourDepth {
  if (env.NO_COLOR) return 0;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') {
    const depth = forced[env.FORCE_COLOR];
    if (depth !== undefined) return depth;
    return Math.max(4, fromTerminal(env)) as ColourDepth;
  }
  return fromTerminal(env);
}

function fromTerminal(env: Environment): ColourDepth {
  const term = env.TERM ?? '';
  if (term === 'dumb' || term === '') return env.WT_SESSION ? 24 : 0;
  if (/^vt\d/.test(term)) return 0;
  if (/truecolor|24bit/i.test(env.COLORTERM ?? '') || term.endsWith('-direct')) return 24;
  if (/256/.test(term)) return 8;
  return 4;
}

/**
 * Whether the terminal shows UTF-8, by its locale. A locale that is not set is no sign of an old
 * terminal (containers set none) but inside tmux or screen, which then draw an underscore for
 * everything that is not ASCII.
 */
export function knowsUnicode(env: Environment): boolean {
  const term = env.TERM ?? '';
  if (term === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  if (!locale) return !/^(tmux|screen)/.test(term);
  return /utf-?8/i.test(locale);
}

/** Whether the terminal says that its background is light (`COLORFGBG`, as `0;15`). */
export function isLight(env: Environment): boolean {
  const background = env.COLORFGBG?.split(';').at(-1);
  return background === '7' || background === '15';
}
