import type { RawCall } from '../../src/state/raw-call.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsoleStore } from '../console-store.ts';
import { type Commander, messageOf } from '../hands/commander.ts';
import { type AgentAction, agentScrolls, type Scroll } from '../keys/agent-keys.ts';
import type { Actions } from '../keys/binding.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { cursorPlace } from '../panes/agents-view.ts';
import { bytes as bytesWords } from '../parts/format.ts';
import type { TerminalDesk } from '../terminal/terminal-desk.ts';
import { AgentReader } from './agent-reader.ts';
import type { AgentScene } from './agent-scene.ts';
import { type AgentView, newAgentView } from './agent-view.ts';
import { AgentWatch, shownTask } from './agent-watch.ts';
import { requestCommand } from './request-command.ts';

interface AgentParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Pick<Commander, 'tell'>;
  readonly terminal: TerminalDesk;
  readonly repaint: () => void;
  /** Agents that are marked and have not left. */
  readonly marked: () => readonly number[];
}

/** The task on the agent screen, as commands name it. */
export interface OpenedTask {
  readonly task: number;
  readonly role: number;
  /** The route it was sent to last; -1 before its first call. */
  readonly route: number;
  /** What a command line can call it. */
  readonly name: string;
}

/** Opens agents and tasks, and carries out the keys of their screen. */
export class AgentHand {
  private readonly parts: AgentParts;
  private readonly watch: AgentWatch;
  private readonly reader: AgentReader;

  constructor(parts: AgentParts) {
    this.parts = parts;
    this.watch = new AgentWatch(parts.run);
    this.reader = new AgentReader({ ...parts, watch: this.watch });
  }

  readonly actions: Actions<AgentAction> = {
    'open-agent': () => {
      const { agentsView } = this.parts.store.get();
      // One that the filter leaves out of the list is not what is meant.
      if (agentsView.cursor !== null && cursorPlace(agentsView) >= 0)
        this.openAgent(agentsView.cursor);
    },
    'agent-scroll': (key) => this.scroll(agentScrolls[key]),
    'agent-fold': () => this.reader.fold(),
    'agent-part': (key) => this.reader.toPart(key === 'tab' ? 1 : -1),
    'agent-neighbour': (key) => this.toNeighbour(key === ']' || key === 'right' ? 1 : -1),
    'agent-copy': () => this.copy(),
    'agent-raw': () => this.toggleRaw(),
    'agent-pager': () => this.show('pager'),
    'agent-editor': () => this.show('editor'),
  };

  openAgent(agent: number): void {
    this.open({ ...newAgentView, agent });
  }

  /** Opens a task, whoever has it; it stays on the screen when its agent goes on to another. */
  openTask(task: number): void {
    this.open({ ...newAgentView, task, ofTask: true });
  }

  /** Also for the wheel of a mouse: rows, pages, or to an end. */
  scroll(by: Scroll): void {
    this.reader.scroll(by);
  }

  /** What the screen shows now; null where another one is open. */
  scene(snapshot: RunSnapshot): AgentScene | null {
    const state = this.parts.store.get();
    if (state.screen === 'agent') return this.watch.look(snapshot, state);
    this.watch.close();
    return null;
  }

  /** The task on the screen; null where another one is open, or where there is none. */
  openedTask(): OpenedTask | null {
    const { store, run } = this.parts;
    if (store.get().screen !== 'agent') return null;
    const snapshot = run.snapshot();
    const record = run.tasks.record(shownTask(store.get(), snapshot));
    if (record === null) return null;
    const { task, id, role, agent } = record;
    const isItsOwn = agent >= 0 && snapshot.agents.task[agent] === task;
    return {
      task,
      role,
      route: record.attempts.at(-1)?.route ?? -1,
      name: isItsOwn ? agentName(snapshot, agent) : taskTerm(id),
    };
  }

  private open(agent: AgentView): void {
    const { store, run } = this.parts;
    const { screen, under } = store.get();
    run.tasks.closeRaw();
    if (screen === 'agent') store.update({ agent });
    else store.update({ agent, screen: 'agent', under: [...under, screen] });
  }

  /** The next one in the order of the pane or, where several are marked, of those. */
  private toNeighbour(step: 1 | -1): void {
    const { store, run, commander, marked } = this.parts;
    const { agentsView } = store.get();
    const { agents } = run.snapshot();
    const among = marked().length > 1 ? marked() : [...agentsView.lineup.order];
    const there = among.filter((agent) => !agents.isGone(agent));
    const { agent } = this.reader.look();
    const at = agent === null ? -1 : there.indexOf(agent);
    const to = there[at < 0 ? 0 : at + step];
    if (to === undefined) return commander.tell(`this is the ${step > 0 ? 'last' : 'first'} agent`);
    const { raw } = this.reader.view;
    run.tasks.closeRaw();
    store.update({
      agentsView: { ...agentsView, cursor: to },
      agent: { ...newAgentView, agent: to, raw, top: raw ? 0 : null },
    });
  }

  private toggleRaw(): void {
    const raw = !this.reader.view.raw;
    if (!raw) this.parts.run.tasks.closeRaw();
    this.reader.stay(raw ? 0 : null);
    this.reader.update({ raw, at: null });
  }

  private copy(): void {
    const { run, commander, terminal } = this.parts;
    const { record } = this.reader.look();
    if (record === null) return commander.tell('there is nothing yet that could be copied');
    const raw = this.reader.view.raw ? run.tasks.rawCall(record.task) : null;
    const answer = record.answer ?? run.tasks.partialText(record.task) ?? '';
    const text = raw === null ? answer : requestCommand(raw.request);
    if (text === '') return commander.tell('there is no answer yet that could be copied');
    const { bytes, cut } = terminal.copy(text);
    const words = raw !== null ? commandName(raw) : record.answer ? 'the answer' : 'what has come';
    const size = cut
      ? `, its first ${bytesWords(bytes)} (it takes no more)`
      : `, ${bytesWords(bytes)}`;
    commander.tell(`sent to the terminal's clipboard: ${words}${size}`);
  }

  private show(program: 'pager' | 'editor'): void {
    const { run, store, commander, terminal, repaint } = this.parts;
    const parts = this.watch.texts(run.snapshot(), store.get());
    if (parts.length === 0) return commander.tell('there is nothing yet that could be shown');
    const text = parts.map(([heading, words]) => `── ${heading}\n\n${words}\n`).join('\n');
    const told = (problem: string | null) => {
      if (problem !== null) commander.tell(problem);
      repaint();
    };
    terminal.show(text, program).then(told, (error: unknown) => told(messageOf(error)));
  }
}

function commandName({ request }: RawCall): string {
  return 'command' in request ? 'the command' : 'the curl command';
}

/** A task as a selection names it: in quotes where its id has more than letters, digits and `_ . -`. */
function taskTerm(id: string): string {
  return /^[\w.-]+$/.test(id) ? `task:${id}` : `task:"${id.replace(/["\\]/g, '\\$&')}"`;
}
