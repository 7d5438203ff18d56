import type { RunState } from '../state/run-state.ts';
import type { Asker } from './commands/command.ts';
import type { RunOutcome } from './engine-config.ts';
import type { EventLog } from './event-log.ts';

export interface StopParts {
  readonly log: EventLog;
  readonly state: RunState;
  /** Cuts every call under way; says how many. */
  cutAll(reason: string): number;
  /** Programs that run for calls. */
  processes(): number;
  /** Closes every socket, and ends every program; resolves with their number when the last is closed. */
  closeSockets(): Promise<number>;
  finish(outcome: RunOutcome): Promise<void>;
  /** Whether the run has ended, or is about to. */
  isOver(): boolean;
}

/** Exit codes by who asks; the console and a first SIGINT are the operator. */
const exitCodes: Record<string, number> = { SIGTERM: 143, SIGPIPE: 141, SIGHUP: 129 };

/**
 * Asked, acknowledged, last socket closed: a stop in the steps that are then shown, each with its
 * time, and with what was still counted after it was asked for.
 */
export class StopProtocol {
  private readonly parts: StopParts;
  private mode: 'drain' | 'now' | null = null;
  private by = '';
  private askedT = 0;
  private acknowledgedT = 0;
  private tokensAtAsk = 0;
  private uncertainAtAsk = 0;
  private spentAtAsk = 0;
  private uncertainNanoAtAsk = 0;
  private callsCut = 0;
  private limit: NodeJS.Timeout | null = null;
  private cutting = false;
  private closing = false;

  constructor(parts: StopParts) {
    this.parts = parts;
  }

  get begun(): boolean {
    return this.mode !== null;
  }

  /** Asked for again with `now` while draining, its proof counts from that second asking. */
  begin(stop: { mode: 'drain' | 'now'; withinMs?: number }, asker: Asker, askedT: number): void {
    const { log, state } = this.parts;
    this.askedT = askedT;
    this.tokensAtAsk = state.totals.outputTokens;
    this.uncertainAtAsk = state.totals.uncertainCalls;
    this.spentAtAsk = state.totals.costNanoUsd;
    this.uncertainNanoAtAsk = state.totals.uncertainNanoUsd;
    this.mode = stop.mode;
    this.by = asker.by;
    const phase = stop.mode === 'now' ? 'STOPPING' : 'DRAINING';
    log.emit({ type: 'run.phase', phase, reason: asker.why ?? `stopped by ${asker.by}` });
    this.acknowledgedT = log.t();
    if (stop.mode === 'now') return this.cut('stopped');
    if (stop.withinMs !== undefined)
      this.limit = setTimeout(() => this.cut('the drain has taken too long'), stop.withinMs);
    this.callEnded();
  }

  /** To be called whenever a call has ended: a drain is over with the last of them. */
  callEnded(): void {
    if (this.mode === null || this.cutting || this.parts.state.busy > 0) return;
    void this.close();
  }

  private cut(reason: string): void {
    this.cutting = true;
    this.callsCut = this.parts.cutAll(reason);
    void this.close();
  }

  private async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    if (this.limit !== null) clearTimeout(this.limit);
    const processesEnded = this.parts.processes();
    const socketsClosed = await this.parts.closeSockets();
    // Meanwhile it can have ended for another reason, a full disk: its log takes nothing more.
    if (this.parts.isOver()) return;
    const { log, state } = this.parts;
    log.emit({
      type: 'stop.proven',
      mode: this.mode ?? 'now',
      askedT: this.askedT,
      acknowledgedT: this.acknowledgedT,
      closedT: log.t(),
      socketsClosed,
      ...(processesEnded > 0 && { processesEnded }),
      callsCut: this.callsCut,
      tokensAfter: state.totals.outputTokens - this.tokensAtAsk,
      spentAfterNanoUsd: state.totals.costNanoUsd - this.spentAtAsk,
      uncertainCalls: state.totals.uncertainCalls - this.uncertainAtAsk,
      uncertainNanoUsd:
        state.totals.unboundedCalls > 0
          ? null
          : state.totals.uncertainNanoUsd - this.uncertainNanoAtAsk,
    });
    const exitCode = exitCodes[this.by] ?? 130;
    await this.parts.finish({ phase: 'STOPPED', exitCode, reason: `stopped by ${this.by}` });
  }
}
