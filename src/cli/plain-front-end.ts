import { capsWords } from '../cost/caps-words.ts';
import { AgentState } from '../state/agent-state.ts';
import type { EventOf, RunEvent } from '../state/events.ts';
import type { RunSnapshot } from '../state/snapshot.ts';
import { closedWords } from '../state/words.ts';
import { type ChunksRead, chunksRead } from './chunks-read.ts';
import { decidedWords } from './decided/decided-words.ts';
import { EventNames } from './event-names.ts';
import { count, duration, money, plural } from './format.ts';
import type { FrontEnd, Streams } from './front-end.ts';
import { sanitized } from './sanitized.ts';
import type { Session } from './session.ts';
import { summary } from './summary.ts';
import { verboseLine } from './verbose-line.ts';

const longWaitMs = 10_000;

/**
 * For logs and pipes: a line a second and one for each failure and change on stderr, the summary on
 * stdout.
 */
export function plainFrontEnd(
  session: Session,
  streams: Streams,
  options: { readonly verbose: boolean },
): FrontEnd {
  const names = new EventNames(session.plan, session.engine.state);
  const line = (text: string) => streams.stderr.write(`${sanitized(text)}\n`);
  line(`${session.spec.name}: ${opening(session)}`);
  session.engine.onEvent((event) => {
    if (options.verbose) {
      const verbose = verboseLine(event, names, session.engine.state.stages);
      if (verbose !== null) line(verbose);
    }
    const said = failureLine(event, names);
    if (said !== null) line(`${duration(event.t).padStart(6)}  ${said}`);
    if (event.type === 'sample') line(progressLine(session.snapshot(), chunksRead(session)));
  });
  return {
    end: ({ outcome, metrics, decided }) => {
      const { above, rows, below } = decidedWords(decided);
      const text = summary(session.snapshot(), metrics, outcome, session.directory, rows);
      streams.stdout.write(above + text + below);
    },
  };
}

function opening({ spec, plan, directory }: Session): string {
  const routes = spec.routes.map((route) => route.name).join(', ');
  return `${plural(plan.size, 'task')}, ${plural(spec.agents, 'agent')}, concurrency ${spec.concurrency.max}, ${routes} → ${directory}`;
}

/** ` 1m42s  61 %  1,220/2,000 done  3 failed  412 in flight  5 in tools  248/s  18,200 tok/s  $4.18  ~1m05s left`. */
export function progressLine(snapshot: RunSnapshot, chunks: ChunksRead | null = null): string {
  const { tasks, totals, budget, sample, end } = snapshot;
  const share = tasks.total === 0 ? 0 : Math.floor((100 * tasks.ended) / tasks.total);
  const retrying = snapshot.agentCounts[AgentState.retrying];
  return [
    `${duration(snapshot.t).padStart(6)}`,
    snapshot.phase === 'RUNNING' ? `${share} %` : `${snapshot.phase} ${share} %`,
    `${count(tasks.done)}/${count(tasks.total)} done`,
    ...(chunks === null ? [] : [`${count(chunks.read)}/${count(chunks.all)} chunks`]),
    ...(tasks.failed > 0 ? [`${count(tasks.failed)} failed`] : []),
    `${count(snapshot.inFlight)} in flight`,
    ...(tasks.tool > 0 ? [`${count(tasks.tool)} in tools`] : []),
    ...(retrying > 0 ? [`${count(retrying)} retrying`] : []),
    `${(sample?.callsPerSecond ?? 0).toFixed(1)}/s`,
    `${count(sample?.tokensPerSecond ?? 0)} tok/s`,
    ...(totals.costNanoUsd > 0 || budget.capNanoUsd !== null ? [spendWords(budget)] : []),
    end === null || tasks.total === tasks.ended ? '' : `~${duration(end.likelyMs)} left`,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** `$4.18`, or `$4.18 of $25.00` where the run is capped. */
function spendWords({ spentNanoUsd, capNanoUsd }: RunSnapshot['budget']): string {
  return `${money(spentNanoUsd)}${capNanoUsd === null ? '' : ` of ${money(capNanoUsd)}`}`;
}

function failureLine(event: RunEvent, names: EventNames): string | null {
  switch (event.type) {
    case 'task.failed': {
      const why = `${event.class}, ${event.message}`;
      if (event.agent < 0) return `${names.task(event.task)} failed, no agent had it: ${why}`;
      const tries = event.attempts === 1 ? 'at the first try' : `after ${event.attempts} tries`;
      return `${names.agent(event.agent)}  ${names.task(event.task)} failed ${tries}: ${why}`;
    }
    case 'tasks.skipped':
      return event.unneeded ? null : `${names.tasks(event.tasks)} skipped: ${event.reason}`;
    case 'task.poisoned':
      return `${names.agent(event.agent)}  ${names.task(event.task)} is poison, ${event.attempts} tries failed the same way: ${event.signature}`;
    case 'program.warned':
      return `${names.agent(event.agent)}  ${names.task(event.task)}, its code: ${event.message}`;
    case 'breaker.changed':
      return `breaker  ${names.route(event.route)} is ${event.to}${event.reason === '' ? '' : `: ${event.reason}`}`;
    case 'gate.held':
      return `held  ${names.route(event.route)}: ${event.detail}${waitWords(event)}`;
    case 'model.pulling': {
      const done = event.percent === null ? '' : ` ${event.percent} %`;
      return `model  ${names.route(event.route)} fetches its model${done}  ${event.detail}`;
    }
    case 'model.ready':
      return `model  ${names.route(event.route)} is loaded, after ${duration(event.loadMs)}`;
    case 'model.failed':
      return `model  ${names.route(event.route)} is not ready: ${event.message}`;
    case 'run.phase':
      return event.phase === 'RUNNING' && event.reason === null
        ? null
        : `${event.phase}${event.reason === null ? '' : `  ${event.reason}`}`;
    case 'run.finished':
      return event.reason === null ? null : `${event.phase}  ${event.reason}`;
    case 'run.interrupted':
      return `stood still for ${duration(event.forMs)}: stopped, or its machine slept`;
    case 'stop.proven':
      return `stopped  acknowledged in ${duration(event.acknowledgedT - event.askedT)}, ${closedWords(event)} after ${duration(event.closedT - event.askedT)}, ${event.uncertainCalls} calls of uncertain cost`;
    case 'budget.changed':
      return `${event.by}  budget ${capsWords(event.budget, names.roles())}`;
    case 'alert.raised':
      return `alert  ${event.message}`;
    case 'alert.cleared':
      return `alert over  ${event.alert}`;
    case 'concurrency.changed':
      return `${event.by}  concurrency ${event.from} → ${event.to}`;
    default:
      return null;
  }
}

/** `, for 59m58s`: of a wait that somebody may want to know of before it is over. */
function waitWords({ t, untilT }: EventOf<'gate.held'>): string {
  return untilT === null || untilT - t < longWaitMs ? '' : `, for ${duration(untilT - t)}`;
}
