import type { ConsoleSettings } from '../src/settings/console-settings.ts';
import type { RunSnapshot } from '../src/state/snapshot.ts';
import type { AgentScene } from './agent/agent-scene.ts';
import { factsOf } from './console-state.ts';
import type { ConsoleStore } from './console-store.ts';
import { ConsoleCommands } from './hands/console-commands.ts';
import { FilterHand } from './hands/filter-hand.ts';
import { HelpHand } from './hands/help-hand.ts';
import { LaunchHand } from './hands/launch-hand.ts';
import { LiveHand } from './hands/live-hand.ts';
import { QuestionHand } from './hands/question-hand.ts';
import { type Jobs, TerminalHand } from './hands/terminal-hand.ts';
import { ViewHand } from './hands/view-hand.ts';
import { HistoryHand } from './history/history-hand.ts';
import { ReplayHand } from './history/replay-hand.ts';
import type { HistoryDesk } from './history-desk.ts';
import { alwaysAtHand } from './keys/always-at-hand.ts';
import type { Actions } from './keys/binding.ts';
import type { OwnAction } from './keys/key-bindings.ts';
import { actionFor } from './keys/keymap.ts';
import type { LaunchAction } from './keys/launch-keys.ts';
import { type Place, placesOf } from './keys/place.ts';
import type { LaunchChoices } from './launch-choices.ts';
import type { LiveRun } from './live-run.ts';
import { noRunFacts } from './prompt/no-run-facts.ts';
import { Prompt } from './prompt/prompt.ts';
import type { PaneName } from './scene.ts';
import { ShownRun } from './shown-run.ts';
import type { TerminalDesk } from './terminal/terminal-desk.ts';
import type { WorkloadScene } from './workload/workload-scene.ts';

export interface ControllerOptions {
  readonly store: ConsoleStore;
  readonly launch: LaunchChoices | null;
  readonly history: HistoryDesk | null;
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
  private readonly options: ControllerOptions;
  private readonly store: ConsoleStore;
  private readonly prompt: Prompt;
  private readonly filter: FilterHand;
  private readonly view: ViewHand;
  private readonly help: HelpHand;
  private readonly history: HistoryHand;
  private readonly commands: ConsoleCommands;
  private readonly questions: QuestionHand;
  /** Null where the console was opened over a run. */
  private readonly launch: LaunchHand | null;
  /** What the console does itself, run or no run. */
  private readonly actions: Actions<Exclude<OwnAction, LaunchAction>> &
    Partial<Actions<LaunchAction>>;
  private readonly shown: ShownRun;

