import type { TaskCommand, TaskSelection } from '../../src/engine/commands/command.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { LiveRun } from '../live-run.ts';
import type { Commander } from './commander.ts';

interface AskParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Commander;
}

/** A command on tasks that is done once there is a yes. */
export interface Asking {
  readonly type: Extract<TaskCommand['type'], 'cancel' | 'retry'>;
  readonly selection: TaskSelection;
  /** What the tasks are called in the events. */
  readonly as: string;
  /** The question. @param tasks those that it would touch */
  readonly title: (tasks: readonly number[]) => string;
  /** Without the question. */
  readonly sure: boolean;
}

/** Asks for a yes to a command on tasks, with what it would do; one that can do nothing is refused by the run itself. */
export function askFirst({ run, store, commander }: AskParts, asking: Asking): void {
  const { type, selection, as, title, sure } = asking;
  const command: TaskCommand = { type, selection };
  const preview = run.preview(command);
  if (sure || !preview.ok) {
    commander.ask(command);
    return;
  }
  // What was shown is what is acted on, whatever has become of the others by then.
  const { tasks = [], words } = preview;
  const asked = { ...command, selection: { tasks, as } };
  store.update({ overlay: 'confirm', confirm: { title: title(tasks), words, command: asked } });
}
