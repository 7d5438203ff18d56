import type { Command } from '../src/engine/commands/command.ts';
import type { ConsoleCommand } from '../src/engine/commands/parse-command.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { AgentScene } from './agent/agent-scene.ts';
import { factsOf, noFacts } from './console-state.ts';
import type { ConsoleStore } from './console-store.ts';
import { FilterHand } from './hands/filter-hand.ts';
import { HelpHand } from './hands/help-hand.ts';
import { LaunchHand } from './hands/launch-hand.ts';
import { LiveHand } from './hands/live-hand.ts';
import { QuestionHand } from './hands/question-hand.ts';
import { ViewHand } from './hands/view-hand.ts';
import type { Actions } from './keys/binding.ts';
import type { OwnAction } from './keys/key-bindings.ts';
import { actionFor } from './keys/keymap.ts';
import type { LaunchAction } from './keys/launch-keys.ts';
import { placesOf } from './keys/place.ts';
import type { LaunchChoices } from './launch-choices.ts';
import type { LiveRun } from './live-run.ts';
import { ofAnotherRun } from './panes/agents-view.ts';
import { newLogView } from './panes/log-view.ts';
import { noRunFacts } from './prompt/no-run-facts.ts';
import { Prompt, type Ran } from './prompt/prompt.ts';
import type { Suspend } from './terminal/suspend.ts';
import type { TerminalDesk } from './terminal/terminal-desk.ts';
import type { ThemeName } from './theme.ts';

export interface ControllerOptions {
  readonly store: ConsoleStore;
  readonly launch: LaunchChoices | null;
  readonly operator: string;
  readonly leaveAtEnd: boolean;
  /** The screen is to be painted now: a key is answered at once. */
  readonly repaint: () => void;
  /** Gives the terminal away while something else works with it. */
  readonly suspend: Suspend;
  readonly terminal: TerminalDesk;
  readonly leave: (exitCode: number | null) => void;
}

/** Takes keys to the hands that carry them out, and looks at the run with every frame. */
export class ConsoleController {
  run: LiveRun | null = null;
  private readonly options: ControllerOptions;
  private readonly store: ConsoleStore;
  private readonly prompt: Prompt;
  private readonly filter: FilterHand;
  private readonly view: ViewHand;
  private readonly help: HelpHand;
  private readonly questions: QuestionHand;
  /** Null where the console was opened over a run. */
  private readonly launch: LaunchHand | null;
  /** What the console does itself, run or no run. */
  private readonly actions: Actions<Exclude<OwnAction, LaunchAction>> &
    Partial<Actions<LaunchAction>>;
  private hand: LiveHand | null = null;

  constructor(options: ControllerOptions) {
    this.options = options;
    const { store, launch, leave, leaveAtEnd } = options;
    this.store = store;
    this.prompt = new Prompt({
      store,
      facts: () => this.hand?.desk.facts() ?? noRunFacts(store.get().launch),
      hint: (command) => this.hand?.desk.hint(command) ?? null,
      run: (command) => this.runCommand(command),
    });
    this.view = new ViewHand({
      store,
      onAgents: () => this.hand?.agents.enter(),
      openPrompt: (list) => this.prompt.open('', list),
    });
    this.help = new HelpHand(store);
    this.filter = new FilterHand({ store, run: () => this.run });
    this.questions = new QuestionHand(
      {
        store,
        run: () => this.run,
        commander: () => this.hand?.commander ?? null,
        leave,
      },
      leaveAtEnd,
    );
    const onRun = (run: LiveRun) => {
      this.show(run);
      options.repaint();
    };
    const { repaint } = options;
    this.launch =
      launch === null ? null : new LaunchHand({ store, choices: launch, onRun, repaint });
    this.actions = {
      ...this.view.actions,
      ...this.questions.actions,
      ...this.filter.actions,
      ...this.help.actions,
      ...this.launch?.actions,
    };
  }

  /** The first screen is shown. */
  begin(): void {
    if (this.store.get().screen === 'launch') this.launch?.begin();
  }

