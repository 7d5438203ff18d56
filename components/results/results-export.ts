import type { TaskSelection } from '../../src/engine/commands/command.ts';
import type { ExportCommand } from '../../src/engine/commands/parse-export.ts';
import { type Commander, messageOf } from '../hands/commander.ts';
import type { LiveRun } from '../live-run.ts';
import { plural } from '../parts/format.ts';
import { markedWord } from '../prompt/marked-word.ts';
import type { Ran } from '../prompt/prompt.ts';
import type { PromptHint } from '../prompt/prompt-state.ts';
import type { SelectedTasks } from '../results-desk.ts';

interface ExportParts {
  readonly run: LiveRun;
  readonly commander: Pick<Commander, 'tell'>;
  /** What the list of results shows. */
  readonly shown: () => Iterable<number>;
  /** The results that are marked; null where none is. */
  readonly marked: () => { readonly tasks: readonly number[] } | null;
}

/** What stands for what the list shows, in place of a selection. */
const shownWord = 'shown';

/** Writes results to files, as the command line asks for it. */
export class ResultsExport {
  private readonly parts: ExportParts;

  constructor(parts: ExportParts) {
    this.parts = parts;
  }

  /** What would be written, in words. */
  hint({ selection }: ExportCommand): PromptHint {
    const { tasks } = this.parts.run.snapshot();
    if (selection === null) return { ok: true, text: plural(tasks.ended, 'result') };
    const selected = this.select(selection);
    if (!selected.ok) return { ok: false, text: selected.message };
    return { ok: true, text: plural(selected.tasks.length, 'task') };
  }

  async write({ file, overwrite, selection }: ExportCommand): Promise<Ran> {
    const selected = selection === null ? null : this.select(selection);
    if (selected !== null && !selected.ok) return selected;
    try {
      const { run, commander } = this.parts;
      const tasks = selected?.tasks ?? null;
      commander.tell(await run.results.export({ file, overwrite, tasks }));
      return { ok: true };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  }

  private select(selection: TaskSelection): SelectedTasks {
    if ('tasks' in selection) return { ok: true, tasks: selection.tasks };
    const { query } = selection;
    if (query === shownWord) return { ok: true, tasks: [...this.parts.shown()] };
    if (query !== markedWord) return this.parts.run.results.select(query);
    const marked = this.parts.marked();
    if (marked !== null) return { ok: true, tasks: marked.tasks };
    return { ok: false, message: 'no result is marked; Space marks the one under the cursor' };
  }
}
