import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { LiveRun } from '../live-run.ts';
import { coarseSeconds, count, money, plural } from '../parts/format.ts';
import { Menu } from './menu.ts';
import { listed, sentence } from './spoken.ts';

/** Answers of a canary that are read to the operator. */
const answersRead = 5;
const longestAnswer = 200;
/** Answers that are looked through for those that went wrong. */
const mostAnswers = 100;

/** Asks how a run is to stop. */
export function stopMenu(
  snapshot: RunSnapshot,
  leaving: boolean,
  answer: (mode: 'drain' | 'now' | null) => void,
): Menu {
  const { info, inFlight, tasks, latency, budget } = snapshot;
  const reserved = budget.reservedNanoUsd;
  const upTo = reserved > 0 ? `, up to ${money(reserved)}` : '';
  const time = latency.p95 === null ? 'an unknown time' : `about ${coarseSeconds(latency.p95)}`;
  const then = leaving ? ', then leave' : '';
  const inTools = tasks.tool;
  const drain =
    inFlight === 0
      ? `${inTools === 0 ? 'nothing runs: it ends at once' : 'let the tools end, however long they take'}${then}`
      : `let ${inFlight === 1 ? 'it' : `the ${count(inFlight)}`} end: ${time}${inTools === 0 ? '' : ', tools apart'}${upTo}${then}`;
  const now =
    inFlight === 0
      ? `${inTools === 0 ? 'nothing is cut' : 'cut the tools'}${then}`
      : `cut ${inFlight === 1 ? 'it' : 'them'}${inTools === 0 ? '' : ' and the tools'}: what they cost up to here stays uncertain${upTo}${then}`;
  const standing = listed([
    `${plural(inFlight, 'call')} ${inFlight === 1 ? 'is' : 'are'} running`,
    inTools === 0 ? '' : `the tools of ${plural(inTools, 'task')} too`,
    `${plural(tasks.queued, 'task')} ${tasks.queued === 1 ? 'waits' : 'wait'}`,
    tasks.retrying === 0 ? '' : `${count(tasks.retrying)} back off`,
  ]);
  const title = [
    `${leaving ? 'Leave' : 'Stop'} ${info.name}?`,
    ...(leaving ? ['The run ends with the console.'] : []),
    sentence(standing),
  ];
  return new Menu(title, [
    { word: 'drain', also: ['d'], says: drain, pick: () => answer('drain') },
    { word: 'now', also: ['n'], says: now, pick: () => answer('now') },
    { word: leaving ? 'stay' : 'go on', says: '', also: ['go', 'no'], pick: () => answer(null) },
  ]);
}

/** Says what a command would do, a line each, and asks for a yes. */
export function confirmMenu(
  title: string,
  words: readonly string[],
  answer: (yes: boolean) => void,
): Menu {
  return new Menu(
    [title, ...words],
    [
      { word: 'yes', also: ['y'], says: '', pick: () => answer(true) },
      { word: 'no', also: ['n'], says: '', pick: () => answer(false) },
    ],
  );
}

/** Says what the first tasks gave and cost, and asks whether the others follow. */
export function canaryMenu(
  run: LiveRun,
  snapshot: RunSnapshot,
  answer: (goes: 'on' | 'stop' | 'look') => void,
): Menu {
  const { canary, info, tasks } = snapshot;
  const many = canary?.tasks ?? 0;
  const first = Array.from({ length: Math.min(many, mostAnswers) }, (_, task) => task);
  // What went wrong is what has to be looked at first.
  const answers = [...run.answersOf(first)].sort(
    (a, b) => Number(b.error !== null) - Number(a.error !== null),
  );
  const cost = canary?.costNanoUsd ?? null;
  const title = [
    `Go on with ${info.name}?`,
    sentence(
      listed([
        `${plural(many, 'task')} ended`,
        `${count(canary?.done ?? 0)} done`,
        `${count(canary?.failed ?? 0)} failed`,
        cost === null ? 'price unknown' : money(cost),
      ]),
    ),
    ...answers
      .slice(0, answersRead)
      .map(({ id, text, error }) => `${id}: ${shortened(text ?? error ?? 'not ended')}`),
    ...(answers.length > answersRead ? [`And ${count(answers.length - answersRead)} more.`] : []),
  ];
  return new Menu(title, [
    {
      word: 'go on',
      also: ['g', 'go', 'resume'],
      says: `with the ${plural(tasks.queued, 'task')} that wait`,
      pick: () => answer('on'),
    },
    {
      word: 'stop',
      also: ['x'],
      says: 'here, the run can be resumed later',
      pick: () => answer('stop'),
    },
    { word: 'look', says: 'around, the run stays paused', pick: () => answer('look') },
  ]);
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestAnswer ? line : `${line.slice(0, longestAnswer)} and so on.`;
}
