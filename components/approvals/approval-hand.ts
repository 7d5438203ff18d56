import type { AskedCall } from '../../src/state/asked-calls.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { shownTask } from '../agent/agent-watch.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { Commander } from '../hands/commander.ts';
import { type ApprovalAction, approvalScrolls } from '../keys/approval-keys.ts';
import type { Actions } from '../keys/binding.ts';
import { labelOf } from '../keys/keymap.ts';
import type { LiveRun } from '../live-run.ts';
import { agentName } from '../panes/agent-name.ts';
import { plural } from '../parts/format.ts';
import { type ApprovalLayout, type ApprovalView, approvalLayout } from './approval-view.ts';
import { askedFirst, askedLine } from './asked-line.ts';

interface ApprovalParts {
  readonly run: LiveRun;
  readonly store: ConsoleStore;
  readonly commander: Pick<Commander, 'ask' | 'tell'>;
  readonly openAgent: (agent: number) => void;
}

/** What stands on the line of the screen, as it was painted last. */
interface ShownAsk {
  readonly seq: number;
  readonly whole: boolean;
  readonly sinceMs: number;
}

/** What comes up under a hand that is about to press a key has not been read. */
const readMs = 300;

/**
 * Answers the tools that ask. A key answers what is on the screen and nothing else: a call that has
 * only just come up, or of which a part is hidden, is looked at first.
 */
export class ApprovalHand {
  private readonly parts: ApprovalParts;
  private shown: ShownAsk | null = null;

  constructor(parts: ApprovalParts) {
    this.parts = parts;
  }

  readonly actions: Actions<ApprovalAction> = {
    'approval-look': () => this.look(),
    allow: () => this.fromLine('allow'),
    refuse: () => this.fromLine('refuse'),
    'approval-yes': () => this.fromBox('allow'),
    'approval-no': () => this.fromBox('refuse'),
    'approval-open': () => this.open(),
    'approval-scroll': (key) => this.scroll(approvalScrolls[key]),
  };

  /** The whole screen was painted with this. */
  painted(snapshot: RunSnapshot): void {
    const { columns } = this.parts.store.get();
    const line = askedLine(snapshot, this.task(snapshot), columns, false);
    const call = line?.call ?? null;
    if (line === null || call === null || !this.hasLine()) this.shown = null;
    else if (this.shown?.seq !== call.seq || this.shown.whole !== line.whole)
      this.shown = { seq: call.seq, whole: line.whole, sinceMs: performance.now() };
  }

  /** What is looked at may be answered elsewhere, or not be waited for any more. */
  observe({ asked }: RunSnapshot): void {
    const { overlay, approval } = this.parts.store.get();
    if (overlay !== 'approval' || approval === null) return;
    const { call } = approval;
    if (asked.some(({ seq }) => seq === call.seq)) return;
    this.parts.commander.tell(`${this.nameOf(call)} asks for ${call.tool} no more`);
    this.next(call);
  }

  /** Whether the screen has a line for it, and nothing over it. */
  private hasLine(): boolean {
    const { screen, overlay, columns, rows } = this.parts.store.get();
    if (overlay !== null) return false;
    return screen === 'agent' ? rows >= 10 : screen === 'run' && columns >= 40 && rows >= 10;
  }

  /** The task that is looked at; null for all of the run. */
  private task(snapshot: RunSnapshot): number | null {
    const state = this.parts.store.get();
    return state.screen === 'agent' ? shownTask(state, snapshot) : null;
  }

  private first(): AskedCall | null {
    const snapshot = this.parts.run.snapshot();
    const call = askedFirst(snapshot, this.task(snapshot));
    const others = snapshot.asked.length;
    if (call === null)
      this.parts.commander.tell(
        others === 0 ? 'no tool asks' : 'this agent asks for nothing; Esc leads to those that do',
      );
    return call;
  }

  private look(): void {
    const call = this.first();
    if (call !== null) this.show(call);
  }

  private fromLine(type: 'allow' | 'refuse'): void {
    const call = this.first();
    if (call === null) return;
    const { shown } = this;
    if (shown === null) return this.show(call);
    if (shown.seq !== call.seq || isFresh(shown.sinceMs)) return this.askAgain(type);
    if (type === 'allow' && !shown.whole) return this.show(call);
    this.answer(type, call);
  }

  private fromBox(type: 'allow' | 'refuse'): void {
    const { approval } = this.parts.store.get();
    if (approval === null) return;
    const { lines, seen } = this.layout(approval);
    if (isFresh(approval.sinceMs)) return;
    if (type === 'allow' && seen < lines.length)
      return this.parts.commander.tell(
        `${plural(lines.length - seen, 'line')} of it ${lines.length - seen === 1 ? 'is' : 'are'} still to be seen: ↓ or PgDn`,
      );
    // First: what was answered is not looked at any more when the answer is drawn.
    this.next(approval.call);
    this.answer(type, approval.call);
  }

  private answer(type: 'allow' | 'refuse', call: AskedCall): void {
    const selection = { tasks: [call.task], as: this.nameOf(call) };
    this.parts.commander.ask({ type, selection, asks: [call.seq] });
  }

  private askAgain(type: 'allow' | 'refuse'): void {
    const key = labelOf('run', type) ?? type;
    this.parts.commander.tell(`that call has only just come up: read it, then ${key} once more`);
  }

  /** On to what asks besides; where there is none the question is over. */
  private next(before: AskedCall): void {
    const snapshot = this.parts.run.snapshot();
    const asked = snapshot.asked.filter(({ seq }) => seq !== before.seq);
    const call = askedFirst({ ...snapshot, asked }, this.task(snapshot));
    if (call !== null) this.show(call);
    else this.parts.store.update({ overlay: null, approval: null });
  }

  private show(call: AskedCall): void {
    const { store } = this.parts;
    const { columns } = store.get();
    const approval = { call, sinceMs: performance.now(), top: 0, seen: 0, columns };
    store.update({ overlay: 'approval', approval });
  }

  private open(): void {
    const { store, openAgent } = this.parts;
    const { approval } = store.get();
    store.update({ overlay: null, approval: null });
    if (approval !== null) openAgent(approval.call.agent);
  }

  private scroll(by: number | 'page-up' | 'page-down'): void {
    const { store } = this.parts;
    const { approval, columns } = store.get();
    if (approval === null) return;
    const { lines, top, room, seen } = this.layout(approval);
    const page = Math.max(1, room - 1);
    const step = by === 'page-up' ? -page : by === 'page-down' ? page : by;
    const to = Math.max(0, Math.min(lines.length - room, top + step));
    // What was to be seen before stays so.
    store.update({ approval: { ...approval, top: to, seen, columns } });
  }

  private layout(approval: ApprovalView): ApprovalLayout {
    const { columns, rows } = this.parts.store.get();
    return approvalLayout(approval, columns, rows);
  }

  private nameOf({ agent }: AskedCall): string {
    return agentName(this.parts.run.snapshot(), agent);
  }
}

function isFresh(sinceMs: number): boolean {
  return performance.now() - sinceMs < readMs;
}
