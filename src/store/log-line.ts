import type { ResolvedSpec } from '../spec/resolved.ts';
import type { RunEvent, RunEventType } from '../state/events.ts';
import { planWords } from '../state/plan-words.ts';
import { turnWords } from '../state/turn-words.ts';
import { closedWords } from '../state/words.ts';

export type LogLevel = ResolvedSpec['logLevel'];

/** Rank of each level; a log keeps its own and the higher ones. */
export const logRank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** The names behind the indexes of the events. */
export interface LogNames {
  task(task: number): string;
  agent(agent: number): string;
  route(route: number): string;
}

/** How much an operator wants to know of an event. */
const levels: Record<RunEventType, LogLevel> = {
  'run.started': 'info',
  'run.resumed': 'info',
  'run.phase': 'info',
  'run.finished': 'info',
  'run.interrupted': 'warn',
  'tasks.added': 'info',
  'tasks.released': 'debug',
  'tasks.skipped': 'info',
  'tasks.blocked': 'info',
  'tasks.paused': 'info',
  'tasks.resumed': 'info',
  'plan.extended': 'info',
  'command.accepted': 'info',
  'command.refused': 'warn',
  'concurrency.changed': 'info',
  'breaker.changed': 'info',
  'route.checked': 'debug',
  'tuning.changed': 'info',
  'budget.changed': 'info',
  'agents.changed': 'info',
  'tasks.prioritized': 'info',
  'tasks.routed': 'info',
  'task.reopened': 'info',
  'limit.adapted': 'info',
  'limit.fixed': 'info',
  'model.loading': 'debug',
  'model.pulling': 'info',
  'model.ready': 'info',
  'model.failed': 'warn',
  'model.timed': 'debug',
  'alert.raised': 'warn',
  'alert.cleared': 'info',
  'canary.reached': 'info',
  'stop.proven': 'info',
  'task.poisoned': 'error',
  'task.failed': 'error',
  'task.retrying': 'warn',
  'task.cancelled': 'info',
  'task.started': 'debug',
  'call.sent': 'debug',
  'call.stage': 'debug',
  'call.streaming': 'debug',
  'task.finished': 'debug',
  'task.cached': 'debug',
  'task.requeued': 'debug',
  'program.started': 'debug',
  'program.warned': 'warn',
  'turn.finished': 'debug',
  'turn.failed': 'warn',
  'tool.asked': 'info',
  'tool.answered': 'info',
  'tool.started': 'debug',
  'tool.finished': 'debug',
  'gate.held': 'debug',
  'gate.released': 'debug',
  sample: 'debug',
};

/** An opened breaker is a warning, its recovery is not; so is a tool that gave no result. */
export function levelOf(event: RunEvent): LogLevel {
  if (event.type === 'tool.finished' && event.failure !== null) return 'warn';
  return event.type === 'breaker.changed' && event.to === 'open' ? 'warn' : levels[event.type];
}

