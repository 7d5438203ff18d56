import type { Command } from '../../src/engine/commands/command.ts';
import { completeCommand } from '../../src/engine/commands/complete-command.ts';
import { type ConsoleCommand, parseCommand } from '../../src/engine/commands/parse-command.ts';
import type { LiveRun } from '../live-run.ts';
import { plural } from '../parts/format.ts';
import type { Ran } from '../prompt/prompt.ts';
import { PromptDesk } from '../prompt/prompt-desk.ts';
import type { PromptHint } from '../prompt/prompt-state.ts';
import { ResultsExport } from '../results/results-export.ts';
import { askedSentence } from './asked-sentences.ts';
import type { LinearCommander } from './linear-commander.ts';
import { LinearMarks } from './linear-marks.ts';
import type { Menu } from './menu.ts';
import { confirmMenu } from './question-menus.ts';
import { sentence } from './spoken.ts';
import type { Voice } from './talk.ts';

interface CommandParts {
  readonly run: LiveRun;
  readonly commander: LinearCommander;
  readonly voice: Voice;
  /** Puts a question; null takes it back. */
  readonly ask: (question: Menu | null) => void;
  /** What only the talk as a whole can do. */
  readonly own: Readonly<Record<'stop' | 'help' | 'quit', () => void>>;
}

/** Presets are read from files: more news than this of other things does not come in between. */
const mostNews = 5;

/** Takes the commands of the command line as they are typed; asks first where one cannot be undone. */
export class CommandTalk {
  private readonly parts: CommandParts;
  private readonly desk: PromptDesk;
  private readonly marks: LinearMarks;
  private news = Promise.withResolvers<void>();

  constructor(parts: CommandParts) {
    this.parts = parts;
    const { run, commander } = parts;
    this.marks = new LinearMarks(run);
    const agents = this.marks;
    // Nothing is listed here, and no result marked.
    const exports = new ResultsExport({ run, commander, shown: () => [], marked: () => null });
    const results = { markedTasks: () => null, exports };
    this.desk = new PromptDesk({ run, commander, agents, results, onNews: () => this.heard() });
  }

  run(text: string): void {
    const parsed = parseCommand(text, this.desk.facts());
    if (!parsed.ok) return this.parts.voice.say([sentence(parsed.message)]);
    const { command } = parsed;
    switch (command.type) {
      case 'help':
      case 'quit':
        return this.parts.own[command.type]();
      case 'unmark':
        this.marks.unmark();
        return this.parts.voice.say(['No agent is marked.']);
      case 'stop':
        if (command.mode === 'drain') return this.parts.own.stop();
        return this.carryOut(command);
      case 'switch':
        this.askForPreset(command);
        return;
      default: {
        const title = titleOf(command, text.trim());
        if (title === null) return this.carryOut(command);
        return this.confirm(title, command, this.desk.hint(command));
      }
    }
  }

  /** What the end of the line may become, and the part of it that is completed. */
  complete(line: string): [candidates: string[], typed: string] {
    const { from, candidates } = completeCommand(line, line.length, this.desk.facts());
    return [candidates.map(({ text }) => text), line.slice(from)];
  }

  /** What the preset would change is read first. */
  private async askForPreset(command: Extract<ConsoleCommand, { type: 'switch' }>): Promise<void> {
    let hint = this.desk.hint(command);
    for (let news = 0; hint === null && news < mostNews; news++) {
      await this.news.promise;
      hint = this.desk.hint(command);
    }
    this.confirm(`Switch to preset ${command.preset}?`, command, hint);
  }

  private confirm(title: string, command: Command | ConsoleCommand, hint: PromptHint | null): void {
    const { voice, ask } = this.parts;
    if (hint !== null && !hint.ok) return voice.say([sentence(hint.text)]);
    ask(
      confirmMenu(title, this.asked(command) ?? [sentence(hint?.text ?? '')], (yes) => {
        ask(null);
        if (yes) this.carryOut(command);
        else voice.say(['Nothing was done.']);
      }),
    );
  }

  /** The calls that would be allowed, each as it is; null for any other command. */
  private asked(command: Command | ConsoleCommand): string[] | null {
    if (command.type !== 'allow') return null;
    const { run } = this.parts;
    const preview = run.preview(command);
    const asks = preview.ok ? (preview.asks ?? []) : [];
    const snapshot = run.snapshot();
    return snapshot.asked
      .filter(({ seq }) => asks.includes(seq))
      .map((call) => askedSentence(snapshot, call));
  }

  private carryOut(command: Command | ConsoleCommand): void {
    const ran = this.desk.run(command);
    if (ran === null)
      return this.parts.voice.say([
        `${command.type} changes what the painted console shows; here is nothing to change.`,
      ]);
    const answered = (answer: Ran) => {
      const { voice } = this.parts;
      if (!answer.ok) voice.say([sentence(answer.message)]);
      else if (command.type === 'mark')
        voice.say([sentence(`${plural(this.marks.marked.length, 'agent')} marked`)]);
    };
    if (ran instanceof Promise) ran.then(answered);
    else answered(ran);
  }

  private heard(): void {
    const { resolve } = this.news;
    this.news = Promise.withResolvers();
    resolve();
  }
}

/** What is asked before such a command is carried out; null for one that is carried out at once. */
function titleOf(command: Command | ConsoleCommand, text: string): string | null {
  switch (command.type) {
    case 'cancel':
    case 'retry':
    case 'requeue':
    case 'allow':
      return `${text[0].toUpperCase()}${text.slice(1)}?`;
    case 'breaker':
      return command.action === 'trip' ? `Open the breaker of ${command.route}?` : null;
    default:
      return null;
  }
}
