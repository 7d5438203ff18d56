import { priorityWord } from '../../src/spec/priority.ts';
import type { BudgetCaps, RoleInfo, RunEvent, TuningChange } from '../../src/state/events.ts';
import { planWords } from '../../src/state/plan-words.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { Tone } from '../painter/style.ts';
import { count, duration, money, plural, wholeSeconds } from '../parts/format.ts';
import { agentName } from './agent-name.ts';
import { stopProofSegments } from './stop-proof.ts';
import { toolLogEntry } from './tool-log-words.ts';

/** One line of the log: when, who or what it is about, and what happened. */
export interface LogEntry {
  readonly t: number;
  readonly who: string;
  /** What happened in a word or two, in a tone of its own, and the rest of it. */
  readonly what: string;
  readonly style: number;
  readonly rest: string;
}

/** What a line is made from besides its event. */
export interface LogContext {
  readonly snapshot: RunSnapshot;
  /** Whose commands are shown as `you`. */
  readonly operator: string;
  /** Events of this kind in a row that the line stands for, and the oldest of them. */
  readonly same: number;
  readonly oldest: RunEvent;
}

/** With how many it began: there may be more by now. */
function agentsOf(roles: readonly RoleInfo[]): number {
  return roles.reduce((sum, { agents }) => sum + agents, 0);
}

