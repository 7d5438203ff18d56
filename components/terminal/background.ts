import { type Environment, isGnuScreen, saidBackground } from './colour-depth.ts';
import type { TerminalInput } from './terminal-input.ts';

export type Background = 'dark' | 'light';

/** OSC 11 with `?` asks for the colour of the background (xterm's control sequences). */
const question = '\x1b]11;?\x07';
/** A terminal that answers does so at once; a far one may answer later, and is heard then. */
const answerWithinMs = 100;

interface BackgroundParts {
  readonly input: Pick<TerminalInput, 'onBackground' | 'setRawMode' | 'awaitAnswer'>;
  readonly send: (sequence: string) => void;
  readonly env: Environment;
}

/**
 * Asks the terminal for its background.
 *
 * @param onAnswer takes the answer, whenever it comes; nothing where there is none
 * @returns resolves once it came, or is not worth waiting for
 */
export function askBackground(
  { input, send, env }: BackgroundParts,
  onAnswer: (background: Background) => void,
): Promise<void> {
  if (!answers(env)) return Promise.resolve();
  const waited = Promise.withResolvers<void>();
  const timer = setTimeout(waited.resolve, answerWithinMs);
  input.onBackground = (colour) => {
    const background = backgroundOf(colour);
    if (background !== null) onAnswer(background);
    clearTimeout(timer);
    waited.resolve();
  };
  // Without it the terminal would show the answer as if it had been typed.
  input.setRawMode(true);
  input.awaitAnswer();
  send(question);
  return waited.promise;
}

/** What the environment says, where the terminal does not. */
export function backgroundBefore(env: Environment): Background {
  return saidBackground(env) ?? 'dark';
}

/** Light where black is easier to read on it than white; null where the words say no colour. */
export function backgroundOf(colour: string): Background | null {
  const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(colour);
  if (parts === null) return null;
  const [red, green, blue] = parts
    .slice(1)
    .map((hex) => linear(Number.parseInt(hex, 16) / (16 ** hex.length - 1)));
  // Relative luminance (WCAG 2): at 0.179 black and white have the same contrast.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? 'light' : 'dark';
}

/** sRGB to linear light (IEC 61966-2-1). */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Whether it is worth asking: these do not answer, and some show the question. */
function answers(env: Environment): boolean {
  const term = env.TERM ?? '';
  return term !== '' && !/^(?:dumb|linux|cons|vt\d)/.test(term) && !isGnuScreen(env);
}
