import type { Acknowledgement, Command } from '../../src/engine/commands/command.ts';
import type { RunSnapshot } from '../../src/state/snapshot.ts';
import type { ConsoleStore } from '../console-store.ts';
import type { LiveRun } from '../live-run.ts';
import { count } from '../parts/format.ts';
import { type Asked, askedWords, isSettled } from './asked.ts';
import { tell } from './tell.ts';

/**
 * Asks a run for things and shows what was asked until the run's own events say that it is so, and
 * then what was done. A refusal is shown with its reason.
 */
export class Commander {
  private readonly run: LiveRun;
  private readonly store: ConsoleStore;
  private readonly operator: string;
  private readonly repaint: () => void;
  private asked: Asked | null = null;

  constructor(run: LiveRun, store: ConsoleStore, operator: string, repaint: () => void) {
    this.run = run;
    this.store = store;
    this.operator = operator;
    this.repaint = repaint;
  }

  /** @param quiet whoever asks says himself why it was refused */
  ask(command: Command, quiet = false): Acknowledgement | Promise<Acknowledgement> {
    const since = this.run.snapshot().notable.count;
    this.asked = { command, id: null, since, effect: null };
    this.store.update({ notice: { kind: 'asked', text: askedWords(this.asked) } });
    const answer = this.run.command(command, { by: this.operator });
    if (!(answer instanceof Promise)) return this.answered(command, answer, quiet);
    return answer.then(
      (acknowledgement) => this.answered(command, acknowledgement, quiet),
      (error: unknown) =>
        this.answered(command, { ok: false, id: 0, reason: messageOf(error) }, quiet),
    );
  }

  togglePause(): void {
    const { phase } = this.run.snapshot();
    if (phase === 'PAUSED' || phase === 'PAUSING') this.ask({ type: 'resume' });
    else this.ask({ type: 'pause', mode: 'soft' });
  }

  /**
   * A tenth of what is set or, where the last change is still asked, of what was asked. Where it
   * adapts to the servers, it is its ceiling that moves.
   */
  changeConcurrency(direction: 1 | -1): void {
    const pending = this.asked?.command;
    const asked = pending?.type === 'concurrency' ? pending.value : null;
    const from = typeof asked === 'number' ? asked : this.run.snapshot().concurrency;
    const value = Math.max(1, from + direction * Math.max(1, Math.round(from / 10)));
    if (value !== from) this.ask({ type: 'concurrency', value });
    else this.tell(`concurrency stays at ${count(from)}`);
  }

  /** Adapts the concurrency to the servers, or holds it where it is. */
  toggleAuto(): void {
    const fixed = typeof this.run.tuning().concurrency === 'number';
    this.ask({ type: 'concurrency', value: fixed ? 'auto' : 'fixed' });
  }

  /** Takes back what was asked where the run shows it, and says what was done. */
  observe(snapshot: RunSnapshot): void {
    if (this.asked === null || !isSettled(this.asked, snapshot)) return;
    const { effect } = this.asked;
    this.asked = null;
    if (this.store.get().notice?.kind !== 'asked') return;
    if (effect === null) this.store.update({ notice: null });
    else this.tell(effect);
  }

  tell(text: string): void {
    tell(this.store, text);
  }

  private answered(command: Command, answer: Acknowledgement, quiet: boolean): Acknowledgement {
    if (this.asked?.command === command) {
      if (answer.ok) this.asked = { ...this.asked, id: answer.id, effect: answer.effect };
      else this.asked = null;
    }
    if (!answer.ok) {
      const text = `${askedWords({ command })} refused: ${answer.reason}`;
      const shown = this.store.get().notice?.kind === 'asked' ? null : this.store.get().notice;
      this.store.update({ notice: quiet ? shown : { kind: 'refused', text } });
    }
    this.repaint();
    return answer;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
