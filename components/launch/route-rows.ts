import type { PullState, RouteStatus } from '../launch-choices.ts';
import { Tone } from '../painter/style.ts';
import { bytes, percent } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { type Line, padded } from './line.ts';

const tones: Readonly<Record<RouteStatus['state'], number>> = {
  ready: Tone.ok,
  asking: Tone.dim,
  doubtful: Tone.warn,
  refused: Tone.warn,
  absent: Tone.dim,
};

/** How the ways to models stand, the one that would be taken marked; those that matter most first. */
export function routeLines(
  routes: readonly RouteStatus[],
  pull: PullState | null,
  width: number,
): Line[] {
  const nameWidth = Math.min(22, Math.max(13, ...routes.map(({ name }) => name.length + 3)));
  const lines = routes.map(
    ({ name, words, state, chosen }): Line => [
      [chosen ? ' › ' : '   ', Tone.accent],
      [padded(oneLine(name), nameWidth - 1), chosen ? Tone.fg : Tone.dim],
      [
        padded(oneLine(words), Math.max(4, width - nameWidth - 2)).trimEnd(),
        chosen && state === 'absent' ? Tone.warn : tones[state],
      ],
    ],
  );
  return pull === null ? lines : [...lines, pullLine(pull)];
}

function pullLine(pull: PullState): Line {
  return [
    ['   ', Tone.fg],
    [pullWords(pull), Tone.info],
    [' · P cancels', Tone.dim],
  ];
}

/** `fetching tinyllama 41 % of 638 MB`. */
export function pullWords({ model, share, totalBytes, status }: PullState): string {
  const far =
    share === null ? ` · ${oneLine(status)}` : ` ${percent(share)} % of ${bytes(totalBytes)}`;
  return `fetching ${oneLine(model)}${far}`;
}

/** The route that would be taken; null before that is known. */
export function chosenRoute(routes: readonly RouteStatus[]): RouteStatus | null {
  return routes.find(({ chosen }) => chosen) ?? null;
}
