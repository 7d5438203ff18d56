import type { Command } from '../../src/engine/commands/command.ts';
import type { ConsoleCommand } from '../../src/engine/commands/parse-command.ts';
import type { HistoryHand } from '../history/history-hand.ts';
import type { Ran } from '../prompt/prompt.ts';
import type { ThemeName } from '../theme.ts';
import type { HelpHand } from './help-hand.ts';
import type { LaunchHand } from './launch-hand.ts';
import type { LiveHand } from './live-hand.ts';
import type { QuestionHand } from './question-hand.ts';
import type { ViewHand } from './view-hand.ts';

interface CommandsParts {
  readonly view: ViewHand;
  readonly help: HelpHand;
  readonly questions: QuestionHand;
  readonly history: HistoryHand;
  /** Null where the console was opened over a run. */
  readonly launch: LaunchHand | null;
  /** What steers the run on the screen; null where there is none. */
  readonly hand: () => LiveHand | null;
  readonly closePrompt: () => void;
}

const done: Ran = { ok: true };

/** Carries out what the command line asks of the console itself, and hands the rest to the run. */
export class ConsoleCommands {
  private readonly parts: CommandsParts;

  constructor(parts: CommandsParts) {
    this.parts = parts;
  }

  run(command: Command | ConsoleCommand): Ran | Promise<Ran> {
    const { view, help, questions, history, closePrompt } = this.parts;
    const hand = this.parts.hand();
    switch (command.type) {
      case 'theme':
        view.setTheme(command.name as ThemeName);
        return done;
      case 'help':
        help.toggle();
        return done;
      case 'quit':
        closePrompt();
        questions.leave();
        return done;
      case 'unmark':
        hand?.agents.unmark();
        hand?.results.unmark();
        return done;
      case 'history': {
        const refused = history.show();
        return refused === null ? done : { ok: false, message: refused };
      }
      case 'results':
        if (hand === null) return { ok: false, message: 'there is no run yet to have results' };
        hand.results.show();
        return done;
      case 'work':
        if (hand === null)
          return { ok: false, message: 'there is no run yet whose work could be shown' };
        hand.workload.show();
        return done;
      default:
        return (
          hand?.desk.run(command) ??
          this.runAtLaunch(command) ?? { ok: false, message: 'there is no run yet to steer' }
        );
    }
  }

  /** What a command means before there is a run; null where it means nothing. */
  private runAtLaunch(command: Command | ConsoleCommand): Ran | Promise<Ran> | null {
    const { launch, hand } = this.parts;
    if (launch === null || hand() !== null) return null;
    if (command.type === 'switch') return launch.choose(command.preset);
    return command.type === 'save' ? launch.save(command.name) : null;
  }
}
