import { AgentHand } from '../agent/agent-hand.ts';
import { ApprovalHand } from '../approvals/approval-hand.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { Actions } from '../keys/binding.ts';
import type { LiveAction } from '../keys/key-bindings.ts';
import type { LiveRun } from '../live-run.ts';
import { agentAt } from '../panes/agent-at.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { PromptDesk } from '../prompt/prompt-desk.ts';
import { ResultsHand } from '../results/results-hand.ts';
import type { PaneName } from '../scene.ts';
import type { TerminalDesk } from '../terminal/terminal-desk.ts';
import { WorkloadHand } from '../workload/workload-hand.ts';
import { AgentsHand } from './agents-hand.ts';
import { ChartsHand } from './charts-hand.ts';
import { Commander } from './commander.ts';
import { LogHand } from './log-hand.ts';
import { RunHand } from './run-hand.ts';
import { TasksHand } from './tasks-hand.ts';

interface HandParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly operator: string;
  readonly repaint: () => void;
  readonly prompt: Prompt;
  readonly terminal: TerminalDesk;
  /** Back to the screen below. */
  readonly back: () => void;
}

/** All that steers one live run: what asks it for things, and the keys and words that say for what. */
export class LiveHand {
  readonly commander: Commander;
  readonly agents: AgentsHand;
  readonly agent: AgentHand;
  readonly results: ResultsHand;
  readonly workload: WorkloadHand;
  readonly approvals: ApprovalHand;
  readonly desk: PromptDesk;
  readonly actions: Actions<LiveAction>;
  private readonly store: ConsoleStore;
  private readonly log: LogHand;

  constructor({ run, store, operator, repaint, prompt: line, terminal, back }: HandParts) {
    this.store = store;
    const prompt = (text: string) => line.open(text);
    this.commander = new Commander(run, store, operator, repaint);
    const { commander } = this;
    const tell = (text: string) => commander.tell(text);
    this.agents = new AgentsHand({ run, store, prompt, tell });
    const { agents } = this;
    const marked = () => agents.marked;
    this.agent = new AgentHand({ run, store, commander, terminal, repaint, marked });
    const opened = () => this.agent.openedTask();
    const tasks = new TasksHand({ run, store, commander, agents, prompt, opened });
    const openTask = (task: number) => this.agent.openTask(task);
    const openAgent = (agent: number) => this.agent.openAgent(agent);
    this.approvals = new ApprovalHand({ run, store, commander, openAgent });
    this.log = new LogHand({
      run,
      store,
      operator,
      tell,
      openAgent,
      openTask,
      toAgents: () => agents.enter(),
    });
    this.results = new ResultsHand({ run, store, commander, repaint, prompt, openTask, back });
    const { results } = this;
    this.workload = new WorkloadHand({ run, store, commander, openTask, back });
    const onNews = () => {
      line.refresh();
      repaint();
    };
    this.desk = new PromptDesk({ run, commander, agents, results, onNews });
    this.actions = {
      ...new RunHand({ run, commander, agents, prompt }).actions,
      ...agents.actions,
      ...tasks.actions,
      ...this.log.actions,
      ...this.agent.actions,
      ...results.actions,
      ...this.workload.actions,
      ...this.approvals.actions,
      ...new ChartsHand(run, store).actions,
    };
  }

  /** Puts the cursor of a pane on what is in one of its cells; its title is row 0. */
  point(pane: PaneName, x: number, y: number): void {
    const agent = pane === 'agents' ? agentAt(this.store.get(), x, y) : null;
    if (agent !== null) this.agents.goTo(agent);
    if (pane === 'log' && y > 0) this.log.goTo(y - 1);
  }
}
