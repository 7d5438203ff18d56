import type { AlertName, RunEvent } from '../../state/events.ts';
import { type AlertNotice, alertNotice, type NoticeRun } from './alert-notice.ts';
import type { NotifyTarget } from './notify-target.ts';
import { postNotice } from './post-notice.ts';
import { runNotice } from './run-notice.ts';

const mostMs = 10_000;
/** How long the end of a run waits for notices that are under way. */
const mostMsAtEnd = 5_000;

/**
 * Passes alerts on to an address or a command, one after the other and beside the run, which never
 * waits for it. A failure is told once.
 */
export class AlertNotifier {
  private readonly target: NotifyTarget;
  private readonly run: NoticeRun;
  private readonly onFailure: (message: string) => void;
  private readonly standing = new Map<AlertName, string>();
  private readonly end = new AbortController();
  private last: Promise<void> = Promise.resolve();
  private failed = false;

  /** @param onFailure told in one sentence of the first failure */
  constructor(target: NotifyTarget, run: NoticeRun, onFailure: (message: string) => void) {
    this.target = target;
    this.run = run;
    this.onFailure = onFailure;
  }

  event(event: RunEvent): void {
    if (event.type !== 'alert.raised' && event.type !== 'alert.cleared') return;
    if (event.type === 'alert.raised') this.standing.set(event.alert, event.message);
    const notice = alertNotice(event, this.standing.get(event.alert) ?? event.alert, this.run);
    this.last = this.last
      .then(() => this.pass(notice))
      .catch((error: Error) => this.fail(error.message));
  }

  /** Resolves when every notice has been passed on; those that are not in time are cut. */
  async settled(withinMs = mostMsAtEnd): Promise<void> {
    const timer = setTimeout(() => this.end.abort(), withinMs);
    await this.last;
    clearTimeout(timer);
  }

  private pass(notice: AlertNotice): Promise<void> {
    const { target } = this;
    const signal = AbortSignal.any([this.end.signal, AbortSignal.timeout(mostMs)]);
    if ('command' in target) return runNotice(target.command, notice, signal);
    return postNotice(target, notice, { signal, withinMs: mostMs });
  }

  private fail(message: string): void {
    if (this.failed) return;
    this.failed = true;
    this.onFailure(`alerts cannot be passed on: ${message}`);
  }
}
