import type { RunSnapshot } from '../../src/state/snapshot.ts';
import { agentName } from '../panes/agent-name.ts';
import { count, money, percent, plural, wholeSeconds } from '../parts/format.ts';
import { isOver } from '../parts/phase-look.ts';

/** What an operator who looks elsewhere is to be told. */
export interface Message {
  readonly title: string;
  readonly body: string;
}

/** Names the matter of tools that ask. */
const asks = 'asks';

/** The exit codes of a run that the operator, or a signal, has ended. */
const endedByHand: ReadonlySet<number | null> = new Set([130, 143]);

/** Finds in a run, as it goes on, what its operator is to be told of: its end, alerts, questions. */
export class Attention {
  private readonly afterMs: number;
  private run: string | null = null;
  private readonly told = new Set<string>();

  /** @param afterMs a run that has not taken so long tells of a failure alone */
  constructor(afterMs: number) {
    this.afterMs = afterMs;
  }

  /** What has become so since the last look. */
  look(snapshot: RunSnapshot): readonly Message[] {
    const { runId } = snapshot.info;
    if (this.run !== runId) this.told.clear();
    this.run = runId;
    // Told once for all that ask, and again where some do after nobody had.
    if (snapshot.asked.length === 0) this.told.delete(asks);
    const now = whatIsSo(snapshot);
    const news = now.filter(({ key }) => !this.told.has(key));
    for (const { key } of news) this.told.add(key);
    const short = snapshot.t < this.afterMs;
    return news.filter(({ urgent }) => urgent || !short).map(({ message }) => message);
  }
}

interface Matter {
  /** The same for the same matter. */
  readonly key: string;
  /** Told of a short run too. */
  readonly urgent: boolean;
  readonly message: Message;
}

function whatIsSo(snapshot: RunSnapshot): Matter[] {
  const { info, alerts, phase, phaseReason, exitCode } = snapshot;
  const matters = alerts.map(({ alert, message, sinceT }) => ({
    key: `${alert} ${sinceT}`,
    urgent: true,
    message: { title: `${info.name}: ${alert}`, body: message },
  }));
  if (isOver(phase) && !endedByHand.has(exitCode))
    matters.push({
      key: 'end',
      urgent: exitCode !== 0,
      message: { title: `${info.name}: ${phase.toLowerCase()}`, body: endWords(snapshot) },
    });
  const [first, ...others] = snapshot.asked;
  if (first !== undefined && !isOver(phase)) {
    const more = others.length === 0 ? '' : ` · and ${plural(others.length, 'other call')}`;
    const body = `${agentName(snapshot, first.agent)} asks whether ${first.tool} may run${more}`;
    matters.push({
      key: asks,
      urgent: true,
      message: { title: `${info.name}: a tool asks`, body },
    });
  }
  // A pause that nobody asked for is a question.
  if (phase === 'PAUSED' && !phaseReason?.startsWith('paused by'))
    matters.push({
      key: `paused ${phaseReason}`,
      urgent: false,
      message: { title: `${info.name}: paused`, body: phaseReason ?? 'it waits for a word' },
    });
  return matters;
}

/** `2,000 of 2,000 tasks · 3 failed · 99.8 % ok · $4.18 · 1m42s` */
function endWords({ tasks, successShare, totals, t }: RunSnapshot): string {
  const words = [`${count(tasks.ended)} of ${plural(tasks.total, 'task')}`];
  if (tasks.failed > 0) words.push(`${count(tasks.failed)} failed`);
  words.push(`${percent(successShare, 1)} % ok`);
  if (totals.costNanoUsd > 0) words.push(money(totals.costNanoUsd));
  words.push(wholeSeconds(t));
  return words.join(' · ');
}
