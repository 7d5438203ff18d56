import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import type { AlertName, RunEvent } from '../../state/events.ts';
import { alertNotice, type NoticeRun } from './alert-notice.ts';
import { isAddress } from './notify-target.ts';
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
  private readonly target: string;
  private readonly proxy: string | null;
  private readonly run: NoticeRun;
  private readonly onFailure: (message: string) => void;
  private readonly standing = new Map<AlertName, string>();
  private readonly end = new AbortController();
  private last: Promise<void> = Promise.resolve();
  private failed = false;

  /**
   * @param target an http(s) address that is posted to; anything else is a command
   * @param onFailure told in one sentence of the first failure
   * @param environment which proxy an address is reached through
   */
  constructor(
    target: string,
    run: NoticeRun,
    onFailure: (message: string) => void,
    environment: Environment = {},
  ) {
    this.target = target;
    this.proxy = isAddress(target) ? proxyFor(target, environment) : null;
    this.run = run;
    this.onFailure = onFailure;
  }

  event(event: RunEvent): void {
    if (event.type !== 'alert.raised' && event.type !== 'alert.cleared') return;
    if (event.type === 'alert.raised') this.standing.set(event.alert, event.message);
    const notice = alertNotice(event, this.standing.get(event.alert) ?? event.alert, this.run);
    const pass = (limit: AbortSignal) =>
      isAddress(this.target)
        ? postNotice(this.target, notice, limit, this.proxy)
        : runNotice(this.target, notice, limit);
    this.last = this.last
      .then(() => pass(this.limit()))
      .catch((error: Error) => this.fail(error.message));
  }

  /** Resolves when every notice has been passed on; those that are not in time are cut. */
  async settled(withinMs = mostMsAtEnd): Promise<void> {
    const timer = setTimeout(() => this.end.abort(), withinMs);
    await this.last;
    clearTimeout(timer);
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.end.signal, AbortSignal.timeout(mostMs)]);
  }

  private fail(message: string): void {
    if (this.failed) return;
    this.failed = true;
    this.onFailure(`alerts cannot be passed on: ${message}`);
  }
}
