import type { TuningChange } from '../../state/events.ts';
import type { RunState } from '../../state/run-state.ts';
import type { EventLog } from '../event-log.ts';
import type { Tuner } from '../tuner.ts';
import type {
  Acknowledgement,
  Asker,
  Command,
  CommandPreview,
  TaskCommand,
  TuningWish,
} from './command.ts';
import { commandRefusal, wishRefusal } from './command-refusal.ts';
import { commandWords } from './command-words.ts';
import type { TaskCommands } from './task-commands.ts';
import { type TuningNow, tuningChanges } from './tuning-now.ts';
import { changesWords } from './tuning-words.ts';

export interface DeskParts {
  readonly log: EventLog;
  readonly state: RunState;
  readonly tasks: TaskCommands;
  readonly tuner: Tuner;
  isOver(): boolean;
  /** Why the run cannot be tuned so; null where it can. */
  refusal(wish: TuningWish): string | null;
  pause(mode: 'soft' | 'hard', by: string): void;
  resume(): void;
  stop(command: Extract<Command, { type: 'stop' }>, asker: Asker, askedT: number): void;
  breaker(route: number, action: 'trip' | 'reset'): void;
  /** There may be something to send that could not be sent before. */
  look(): void;
}

const ofTasks: ReadonlySet<string> = new Set<TaskCommand['type']>([
  'cancel',
  'retry',
  'requeue',
  'hold',
  'unhold',
  'route',
  'priority',
  'allow',
  'refuse',
]);

/** Takes commands: each is answered at once, and stands in the log with who asked and why. */
export class CommandDesk {
  private readonly parts: DeskParts;
  private count = 0;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  /** Answers at once whether the command is taken; what comes of it is seen in the events. */
  take(command: Command, asker: Asker): Acknowledgement {
    const { log } = this.parts;
    const id = ++this.count;
    const words = commandWords(command);
    const askedT = log.t();
    const over = this.parts.isOver();
    const refused = this.refusal(command);
    if (refused !== null) return this.refuse(id, words, asker, refused, over);
    let tasks: readonly number[] = [];
    if (isOfTasks(command)) {
      const selected = this.parts.tasks.select(command, askedT);
      if (!selected.ok) return this.refuse(id, words, asker, selected.reason, over);
      tasks = selected.tasks;
    }
    const why = asker.why ?? null;
    log.emit({ type: 'command.accepted', id, command: words, by: asker.by, why });
    return { ok: true, id, effect: this.carryOut(command, tasks, asker, askedT) };
  }

  /** What a command would touch and what that costs, or what it would change; changes nothing. */
  preview(command: Command): CommandPreview {
    const { log, tasks, tuner } = this.parts;
    const refused = this.refusal(command);
    if (refused !== null) return { ok: false, words: refused };
    if (isOfTasks(command)) {
      const selected = tasks.select(command, log.t());
      if (!selected.ok) return { ok: false, words: selected.reason };
      return { ok: true, ...tasks.preview(command, selected.tasks), tasks: selected.tasks };
    }
    const wish = wishOf(command);
    if (wish === null) return { ok: true, words: commandWords(command) };
    const notLive = command.type === 'preset' ? command.notLive : [];
    return { ok: true, words: tuningWords(tuningChanges(tuner.now(), wish), notLive) };
  }

  /** The tuning that is in force. */
  tuning(): TuningNow {
    return this.parts.tuner.now();
  }

  private refusal(command: Command): string | null {
    const { state, tuner } = this.parts;
    const refused = commandRefusal(command, state, this.parts.isOver());
    const wish = wishOf(command);
    if (refused !== null || wish === null) return refused;
    return wishRefusal(wish, tuner.now()) ?? this.parts.refusal(wish);
  }

  private refuse(
    id: number,
    command: string,
    { by }: Asker,
    reason: string,
    over: boolean,
  ): Acknowledgement {
    // After its last event a log takes no more.
    if (!over) this.parts.log.emit({ type: 'command.refused', id, command, by, reason });
    return { ok: false, id, reason };
  }

  private carryOut(
    command: Command,
    tasks: readonly number[],
    asker: Asker,
    askedT: number,
  ): string {
    const { parts } = this;
    switch (command.type) {
      case 'pause':
        parts.pause(command.mode, asker.by);
        return `${parts.state.phase.toLowerCase()}, ${parts.state.inFlight} calls in flight`;
      case 'resume':
        parts.resume();
        return 'running';
      case 'stop':
        parts.stop(command, asker, askedT);
        return parts.state.phase.toLowerCase();
      case 'breaker': {
        parts.breaker(this.routeOf(command.route), command.action);
        return `the breaker of ${command.route} is ${command.action === 'trip' ? 'open' : 'closed'}`;
      }
      case 'concurrency':
      case 'agents':
      case 'tune':
        return this.tune(wishOf(command) ?? {}, asker, null, []);
      case 'preset':
        return this.tune(wishOf(command) ?? {}, asker, command.name, command.notLive);
      default: {
        const route = command.type === 'route' ? this.routeOf(command.route) : -1;
        const effect = parts.tasks.carryOut(command, tasks, route, asker);
        parts.look();
        return effect;
      }
    }
  }

  private tune(
    wish: TuningWish,
    asker: Asker,
    preset: string | null,
    notLive: readonly string[],
  ): string {
    const { log, tuner } = this.parts;
    const changes = tuner.apply(wish, asker);
    const reason = asker.why ?? null;
    log.emit({ type: 'tuning.changed', changes, preset, notLive, by: asker.by, reason });
    this.parts.look();
    return tuningWords(changes, notLive);
  }

  private routeOf(name: string): number {
    return this.parts.state.info.routes.findIndex((route) => route.name === name);
  }
}

/** What of the tuning a command is to change; null for one that changes none of it. */
function wishOf(command: Command): TuningWish | null {
  switch (command.type) {
    case 'concurrency':
      return { concurrency: command.value };
    case 'agents':
      return { agents: command.role === null ? command.value : { [command.role]: command.value } };
    case 'tune':
      return command.wish;
    case 'preset':
      return ofPreset(command.wish);
    default:
      return null;
  }
}

function tuningWords(changes: readonly TuningChange[], notLive: readonly string[]): string {
  const later = notLive.length === 0 ? '' : ` · not before the next run: ${notLive.join(', ')}`;
  return `${changesWords(changes)}${later}`;
}

/** A preset's number is not the ceiling of what adapts: it is fixed. */
function ofPreset(wish: TuningWish): TuningWish {
  const { concurrency } = wish;
  if (typeof concurrency !== 'number') return wish;
  return { ...wish, concurrency: { min: concurrency, max: concurrency } };
}

function isOfTasks(command: Command): command is TaskCommand {
  return ofTasks.has(command.type);
}
