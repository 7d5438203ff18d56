import type { ConsoleStore } from '../console-store.ts';
import type { Scroll } from '../keys/agent-keys.ts';
import type { LiveRun } from '../live-run.ts';
import type { AgentScene } from './agent-scene.ts';
import type { AgentView } from './agent-view.ts';
import { type AgentWatch, shownTask } from './agent-watch.ts';
import { arrangeAgent } from './arrange-agent.ts';

interface ReaderParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly watch: AgentWatch;
}

/** Moves over the text of the agent screen. Who reads on is not interrupted: the task then stays there. */
export class AgentReader {
  private readonly parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.parts = parts;
  }

  get view(): AgentView {
    return this.parts.store.get().agent;
  }

  update(change: Partial<AgentView>): void {
    this.parts.store.update({ agent: { ...this.view, ...change } });
  }

  look(): AgentScene {
    return this.parts.watch.look(this.parts.run.snapshot(), this.parts.store.get());
  }

  /** At the end of the text its end is followed again, and its agent with it. */
  scroll(by: Scroll): void {
    const { layout, first } = this.look();
    const height = this.height();
    const last = Math.max(0, layout.rows - height);
    const page = Math.max(1, height - 2);
    const rows = { 'page-up': -page, 'page-down': page, first: -last, last };
    const step = typeof by === 'number' ? by : rows[by];
    const to = Math.max(0, Math.min(last, first + step));
    const toEnd = to === last && (step > 0 || by === 'last');
    if (toEnd || last > 0) this.stay(toEnd ? null : to);
  }

  /** Folds or unfolds the part that the cursor is on. */
  fold(): void {
    const { current, first } = this.look();
    if (current === null || !current.foldable) return;
    const { key } = current.block;
    const toggled = new Set(this.view.toggled);
    if (!toggled.delete(key)) toggled.add(key);
    // What is read must not run away: its heading stays where it is, or comes into view.
    this.stay(Math.min(first, current.top));
    this.update({ toggled, at: key });
  }

  /** To the part after or before, which comes into view. */
  toPart(step: 1 | -1): void {
    const { layout, current, first } = this.look();
    const { blocks, rows } = layout;
    const from = current ?? blocks.find(({ top }) => top >= first);
    const at = blocks.findIndex(({ block }) => block === from?.block);
    const to = blocks[Math.max(0, Math.min(blocks.length - 1, at + step))];
    if (to === undefined) return;
    const height = this.height();
    const inView = to.top >= first && to.top < first + height;
    if (!inView) this.stay(Math.min(to.top, Math.max(0, rows - height)));
    this.update({ at: to.block.key });
  }

  /** Shows the rows from `top` on, of the task that is shown now; null follows the end, and the agent. */
  stay(top: number | null): void {
    const { store, run } = this.parts;
    const { ofTask, task } = this.view;
    const now = shownTask(store.get(), run.snapshot());
    const held = top === null || now < 0 ? null : now;
    this.update({ top, task: ofTask ? task : held });
  }

  private height(): number {
    const { columns, rows, facts } = this.parts.store.get();
    return arrangeAgent(columns, rows, facts.asked).body - 1;
  }
}
