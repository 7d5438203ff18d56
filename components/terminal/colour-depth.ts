/** Bits of colour: none, 16 colours, 256, or true colour. */
export type ColourDepth = 0 | 4 | 8 | 24;

export type Environment = Readonly<Record<string, string | undefined>>;

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

/** Terminals that show 24 bits of colour, by the names they give themselves in `TERM_PROGRAM`. */
const truePrograms = /^(?:iTerm\.app|WezTerm|ghostty|vscode|mintty|rio|Hyper|WarpTerminal|Tabby)$/;
/** The same by `TERM`, which alone comes along over SSH. */
const trueTerms =
  /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|contour|rio|ms-terminal)\b|-direct$/;

function fromTerminal(env: Environment): ColourDepth {
  const term = env.TERM ?? '';
  if (term === '') return env.WT_SESSION || env.OS === 'Windows_NT' ? 24 : 0;
  if (term === 'dumb' || /^vt\d/.test(term)) return term === 'dumb' && env.WT_SESSION ? 24 : 0;
  const indexed = /256/.test(term) ? 8 : 4;
  // GNU screen 4 takes 24 bits for other attributes; what says otherwise was set by the terminal outside.
  if (isGnuScreen(env)) return indexed;
  if (/truecolor|24bit/i.test(env.COLORTERM ?? '') || trueTerms.test(term) || env.WT_SESSION)
    return 24;
  // Inside tmux the name is that of tmux, which turns 24 bits into what its own terminal shows.
  if (truePrograms.test(env.TERM_PROGRAM ?? '') && !env.TMUX) return 24;
  return env.TERM_PROGRAM === 'Apple_Terminal' ? 8 : indexed;
}

/** GNU screen, whose terminal calls itself by the same name as that of an older tmux. */
export function isGnuScreen(env: Environment): boolean {
  if (env.TMUX || env.TERM_PROGRAM === 'tmux') return false;
  return Boolean(env.STY) || /^screen/.test(env.TERM ?? '');
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

/** What the terminal says of its background before it is asked (`COLORFGBG`, as `0;15`); null where nothing. */
export function saidBackground(env: Environment): 'dark' | 'light' | null {
  const background = env.COLORFGBG?.split(';').at(-1);
  if (background === undefined || !/^\d+$/.test(background)) return null;
  return background === '7' || background === '15' ? 'light' : 'dark';
}
