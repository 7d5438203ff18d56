import type { Command, CommandPreview, TaskSelection } from '../../src/engine/commands/command.ts';
import { commandWords } from '../../src/engine/commands/command-words.ts';
import type { CommandFacts } from '../../src/engine/commands/complete-command.ts';
import { type ConsoleCommand, isOfConsole } from '../../src/engine/commands/parse-command.ts';
import type { AgentsHand } from '../hands/agents-hand.ts';
import { type Commander, messageOf } from '../hands/commander.ts';
import type { LiveRun, SelectedAgents } from '../live-run.ts';
import { plural } from '../parts/format.ts';
import type { ResultsHand } from '../results/results-hand.ts';
import { themeNames } from '../theme.ts';
import { markedWord } from './marked-word.ts';
import type { Ran } from './prompt.ts';
import type { PromptHint } from './prompt-state.ts';

interface DeskParts {
  readonly run: LiveRun;
  readonly commander: Pick<Commander, 'ask' | 'tell'>;
  readonly agents: Pick<AgentsHand, 'marked' | 'markedTasks' | 'mark'>;
  readonly results: Pick<ResultsHand, 'markedTasks' | 'exports'>;
  /** What the desk knows of presets has changed. */
  readonly onNews: () => void;
}

type PresetTuning = Awaited<ReturnType<LiveRun['presets']['tuningOf']>>;

/** Says of commands for a live run what they would do, and has them done. */
export class PromptDesk {
  private readonly parts: DeskParts;
  private readonly roles: readonly string[];
  private readonly routes: readonly string[];
  private presets: readonly string[] | null = null;
  private presetsAsked = false;
  /** By name; the sentence that says why there is none, where there is none. */
  private readonly tunings = new Map<string, PresetTuning | string | null>();
  /** What was last said of a command, and of which: its tasks are the ones that are acted on. */
  private previewed: { readonly words: string; readonly preview: CommandPreview } | null = null;

  /** The agents that were last said to be marked, and by which selection. */
  private found: { readonly selection: string; readonly found: SelectedAgents } | null = null;

  constructor(parts: DeskParts) {
    this.parts = parts;
    const { info } = parts.run.snapshot();
    this.roles = info.roles.map(({ name }) => name);
    this.routes = info.routes.map(({ name }) => name);
  }

  facts(): CommandFacts {
    const { run, agents, results } = this.parts;
    const desk = this;
    const ofResults = results.markedTasks()?.tasks.length ?? 0;
    const marked = ofResults > 0 ? ofResults : agents.marked.length;
    return {
      roles: this.roles,
      routes: this.routes,
      // Asked for by the first who wants to know: the operator's own ones take a while to be read.
      get presets() {
        return desk.presetNames();
      },
      themes: themeNames,
      selectionWords:
        marked === 0
          ? []
          : [
              {
                text: markedWord,
                says: plural(marked, ofResults > 0 ? 'marked result' : 'marked agent'),
              },
            ],
      tuning: () => run.tuning(),
      completeSelection: (text, cursor) => run.completeSelection(text, cursor),
    };
  }

  hint(asked: Command | ConsoleCommand): PromptHint | null {
    const command = this.forRun(asked);
    if (typeof command === 'string') return { ok: false, text: command };
    if (command === null) return this.hintOfConsole(asked as ConsoleCommand);
    const words = commandWords(command);
    const preview = this.parts.run.preview(command);
    this.previewed = { words, preview };
    return preview.ok && preview.words === words ? null : { ok: preview.ok, text: preview.words };
  }

  /** Has a command done that is the run's; null for one that is the console's own. */
  run(asked: Command | ConsoleCommand): Ran | Promise<Ran> | null {
    if (asked.type === 'switch') return this.switchPreset(asked.preset);
    if (asked.type === 'save') return this.save(asked.name);
    if (asked.type === 'mark') return this.mark(asked.selection);
    if (asked.type === 'export') return this.parts.results.exports.write(asked);
    const command = this.forRun(asked);
    if (command === null) return null;
    if (typeof command === 'string') return { ok: false, message: command };
    return this.ask(this.asPreviewed(command));
  }

