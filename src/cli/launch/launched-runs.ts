import type { HistoryDesk } from '../../../components/history-desk.ts';
import { compilePlan } from '../../plan/compile-plan.ts';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { ConsoleSessions } from '../console-sessions.ts';
import { historyDesk } from '../history-desk.ts';
import { Session } from '../session.ts';

/**
 * All that runs a run under a console that is open already, and looks at those of before; loaded
 * once the first screen is up.
 */
export class LaunchedRuns {
  readonly sessions: ConsoleSessions;
  readonly history: HistoryDesk;

  /**
   * @param close closes the console
   * @param onStart called as a run starts
   */
  constructor(close: () => void, onStart: () => void) {
    this.sessions = new ConsoleSessions(close, onStart);
    this.history = historyDesk(this.sessions);
  }

  /** @param canary tasks after which it waits for a word; null is what the spec says */
  async begin(spec: ResolvedSpec, canary: number | null, environment: Environment) {
    const session = await Session.open({
      spec: { ...spec, canary: canary ?? spec.canary },
      plan: compilePlan(spec),
      environment,
      interactive: true,
    });
    return this.sessions.start(session);
  }
}
