import type { Writable } from 'node:stream';
import type { RunSnapshot } from '../../state/snapshot.ts';
import { count, duration } from '../format.ts';
import { sanitized } from '../sanitized.ts';
import { atOnceWords } from './bench-words.ts';
import type { Measured } from './measured.ts';

/**
 * How far the benchmark is: a line for each run, and on a terminal that moves its cursor one that is
 * written anew every second while it lasts.
 */
export class BenchProgress {
  private readonly out: Writable;
  private readonly runs: number;
  private readonly redraws: boolean;
  private run = 0;

  /** @param runs how many there will be */
  constructor(out: Writable & { readonly isTTY?: boolean }, runs: number) {
    this.out = out;
    this.runs = runs;
    this.redraws = out.isTTY === true && process.env.TERM !== 'dumb';
  }

  line(text: string): void {
    this.out.write(`${this.redraws ? '\r\x1b[K' : ''}${sanitized(text)}\n`);
  }

  sample(name: string, { t, tasks, inFlight }: RunSnapshot): void {
    if (!this.redraws) return;
    const done = `${count(tasks.ended)}/${count(tasks.total)}`;
    const words = `${name}: ${done} done, ${count(inFlight)} in flight, ${duration(t)}`;
    // One row: what wraps could not be written over.
    this.out.write(`\r\x1b[K${sanitized(this.numbered(this.run + 1, words)).slice(0, 79)}`);
  }

  /** Takes away what was drawn last. */
  clear(): void {
    if (this.redraws) this.out.write('\r\x1b[K');
  }

  ended(run: Measured): void {
    const { questions, done, durationMs, callsPerSecond, failed, throttled } = run;
    const ill = [
      ...(failed > 0 ? [`${count(failed)} failed`] : []),
      ...(throttled > 0 ? [`${count(throttled)} throttled`] : []),
      ...(run.complete ? [] : [`not ended: ${run.outcome.reason ?? run.outcome.phase}`]),
    ];
    const figures = `${count(done)}/${count(questions)} done in ${duration(durationMs)}`;
    const words = [figures, `${callsPerSecond.toFixed(2)} calls/s`, ...ill].join(', ');
    this.run++;
    this.line(this.numbered(this.run, `${atOnceWords(run)}: ${words}`));
  }

  private numbered(run: number, words: string): string {
    return `${run}/${this.runs}  ${words}`;
  }
}
