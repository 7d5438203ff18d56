import type { RunPhase } from '../../src/state/events.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { coarseSeconds, count, percent, plural } from '../parts/format.ts';
import { isOver } from '../parts/phase-look.ts';
import { askedCountSentence } from './asked-sentences.ts';
import { byYou } from './log-sentences.ts';
import { spendSentences, spentWords, unsureSentences } from './money-sentences.ts';
import { speedSentences } from './speed-sentences.ts';
import { listed, sentence, timeWords } from './spoken.ts';

/** The run's own state at the beginning of a sentence. */
export const phaseWords: Readonly<Record<RunPhase, string>> = {
  READY: 'Ready',
  STARTING: 'Starting',
  RUNNING: 'Running',
  PAUSING: 'Pausing',
  PAUSED: 'Paused',
  DRAINING: 'Draining',
  STOPPING: 'Stopping',
  STOPPED: 'Stopped',
  DONE: 'Done',
  FAILED: 'Failed',
};

/**
 * All that an operator must know of a run, the most important first: whether it runs and how far it
 * is, what holds it, what it costs, what fails, how fast it goes.
 *
 * @param operator who is called `you`
 */
export function statusSentences(snapshot: RunSnapshot, operator: string): string[] {
  if (isOver(snapshot.phase)) return endSentences(snapshot, operator);
  return [
    stateSentence(snapshot),
    progressSentence(snapshot),
    ...askedSentences(snapshot),
    heldSentence(snapshot),
    ...spendSentences(snapshot),
    ...failingSentences(snapshot),
    ...speedSentences(snapshot),
  ];
}

/** That tools ask, where any does. */
function askedSentences(snapshot: RunSnapshot): string[] {
  const words = askedCountSentence(snapshot);
  return words === '' ? [] : [words];
}

/** What a run came to. */
export function endSentences(snapshot: RunSnapshot, operator: string): string[] {
  const { phase, phaseReason, exitCode, tasks } = snapshot;
  const open = tasks.total - tasks.ended;
  const came = listed([
    `${plural(tasks.done, 'task')} done`,
    some(tasks.failed, 'failed'),
    some(tasks.cancelled, 'cancelled'),
    some(tasks.skipped, 'skipped'),
    some(open, 'not done'),
  ]);
  return [
    sentence(
      listed([
        `${phaseWords[phase]} after ${timeWords(endT(snapshot))}`,
        byYou(phaseReason ?? '', operator),
        exitCode === null ? '' : `exit code ${exitCode}`,
      ]),
    ),
    sentence(came),
    sentence(spentWords(snapshot)),
    ...unsureSentences(snapshot),
  ];
}

/** Run time at its end: the clock of a snapshot goes on. */
function endT({ notable, t }: RunSnapshot): number {
  const events = notable.newest(notable.count);
  return events.find(({ event }) => event.type === 'run.finished')?.event.t ?? t;
}

/** How the run fares; a word of its own where it is well. */
export function healthSentence({ health }: RunSnapshot): string {
  return sentence(
    health.reason === null ? 'the run is well' : `the run is ${health.word}: ${health.reason}`,
  );
}

function stateSentence(snapshot: RunSnapshot): string {
  const { phase, phaseReason, t, health } = snapshot;
  const is = `${phaseWords[phase]}, ${timeWords(t)} since the start`;
  const well = health.reason === null ? '' : ` ${healthSentence(snapshot)}`;
  // Who paused it the next sentence says.
  const known = phaseReason === null || phase === 'RUNNING' || phaseReason.startsWith('paused by ');
  const why = known ? '' : `, ${phaseReason}`;
  return `${sentence(`${is}${why}`)}${well}`;
}

function progressSentence({ tasks, successShare, end }: RunSnapshot): string {
  const share = tasks.total === 0 ? null : tasks.ended / tasks.total;
  const ended = `${percent(share)} % done, ${count(tasks.ended)} of ${plural(tasks.total, 'task')}`;
  const well =
    successShare === null ? '' : `${percent(successShare, 1)} % of those that ended went well`;
  return sentence(listed([ended, well, endWords(end)]));
}

/** `~1m05s left (50s–1m25s)`, in words. */
export function endWords(end: RunSnapshot['end']): string {
  if (end === null) return 'time left unknown';
  const [low, high] = [coarseSeconds(end.lowMs), coarseSeconds(end.highMs)];
  const band = low === high ? '' : `, between ${low} and ${high}`;
  return `about ${coarseSeconds(end.likelyMs)} left${band}`;
}

/** What limits the run, for how much of the last seconds, and what would change it. */
export function heldSentence({ limiting, phase }: RunSnapshot): string {
  const { by, share, ofSeconds, remedy } = limiting;
  const bound =
    share === null ? '' : `${percent(share)} % of the last ${plural(ofSeconds, 'second')}`;
  // In a pause or a stop the sentence says itself what is the matter.
  const label = by === 'you' || by === 'work' || phase !== 'RUNNING' ? '' : 'held by ';
  const held = sentence(listed([`${label}${limiting.sentence}`, bound]));
  return remedy.length === 0 ? held : `${held} ${sentence(remedy.join(', '))}`;
}

/** What goes wrong: tasks that failed or try again, and rules that are broken. */
export function failingSentences({ tasks, alerts }: RunSnapshot): string[] {
  const wrong = listed([
    some(tasks.failed - tasks.poison, 'failed'),
    some(tasks.poison, 'poison'),
    some(tasks.skipped, 'skipped'),
    some(tasks.retrying, tasks.retrying === 1 ? 'backs off' : 'back off'),
  ]);
  const first = wrong === '' ? 'no task has failed' : `tasks: ${wrong}`;
  const standing = alerts.map(({ alert, message }) => sentence(`alert ${alert}: ${message}`));
  return [sentence(first), ...standing];
}

function some(value: number, word: string): string {
  return value === 0 ? '' : `${count(value)} ${word}`;
}