/** What the event says, in words. */
function messageOf(event: RunEvent, names: LogNames): string {
  switch (event.type) {
    case 'run.started':
      return `run ${event.runId} started: ${event.name}, preset ${event.preset}`;
    case 'run.resumed':
      return `run resumed, session ${event.session}; ${event.requeued.length} calls are made again`;
    case 'run.phase':
      return `run is ${event.phase}${event.reason === null ? '' : `: ${event.reason}`}`;
    case 'run.finished':
      return `run ended ${event.phase}${event.reason === null ? '' : `: ${event.reason}`}`;
    case 'tasks.added':
      return `${event.count} tasks queued`;
    case 'tasks.released':
    case 'tasks.skipped':
    case 'tasks.blocked':
    case 'tasks.paused':
    case 'tasks.resumed':
    case 'plan.extended':
      return planWords(event);
    case 'command.accepted':
      return `${event.by} asked: ${event.command}${event.why === null ? '' : ` (${event.why})`}`;
    case 'command.refused':
      return `${event.by} asked: ${event.command}; refused: ${event.reason}`;
    case 'concurrency.changed':
      return `concurrency ${event.from} → ${event.to} by ${event.by}: ${event.reason}`;
    case 'breaker.changed':
      return `breaker of ${names.route(event.route)} is ${event.to}: ${event.reason}`;
    case 'route.checked':
      return `${names.route(event.route)} was asked and ${event.ok ? 'is there' : `is not well: ${event.detail}`}`;
    case 'tuning.changed': {
      const changes = event.changes.map(({ field, from, to }) => `${field} ${from} → ${to}`);
      const what = event.preset === null ? 'tuning' : `preset ${event.preset}`;
      return `${what} by ${event.by}: ${changes.join(', ') || 'nothing changes'}`;
    }
    case 'budget.changed':
      return `budget set by ${event.by}`;
    case 'agents.changed':
      return `agents of role ${event.role} ${event.from} → ${event.to} by ${event.by}`;
    case 'tasks.prioritized':
      return `${event.tasks.length} tasks have priority ${event.priority} now, by ${event.by}`;
    case 'tasks.routed':
      return `${event.tasks.length} tasks go over ${names.route(event.route)} now, by ${event.by}`;
    case 'task.reopened':
      return `${names.task(event.task)} is queued once more by ${event.by}`;
    case 'limit.adapted':
      return `limit of ${names.route(event.route)} ${event.from} → ${event.to}: ${event.reason}`;
    case 'limit.fixed':
      return `limit of ${names.route(event.route)} adapts no more`;
    case 'model.loading':
      return `${names.route(event.route)} loads its model`;
    case 'model.pulling':
      return `${names.route(event.route)} fetches its model${event.percent === null ? '' : `, ${event.percent} %`}: ${event.detail}`;
    case 'model.ready':
      return `model of ${names.route(event.route)} loaded in ${Math.round(event.loadMs)} ms`;
    case 'model.failed':
      return `model of ${names.route(event.route)} is not ready: ${event.message}`;
    case 'model.timed':
      return `${event.calls} calls of ${names.route(event.route)}, ${event.warm} found the model loaded`;
    case 'alert.raised':
      return `alert: ${event.message}`;
    case 'alert.cleared':
      return `alert over: ${event.alert}`;
    case 'canary.reached':
      return `canary: ${event.done} of ${event.tasks} tasks done, ${event.failed} failed`;
    case 'run.interrupted':
      return `the process stood still for ${Math.round(event.forMs / 1000)} s: it was stopped, or its machine slept`;
    case 'stop.proven':
      return `stopped: ${event.callsCut} calls cut, ${closedWords(event)} in ${Math.round(event.closedT - event.askedT)} ms`;
    case 'task.poisoned':
      return `${names.task(event.task)} is poison: ${event.class}: ${event.message}`;
    case 'task.failed':
      return `${names.task(event.task)} failed: ${event.class}: ${event.message}`;
    case 'task.retrying':
      return `${names.task(event.task)} is tried again in ${Math.round(event.waitMs)} ms: ${event.class}: ${event.message}`;
    case 'task.cancelled':
      return `${names.task(event.task)} cancelled: ${event.reason}`;
    case 'task.cached':
      return `${names.task(event.task)} was answered in run ${event.run}, by its ${event.source}`;
    case 'task.started':
      return `${names.task(event.task)} started, try ${event.attempt}`;
    case 'call.sent':
      return `${names.task(event.task)} sent`;
    case 'call.stage':
      return `${names.task(event.task)} is at: ${event.stage}`;
    case 'call.streaming':
      return `${names.task(event.task)} has its first token`;
    case 'task.finished':
      return `${names.task(event.task)} done in ${Math.round(event.durationMs)} ms`;
    case 'task.requeued':
      return `${names.task(event.task)} is in the queue again`;
    case 'program.started':
    case 'program.warned':
    case 'turn.finished':
    case 'turn.failed':
    case 'tool.asked':
    case 'tool.answered':
    case 'tool.started':
    case 'tool.finished':
      return `${names.task(event.task)}: ${turnWords(event)}`;
    case 'gate.held':
      return `${names.route(event.route)} held by ${event.gate}: ${event.detail}`;
    case 'gate.released':
      return `${names.route(event.route)} released by ${event.gate}`;
    case 'sample':
      return `${event.inFlight} in flight, ${event.queued} queued`;
  }
}

/** Fields that would fill the log and stand in run.db. */
const left = new Set([
  'v',
  'seq',
  't',
  'type',
  'text',
  'calls',
  'roles',
  'routes',
  'requeued',
  'role',
  'priority',
]);

/** One event as a line of log.jsonl: its time, level and words, then its fields with names for indexes. */
export function logLine(event: RunEvent, names: LogNames): string {
  const line: Record<string, unknown> = {
    t: event.t,
    level: levelOf(event),
    message: messageOf(event, names),
    event: event.type,
    seq: event.seq,
  };
  for (const [field, value] of Object.entries(event)) {
    if (left.has(field)) continue;
    // A failure's own message is told apart from the line's.
    line[field === 'message' ? 'error' : field] = named(field, value, names);
  }
  return `${JSON.stringify(line)}\n`;
}

function named(field: string, value: unknown, names: LogNames): unknown {
  if (typeof value !== 'number') return value;
  switch (field) {
    case 'task':
      return names.task(value);
    case 'agent':
      return value < 0 ? null : names.agent(value);
    case 'route':
      return names.route(value);
    default:
      return value;
  }
}