/** The line of an event; null for one that the log does not tell. */
export function logEntry(event: RunEvent, context: LogContext): LogEntry | null {
  const { snapshot, operator, same, oldest } = context;
  const { t } = event;
  const entry = (who: string, what: string, rest = '', style: number = Tone.fg): LogEntry => ({
    t,
    who,
    what,
    style,
    rest,
  });
  const by = (name: string) => (name === operator ? 'you' : name);
  const route = (index: number) => snapshot.routes[index]?.info.name ?? `route ${index}`;
  // Which route it was says something only where there are several.
  const on = (index: number) => (snapshot.routes.length > 1 ? ` · ${route(index)}` : '');
  const agent = (index: number) =>
    same > 1 ? `${count(same)} agents` : agentName(snapshot, index);
  const because = (reason: string | null) =>
    reason === null || reason === '' ? '' : ` · ${reason}`;
  switch (event.type) {
    case 'run.started':
      return entry(
        'run',
        'started',
        ` · ${plural(agentsOf(event.roles), 'agent')}, concurrency ${count(event.concurrency)}`,
      );
    case 'run.resumed':
      return entry(
        'run',
        'resumed',
        ` · session ${event.session}, ${plural(event.requeued.length, 'call')} made again`,
      );
    case 'run.phase':
      return entry('run', event.phase, because(event.reason));
    case 'run.finished': {
      const style = event.phase === 'FAILED' ? Tone.bad : Tone.fg;
      const rest = ` · exit code ${event.exitCode}${because(event.reason)}`;
      return entry('run', event.phase, rest, style);
    }
    case 'task.retrying': {
      const wait = same > 1 ? 'tried again' : `again in ${duration(event.waitMs)}`;
      return entry(
        agent(event.agent),
        failureWords(event.class, event.status),
        ` · ${wait}${on(event.route)} · ${event.message}`,
        Tone.warn,
      );
    }
    case 'task.failed': {
      const tries = event.attempts === 1 ? 'not retried' : `after ${event.attempts} tries`;
      return entry(
        agent(event.agent),
        'failed',
        ` · ${failureWords(event.class, event.status)}, ${tries}${on(event.route)} · ${event.message}`,
        Tone.bad,
      );
    }
    case 'task.poisoned':
      return entry(
        agent(event.agent),
        'poison',
        ` · ${event.attempts} tries failed the same way${on(event.route)} · ${event.signature}`,
        Tone.bad,
      );
    case 'task.cancelled': {
      const who =
        same > 1
          ? `${count(same)} tasks`
          : event.agent < 0
            ? `task ${event.task}`
            : agentName(snapshot, event.agent);
      return entry(who, 'cancelled', ` · ${event.reason}`);
    }
    case 'task.cached': {
      const who = same > 1 ? `${count(same)} tasks` : `task ${event.task}`;
      return entry(who, 'answered before', ` · in run ${event.run}`);
    }
    case 'task.reopened':
      return entry(by(event.by), `${plural(same, 'task')} queued once more`);
    case 'tasks.skipped':
    case 'tasks.blocked':
    case 'tasks.paused':
    case 'tasks.resumed':
      return entry('plan', planWords(event));
    case 'plan.extended':
      if (same === 1) return entry('plan', planWords(event));
      return entry('plan', `tasks added for ${count(same)} lists, the last for ${event.by}`);
    case 'tasks.prioritized':
      return entry(
        by(event.by),
        `${plural(event.tasks.length, 'task')} → priority ${priorityWord(event.priority)}`,
      );
    case 'tasks.routed':
      return entry(by(event.by), `${plural(event.tasks.length, 'task')} → ${route(event.route)}`);
    case 'turn.failed': {
      const words = failureWords(event.class, event.status);
      const rest = `${on(event.route)} · its code is told · ${event.message}`;
      return entry(agent(event.agent), words, rest, Tone.warn);
    }
    case 'program.warned':
      return entry(agent(event.agent), 'its code', ` · ${event.message}`, Tone.warn);
    case 'tool.asked':
    case 'tool.answered':
    case 'tool.finished':
      return toolLogEntry(event, agent(event.agent), same, by);
    case 'gate.held':
      return entry(event.gate, 'holds', ` ${route(event.route)} · ${event.detail}`);
    case 'model.pulling': {
      const done = event.percent === null ? '' : ` ${event.percent} %`;
      return entry('model', `pulling${done}`, ` · ${route(event.route)} · ${event.detail}`);
    }
    case 'model.ready':
      return entry('model', 'loaded', ` · ${route(event.route)} · ${duration(event.loadMs)}`);
    case 'model.failed':
      return entry('model', 'not ready', ` · ${route(event.route)} · ${event.message}`, Tone.warn);
    case 'breaker.changed':
      return entry(
        'breaker',
        event.to,
        ` · ${route(event.route)}${probeWords(event.probeT, t)}${because(event.reason)}`,
        event.to === 'open' ? Tone.bad : Tone.fg,
      );
    case 'concurrency.changed': {
      // That it was set by whom it was set the line says already.
      const reason = event.reason === `set by ${event.by}` ? '' : event.reason;
      const what = `concurrency ${count(event.from)} → ${count(event.to)}`;
      return entry(by(event.by), what, because(reason));
    }
    case 'agents.changed': {
      const role = snapshot.info.roles[event.role]?.name ?? 'agents';
      const what = `${role} ${count(event.from)} → ${plural(event.to, 'agent')}`;
      return entry(by(event.by), what, because(event.reason));
    }
    case 'budget.changed':
      return entry(by(event.by), 'budget', ` ${budgetWords(event.budget)}`);
    case 'tuning.changed': {
      const later =
        event.notLive.length === 0 ? '' : ` · with the next run: ${event.notLive.join(', ')}`;
      const changes = event.changes.map(changeWords).join(', ') || 'nothing changes';
      const preset = event.preset === null ? '' : `preset ${event.preset}`;
      const rest = `${later}${because(event.reason)}`;
      return preset === ''
        ? entry(by(event.by), changes, rest)
        : entry(by(event.by), preset, ` · ${changes}${rest}`);
    }
    case 'limit.adapted': {
      const from = oldest.type === 'limit.adapted' ? oldest.from : event.from;
      if (from === event.to) return null;
      const what = `${route(event.route)} limit ${count(from)} → ${count(event.to)}`;
      return entry('auto', what, because(event.reason));
    }
    case 'alert.raised':
      return entry('alert', event.alert, ` · ${event.message}`, Tone.warn);
    case 'alert.cleared':
      return entry('alert', `${event.alert} over`);
    case 'canary.reached': {
      const cost = event.costNanoUsd === null ? 'price unknown' : money(event.costNanoUsd);
      return entry(
        'canary',
        `${count(event.done)} of ${plural(event.tasks, 'task')} done`,
        ` · ${count(event.failed)} failed · ${cost}`,
        event.failed > 0 ? Tone.warn : Tone.fg,
      );
    }
    case 'command.accepted':
      return entry(by(event.by), event.command, because(event.why));
    case 'command.refused':
      return entry(by(event.by), `${event.command} refused`, ` · ${event.reason}`, Tone.warn);
    case 'run.interrupted':
      return entry(
        'run',
        `stood still for ${wholeSeconds(event.forMs)}`,
        ' · stopped, or its machine slept',
        Tone.warn,
      );
    case 'stop.proven': {
      // Its own time stands before it: that it was asked at 0 ms goes without saying.
      const proof = stopProofSegments(event)
        .slice(2)
        .map(([text]) => text);
      return entry('stopped', proof.join(''));
    }
    default:
      return null;
  }
}

function failureWords(failureClass: string, status: number | null): string {
  return status === null ? failureClass : `${failureClass} (${status})`;
}

function probeWords(probeT: number | null, t: number): string {
  return probeT === null ? '' : `, next probe in ${duration(Math.max(0, probeT - t))}`;
}

/** `retry.retries 5 → 8` */
function changeWords({ field, from, to }: TuningChange): string {
  const word = (value: TuningChange['to']) =>
    value === null ? 'none' : typeof value === 'number' ? count(value) : String(value);
  return `${field} ${word(from)} → ${word(to)}`;
}

function budgetWords({ runNanoUsd, agentNanoUsd, dayNanoUsd }: BudgetCaps): string {
  const caps: string[] = [];
  if (runNanoUsd !== null) caps.push(money(runNanoUsd));
  if (agentNanoUsd !== null) caps.push(`${money(agentNanoUsd)} an agent`);
  if (dayNanoUsd !== null) caps.push(`${money(dayNanoUsd)} a day`);
  return caps.length === 0 ? 'none' : caps.join(' · ');
}
