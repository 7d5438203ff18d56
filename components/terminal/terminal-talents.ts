import type { Environment } from './colour-depth.ts';

/** Which sequence makes a terminal tell the desktop something. */
export type NotificationKind = 'osc9' | 'osc777';

/** What a terminal can do besides drawing, by what it says of itself. */
export interface TerminalTalents {
  /** It has a title that can be set, and put aside. */
  readonly title: boolean;
  /** It shows progress in its tab or in the task bar (OSC 9;4). */
  readonly progress: boolean;
  /** Null where it passes nothing on, or is not known. */
  readonly notification: NotificationKind | null;
  /** It is tmux that reads what we write; its own terminal gets only what is wrapped. */
  readonly tmux: boolean;
}

/**
 * Known terminals only: others take OSC 9;4 for a message and show its numbers, again and again.
 * Sources: the documents of ConEmu, Windows Terminal, Ghostty (vt/osc/conemu), WezTerm, iTerm2
 * (`TERM_FEATURES`), VTE 0.80 and Konsole 25.04 for progress; of iTerm2, kitty, Ghostty, WezTerm,
 * foot and urxvt for notifications.
 */
export function talentsOf(env: Environment): TerminalTalents {
  const term = env.TERM ?? '';
  const tmux = Boolean(env.TMUX) || env.TERM_PROGRAM === 'tmux';
  // What tmux hands on is what it was started from, which need not be what shows it now.
  const program = tmux ? '' : (env.TERM_PROGRAM ?? '');
  const plain = term === '' || /^(?:dumb|linux|cons|vt\d)/.test(term);
  return {
    title: !plain,
    progress: !tmux && !plain && showsProgress(env, program, term),
    notification: plain ? null : notificationOf(env, program, term),
    tmux,
  };
}

function showsProgress(env: Environment, program: string, term: string): boolean {
  if (env.WT_SESSION || env.ConEmuANSI === 'ON') return true;
  if (/^(?:ghostty|WezTerm|mintty|rio)$/.test(program)) return true;
  if (/^xterm-ghostty|^wezterm/.test(term)) return true;
  // iTerm2 names its talents in letters; P is this one.
  if (program === 'iTerm.app') return /P(?![a-z])/.test(env.TERM_FEATURES ?? '');
  return Number(env.VTE_VERSION ?? 0) >= 8_000 || Number(env.KONSOLE_VERSION ?? 0) >= 250_400;
}

function notificationOf(env: Environment, program: string, term: string): NotificationKind | null {
  if (env.WT_SESSION || env.ConEmuANSI === 'ON') return null;
  if (program === 'iTerm.app' || env.LC_TERMINAL === 'iTerm2' || env.ITERM_SESSION_ID)
    return 'osc9';
  if (/kitty/.test(term) || env.KITTY_WINDOW_ID) return 'osc9';
  const knows777 =
    /^(?:ghostty|WezTerm)$/.test(program) || /ghostty|^wezterm|^foot|rxvt/.test(term);
  if (knows777 || env.GHOSTTY_RESOURCES_DIR || env.WEZTERM_PANE) return 'osc777';
  return null;
}