  constructor(options: ControllerOptions) {
    this.options = options;
    const { store, launch, leave, leaveAtEnd } = options;
    this.store = store;
    this.shown = new ShownRun({ store, handOf: (run) => this.handOf(run) });
    this.prompt = new Prompt({
      store,
      facts: () => this.hand?.desk.facts() ?? noRunFacts(store.get().launch),
      hint: (command) => this.hand?.desk.hint(command) ?? null,
      run: (command) => this.commands.run(command),
    });
    this.view = new ViewHand({
      store,
      onAgents: () => this.hand?.agents.enter(),
      // What lies in front of the list of past runs is one of them.
      onBack: (to) => to === 'history' && this.shown.leavePast(),
      openPrompt: (list) => this.prompt.open('', list),
      keep: options.keep,
    });
    this.help = new HelpHand(store);
    this.filter = new FilterHand({ store, run: () => this.run });
    this.questions = new QuestionHand(
      {
        store,
        run: () => this.run,
        bringBack: () => this.shown.bringBack(),
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
    this.history = new HistoryHand({
      store,
      desk: options.history,
      run: () => this.run,
      onRun,
      onPast: (run) => this.look(run),
      onList: () => this.toHistory(),
      repaint,
    });
    this.launch =
      launch === null ? null : new LaunchHand({ store, choices: launch, onRun, repaint });
    this.commands = new ConsoleCommands({
      view: this.view,
      help: this.help,
      questions: this.questions,
      history: this.history,
      launch: this.launch,
      hand: () => this.hand,
      closePrompt: () => this.prompt.close(),
    });
    this.actions = {
      ...this.view.actions,
      ...this.questions.actions,
      ...this.filter.actions,
      ...this.help.actions,
      ...this.history.actions,
      ...new ReplayHand({ run: () => this.run, repaint }).actions,
      ...new TerminalHand({ store, jobs: options.jobs, keep: options.keep }).actions,
      ...this.launch?.actions,
    };
  }

  /** The first screen is shown. */
  begin(): void {
    if (this.store.get().screen === 'launch') this.launch?.begin();
  }

  /** From here on the console shows this run. */
  show(run: LiveRun): void {
    this.closeLines();
    this.shown.show(run);
    this.launch?.end();
  }

  /** Shows a run of the past in front of the one that is there. */
  private look(run: LiveRun): void {
    this.closeLines();
    this.shown.look(run);
  }

  /** The list of past runs, over what is on the screen or, where that is one of them, instead of it. */
  private toHistory(): void {
    const { screen, under } = this.store.get();
    if (screen === 'history') return;
    const at = under.indexOf('history');
    if (at >= 0) this.shown.leavePast();
    this.store.update({
      screen: 'history',
      under: at < 0 ? [...under, screen] : under.slice(0, at),
    });
  }

  get run(): LiveRun | null {
    return this.shown.run;
  }

  private get hand(): LiveHand | null {
    return this.shown.hand;
  }

  private handOf(run: LiveRun): LiveHand {
    const { store, prompt } = this;
    const { operator, repaint, terminal } = this.options;
    const back = () => this.view.back();
    return new LiveHand({ run, store, operator, repaint, prompt, terminal, back });
  }

  private closeLines(): void {
    this.prompt.close();
    this.filter.close();
    this.questions.begin();
  }

  key(name: string): void {
    const { notice } = this.store.get();
    // What was told stays until the hand moves again; what was asked, until it is so.
    if (notice !== null && notice.kind !== 'asked') this.store.update({ notice: null });
    const always = alwaysAtHand(name);
    if (always === 'interrupt') {
      this.prompt.close();
      this.filter.close();
      this.launch?.ask.close();
    }
    if (this.prompt.isOpen && always === null) this.prompt.key(name);
    else if (this.filter.line !== null && always === null) this.filter.key(name);
    else if (this.launch?.ask.line && always === null) this.launch.ask.key(name);
    else this.act(name, always === null ? placesOf(this.store.get()) : ['everywhere']);
    this.options.repaint();
  }

  /** Gives a pane the focus, as its number does. */
  focus(pane: PaneName): void {
    this.view.focus(pane);
    this.options.repaint();
  }

  /** Puts a pane's cursor on what is in one of its cells. */
  point(pane: PaneName, x: number, y: number): void {
    this.hand?.point(pane, x, y);
    this.options.repaint();
  }

  /** Puts the cursor of the list on the screen on one of its rows. */
  row(row: number): void {
    const { screen } = this.store.get();
    if (screen === 'history') this.history.point(row);
    else if (screen === 'workload') this.hand?.workload.point(row);
    else this.hand?.results.point(row);
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
    const { facts, overlay } = this.store.get();
    const asks = overlay !== null && overlay !== 'help';
    const now = factsOf(run, facts, slow && asks, snapshot);
    if (now !== facts) this.store.update({ facts: now });
    this.hand?.commander.observe(snapshot);
    this.hand?.agents.observe(snapshot, slow);
    this.hand?.results.observe(snapshot, slow);
    this.hand?.approvals.observe(snapshot);
    if (slow) this.shown.observe();
    this.questions.observe(snapshot);
    this.observeLines();
  }

  /** What was told goes in time, and what is said of a line that is typed stays true: also without a run. */
  observeLines(): void {
    const { notice } = this.store.get();
    if (notice?.untilMs !== undefined && performance.now() >= notice.untilMs)
      this.store.update({ notice: null });
    this.prompt.observe();
  }

  /** All of the screen was painted with this. */
  painted(snapshot: RunSnapshot): void {
    this.hand?.approvals.painted(snapshot);
  }

  /** What the agent screen shows; null where another one is open. */
  agentScene(snapshot: RunSnapshot): AgentScene | null {
    return this.hand?.agent.scene(snapshot) ?? null;
  }

  /** How the work hangs together; null where each task stands alone. */
  workloadScene(snapshot: RunSnapshot): WorkloadScene | null {
    return this.hand?.workload.scene(snapshot) ?? null;
  }

  private act(key: string, places: readonly Place[]): void {
    const action = actionFor(places, key);
    if (action === null) return;
    const carriedOut: Partial<Actions<string>> = { ...this.actions, ...this.hand?.actions };
    carriedOut[action]?.(key);
  }
}
