import type {
  Acknowledgement,
  Asker,
  Command,
  CommandPreview,
  TaskSelection,
  TuningWish,
} from '../src/engine/commands/command.ts';
import type { TuningNow } from '../src/engine/commands/tuning-now.ts';
import type { RawCall } from '../src/state/raw-call.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { TaskRecord } from '../src/state/task-record.ts';
import type { WorkView } from '../src/state/work-view.ts';
import type { ResultsDesk } from './results-desk.ts';

/** A run that can be looked at: live, remote or replayed. Read ten times a second. */
export interface RunSource {
  snapshot(): RunSnapshot;
  /** It is looked at after its process has ended: nothing can be asked of it. */
  readonly past: boolean;
  /** The name that an operator knows a task by. */
  taskId(task: number): string;
  readonly tasks: TaskDesk;
  /** How its tasks hang together and what they have decided so far; null, or left out, where each stands alone. */
  work?(): WorkView | null;
  /** What there is more to a run of the past. */
  readonly replay?: Replay;
}

/** One task at a time, looked at closely: asked with every frame, so that its answers are kept until they change. */
export interface TaskDesk {
  /** All that is known of it; null where there is no such task, or its record cannot be read. */
  record(task: number): TaskRecord | null;
  /** The answer that is arriving; null where none is. */
  partialText(task: number): string | null;
  /**
   * Its last call as it went over the wire; null before the first. From the first question on the
   * bytes of its reply are kept, until `closeRaw`.
   */
  rawCall(task: number): RawCall | null;
  closeRaw(): void;
}

/** A run of the past, seen as it stood at any moment. */
export interface Replay {
  readonly directory: string;
  /** It has tasks left that a resume does. */
  readonly unfinished: boolean;
  /** Run time of its last event, ms. */
  readonly endT: number;
  /** Shows it as it stood at a run time, once that is read. */
  to(t: number): Promise<unknown>;
  /** It is not looked at any more. */
  close(): void;
}

/** A run that can be steered too. A command may be answered at once or later; it must not throw. */
export interface LiveRun extends RunSource {
  command(command: Command, asker: Asker): Acknowledgement | Promise<Acknowledgement>;
  /** What a command would do; asked while it is being typed. */
  preview(command: Command): CommandPreview;
  /** The tuning in force. */
  tuning(): TuningNow;
  /** What the term of a selection under the cursor may become, as whole terms. */
  completeSelection(text: string, cursor: number): readonly string[];
  /** The agents whose present task, or the last one of those that are idle, is selected. */
  agentsOf(selection: TaskSelection): SelectedAgents;
  readonly presets: PresetDesk;
  readonly results: ResultsDesk;
  /** What tasks gave so far, in their order. */
  answersOf(tasks: readonly number[]): readonly TaskAnswer[];
}

export type SelectedAgents =
  | { readonly ok: true; readonly agents: readonly number[] }
  /** One sentence. */
  | { readonly ok: false; readonly message: string };

/** What the console asks of presets while a run lives. */
export interface PresetDesk {
  /** All names, built-in ones first. */
  names(): Promise<readonly string[]>;
  /** What a preset would make of this run. A rejection's message is shown. */
  tuningOf(name: string): Promise<{
    readonly wish: TuningWish;
    /** Fields that the preset sets otherwise and that cannot change while the run lives. */
    readonly notLive: readonly string[];
  }>;
  /** Saves the tuning in force, and gives what was done in words. A rejection's message is shown. */
  save(name: string): Promise<string>;
}

/** What one task gave. */
export interface TaskAnswer {
  /** The name that the operator knows it by. */
  readonly id: string;
  /** The answer; null where there is none. */
  readonly text: string | null;
  /** Why there is none; null where the task has not ended. */
  readonly error: string | null;
  /** The answer parsed; left out unless it is one that matches a schema. */
  readonly output?: unknown;
}
