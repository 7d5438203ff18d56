import type { RunEvent } from '../../../src/state/events.ts';
import type { RunReport } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

const lastEvents = 30;

/** What broke, in a few lines, with the command that shows it again. */
export function brokenSeed(seed: number, { violation, asked }: RunReport): string {
  if (violation === null) return `seed ${seed} keeps every invariant`;
  return [
    `seed ${seed} breaks "${violation.invariant}" at ${seconds(violation.atMs)} of the virtual clock:`,
    `  ${violation.message}`,
    `after ${asked.length} commands${asked.length === 0 ? '' : `, the last: ${line(asked[asked.length - 1])}`}`,
    `Replay: SWARM_SEED=${seed} npx vitest run test/engine/property`,
  ].join('\n');
}

/** All that somebody needs who looks for the cause. */
export function wholeRun(scenario: Scenario, report: RunReport): string {
  const { tasks, work, ...rest } = scenario;
  const events = report.events.slice(-lastEvents);
  return [
    'Scenario',
    ...Object.entries({ ...rest, tasks: tasks.size, work: work?.kind ?? null }).map(
      ([k, v]) => `  ${k}: ${JSON.stringify(v)}`,
    ),
    'Commands',
    ...report.asked.map((asked) => `  ${line(asked)}`),
    `Last ${events.length} of ${report.events.length} events, after ${report.calls} calls`,
    ...events.map((event) => `  ${eventLine(event)}`),
    `Ends: ${report.outcomes.map(outcomeWords).join(', ')}`,
    brokenSeed(scenario.seed, report),
  ].join('\n');
}

function outcomeWords(outcome: RunReport['outcomes'][number]): string {
  return outcome === 'killed' ? outcome : `${outcome.phase} (${outcome.reason ?? 'all ended'})`;
}

function line({ atMs, what, answer }: RunReport['asked'][number]): string {
  return `${seconds(atMs)} ${what} → ${answer}`;
}

function eventLine({ seq, t, type, ...rest }: RunEvent): string {
  return `#${seq} ${seconds(t)} ${type} ${JSON.stringify({ ...rest, v: undefined })}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(4)} s`;
}
