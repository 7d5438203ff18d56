import type { Command } from '../src/engine/commands/command.ts';
import type { ConsoleCommand } from '../src/engine/commands/parse-command.ts';
import type { ConsoleSettings } from '../src/settings/console-settings.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { AgentScene } from './agent/agent-scene.ts';
import { factsOf, noFacts } from './console-state.ts';
import type { ConsoleStore } from './console-store.ts';
import { FilterHand } from './hands/filter-hand.ts';
import { HelpHand } from './hands/help-hand.ts';
import { LaunchHand } from './hands/launch-hand.ts';
import { LiveHand } from './hands/live-hand.ts';
import { QuestionHand } from './hands/question-hand.ts';
import { type Jobs, TerminalHand } from './hands/terminal-hand.ts';
import { ViewHand } from './hands/view-hand.ts';
import type { Actions } from './keys/binding.ts';
import type { OwnAction } from './keys/key-bindings.ts';
import { actionFor } from './keys/keymap.ts';
import { type Place, placesOf } from './keys/place.ts';
import type { LaunchChoices } from './launch-choices.ts';
import type { LiveRun } from './live-run.ts';
import { ofAnotherRun } from './panes/agents-view.ts';
import { newLogView } from './panes/log-view.ts';
import { noRunFacts } from './prompt/no-run-facts.ts';
import { Prompt, type Ran } from './prompt/prompt.ts';
import type { PaneName } from './scene.ts';
import type { TerminalDesk } from './terminal/terminal-desk.ts';
import type { ThemeName } from './theme.ts';

export interface ControllerOptions {
  readonly store: ConsoleStore;
  readonly launch: LaunchChoices | null;
  readonly operator: string;
  readonly leaveAtEnd: boolean;
  /** The screen is to be painted now: a key is answered at once. */
  readonly repaint: () => void;
  readonly terminal: TerminalDesk;
  readonly jobs: Jobs;
  /** Keeps a setting for the next console. */
  readonly keep: (change: Partial<ConsoleSettings>) => void;
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
  /** What the console does itself, run or no run. */
  private readonly actions: Actions<OwnAction>;
  private hand: LiveHand | null = null;

  constructor(options: ControllerOptions) {
    this.options = options;
    const { store, launch, leave, leaveAtEnd } = options;
    this.store = store;
    this.prompt = new Prompt({
      store,
      facts: () => this.hand?.desk.facts() ?? noRunFacts,
      hint: (command) => this.hand?.desk.hint(command) ?? null,
      run: (command) => this.runCommand(command),
    });
    this.view = new ViewHand({
      store,
      onAgents: () => this.hand?.agents.enter(),
      openPrompt: (list) => this.prompt.open('', list),
      keep: options.keep,
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
    this.actions = {
      ...this.view.actions,
      ...this.questions.actions,
      ...this.filter.actions,
      ...this.help.actions,
      ...new LaunchHand({ store, choices: launch, onRun }).actions,
      ...new TerminalHand({ store, jobs: options.jobs, keep: options.keep }).actions,
    };
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
    const { filters } = store.get();
    store.update({
      screen: 'run',
      overlay: null,
      notice: null,
      launch: { ...store.get().launch, starting: null },
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
    const always = alwaysAtHand(name);
    if (always === 'interrupt') {
      this.prompt.close();
      this.filter.close();
    }
    if (this.prompt.isOpen && always === null) this.prompt.key(name);
    else if (this.filter.line !== null && always === null) this.filter.key(name);
    else this.act(name, always === null ? placesOf(this.store.get()) : ['everywhere']);
    this.options.repaint();
  }

  /** Gives a pane the focus, as its number does. */
  focus(pane: PaneName): void {
    this.view.focus(pane);
    this.options.repaint();
  }

  /** Outside of a line that is typed pasted text is not taken as keys: any of its letters could stop the run. */
  pasted(text: string): void {
    if (this.prompt.isOpen) this.prompt.paste(text);
    else if (this.filter.line !== null) this.filter.paste(text);
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

  private act(key: string, places: readonly Place[]): void {
    const action = actionFor(places, key);
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
          this.hand?.desk.run(command) ?? { ok: false, message: 'there is no run yet to steer' }
        );
    }
  }
}

/** What a key does even while something is being typed, unless it is one that could be typed. */
function alwaysAtHand(key: string): 'interrupt' | 'redraw' | 'suspend' | null {
  const action = key.length === 1 ? null : actionFor(['everywhere'], key);
  return action === 'interrupt' || action === 'redraw' || action === 'suspend' ? action : null;
}