  /** From here on the console shows this run. */
  show(run: LiveRun): void {
    const { operator, repaint, terminal } = this.options;
    this.run = run;
    const { store, prompt } = this;
    prompt.close();
    this.filter.close();
    this.questions.begin();
    this.hand = new LiveHand({ run, store, operator, repaint, prompt, terminal });
    this.launch?.end();
    const { filters } = store.get();
    store.update({
      screen: 'run',
      overlay: null,
      notice: null,
      facts: factsOf(run, noFacts, true),
      // What was said of the agents and the log of another run says nothing of these.
      agentsView: ofAnotherRun(store.get().agentsView),
      log: newLogView,
      filters: { ...filters, agents: undefined, log: undefined },
    });
  }

  key(name: string): void {
    const { notice } = this.store.get();
    // What was told stays until the hand moves again; what was asked, until it is so.
    if (notice !== null && notice.kind !== 'asked') this.store.update({ notice: null });
    // A stop and a new drawing are at hand even while something is being typed.
    if (name === 'ctrl+c') {
      this.prompt.close();
      this.filter.close();
      this.launch?.ask.close();
    }
    if (this.prompt.isOpen && name !== 'ctrl+l') this.prompt.key(name);
    else if (this.filter.line !== null && name !== 'ctrl+l') this.filter.key(name);
    else if (this.launch?.ask.line && name !== 'ctrl+l') this.launch.ask.key(name);
    else this.act(name);
    this.options.repaint();
  }

  /** Outside of a line that is typed pasted text is not taken as keys: any of its letters could stop the run. */
  pasted(text: string): void {
    if (this.prompt.isOpen) this.prompt.paste(text);
    else if (this.filter.line !== null) this.filter.paste(text);
    else if (this.launch?.ask.line) this.launch.ask.paste(text);
    else this.store.update({ notice: { kind: 'told', text: 'pasted text is not taken as keys' } });
    this.options.repaint();
  }

  /**
   * Looks at the run as it is: with every frame.
   *
   * @param slow whether the figures of an open question may change
   */
  observe(run: LiveRun, snapshot: RunSnapshot, slow: boolean): void {
    const { facts, overlay, notice } = this.store.get();
    const asks = overlay !== null && overlay !== 'help';
    const now = factsOf(run, facts, slow && asks, snapshot);
    if (now !== facts) this.store.update({ facts: now });
    this.hand?.commander.observe(snapshot);
    this.hand?.agents.observe(snapshot, slow);
    if (notice?.untilMs !== undefined && performance.now() >= notice.untilMs)
      this.store.update({ notice: null });
    this.questions.observe(snapshot);
    this.prompt.observe();
  }

  /** What the agent screen shows; null where another one is open. */
  agentScene(snapshot: RunSnapshot): AgentScene | null {
    return this.hand?.agent.scene(snapshot) ?? null;
  }

  private act(key: string): void {
    const action = actionFor(key === 'ctrl+l' ? ['everywhere'] : placesOf(this.store.get()), key);
    if (action === null) return;
    const carriedOut: Partial<Actions<string>> = { ...this.actions, ...this.hand?.actions };
    carriedOut[action]?.(key);
  }

  /** What the console does itself, and what it hands to the run. */
  private runCommand(command: Command | ConsoleCommand): Ran | Promise<Ran> {
    switch (command.type) {
      case 'theme':
        this.view.setTheme(command.name as ThemeName);
        return { ok: true };
      case 'help':
        this.help.toggle();
        return { ok: true };
      case 'quit':
        this.prompt.close();
        this.questions.leave();
        return { ok: true };
      case 'unmark':
        this.hand?.agents.unmark();
        return { ok: true };
      default:
        return (
          this.hand?.desk.run(command) ??
          this.runAtLaunch(command) ?? { ok: false, message: 'there is no run yet to steer' }
        );
    }
  }

  /** What a command means before there is a run; null where it means nothing. */
  private runAtLaunch(command: Command | ConsoleCommand): Ran | Promise<Ran> | null {
    if (this.launch === null || this.hand !== null) return null;
    if (command.type === 'switch') return this.launch.choose(command.preset);
    return command.type === 'save' ? this.launch.save(command.name) : null;
  }
}