  private ask(command: Command): Ran | Promise<Ran> {
    const answer = this.parts.commander.ask(command, true);
    const ran = (given: Awaited<typeof answer>): Ran =>
      given.ok ? { ok: true } : { ok: false, message: given.reason };
    return answer instanceof Promise ? answer.then(ran) : ran(answer);
  }

  /** The command as the run takes it; a sentence where it cannot be made, null for the console's own. */
  private forRun(asked: Command | ConsoleCommand): Command | string | null {
    if (asked.type === 'switch') {
      const tuning = this.tunings.get(asked.preset);
      if (typeof tuning === 'string') return tuning;
      if (tuning !== null && tuning !== undefined)
        return { type: 'preset', name: asked.preset, ...tuning };
    }
    if (isOfConsole(asked)) return null;
    if (!('selection' in asked) || !isMarked(asked.selection)) return asked;
    const { agents, results } = this.parts;
    const selection = results.markedTasks() ?? agents.markedTasks();
    return selection === null ? noMark : { ...asked, selection };
  }

  /** With the tasks and questions that were shown: those that fit the query by now may be others. */
  private asPreviewed(command: Command): Command {
    if (!('selection' in command)) return command;
    const { previewed } = this;
    if (previewed === null || previewed.words !== commandWords(command)) return command;
    const { preview } = previewed;
    if (!preview.ok || preview.tasks === undefined) return command;
    const as = selectionWords(command.selection);
    const shown = { ...command, selection: { tasks: preview.tasks, as } };
    const isApproval = shown.type === 'allow' || shown.type === 'refuse';
    return isApproval ? { ...shown, asks: preview.asks } : shown;
  }

  private hintOfConsole(asked: ConsoleCommand): PromptHint | null {
    if (asked.type === 'mark') {
      const found = this.parts.run.agentsOf(asked.selection);
      this.found = { selection: selectionWords(asked.selection), found };
      if (!found.ok) return { ok: false, text: found.message };
      return { ok: true, text: plural(found.agents.length, 'agent') };
    }
    if (asked.type === 'export') return this.parts.results.exports.hint(asked);
    if (asked.type === 'switch') this.loadTuning(asked.preset);
    return null;
  }

  private mark(selection: TaskSelection): Ran {
    if (isMarked(selection)) return { ok: false, message: 'these are marked already' };
    // Those that were shown: a moment later it may be others that fit.
    const shown = this.found?.selection === selectionWords(selection) ? this.found.found : null;
    const found = shown ?? this.parts.run.agentsOf(selection);
    if (!found.ok) return { ok: false, message: found.message };
    if (found.agents.length === 0)
      return { ok: false, message: 'no agent works on such a task now' };
    this.parts.agents.mark(found.agents);
    return { ok: true };
  }

  private async save(name: string): Promise<Ran> {
    try {
      this.parts.commander.tell(await this.parts.run.presets.save(name));
      // What was known of a preset of that name is no longer so.
      this.tunings.delete(name);
      this.presetsAsked = false;
      return { ok: true };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    }
  }

  private async switchPreset(name: string): Promise<Ran> {
    await this.loadTuning(name);
    const tuning = this.tunings.get(name);
    if (tuning === null || tuning === undefined || typeof tuning === 'string')
      return { ok: false, message: tuning ?? `preset ${name} cannot be read` };
    return this.ask({ type: 'preset', name, ...tuning });
  }

  private async loadTuning(name: string): Promise<void> {
    if (this.tunings.has(name) && typeof this.tunings.get(name) !== 'string') return;
    this.tunings.set(name, null);
    try {
      this.tunings.set(name, await this.parts.run.presets.tuningOf(name));
    } catch (error) {
      this.tunings.set(name, messageOf(error));
    }
    this.parts.onNews();
  }

  private presetNames(): readonly string[] | null {
    if (!this.presetsAsked) {
      this.presetsAsked = true;
      this.parts.run.presets.names().then(
        (names) => {
          this.presets = names;
          this.parts.onNews();
        },
        // Without the names a preset is still switched to by its name.
        () => {},
      );
    }
    return this.presets;
  }
}

const noMark = 'no agent is marked; Space marks the one under the cursor, * marks by a query';

function selectionWords(selection: TaskSelection): string {
  return 'query' in selection ? selection.query : (selection.as ?? '');
}

function isMarked(selection: TaskSelection): boolean {
  return 'query' in selection && selection.query === markedWord;
}
