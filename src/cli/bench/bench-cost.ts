import { createInterface } from 'node:readline';
import { moneyWords } from '../../cost/money-words.ts';
import { compilePlan } from '../../plan/compile-plan.ts';
import { mapSpan, noSpan, type Span } from '../../plan/estimate.ts';
import { isSimulated } from '../../spec/is-simulated.ts';
import { callsNothing } from '../../spec/providers.ts';
import { UsageError } from '../../spec/usage-error.ts';
import { isCapped } from '../../state/budget-caps.ts';
import { plural } from '../format.ts';
import { capsOf, needPrices, pricesOf } from '../session-money.ts';
import type { BenchPlan } from './bench-plan.ts';

export interface BenchCost {
  /** Calls, if every one succeeds at its first try. */
  readonly calls: number;
  /** Nobody can be billed for them. */
  readonly free: boolean;
  /** Null where a price is unknown. */
  readonly nanoUsd: Span | null;
}

/**
 * What the calls of a benchmark may cost. Nothing is counted where they go to the simulator alone.
 *
 * @throws UsageError where there is a budget and a price is unknown
 */
export async function benchCost({ steps, questions, sequential }: BenchPlan): Promise<BenchCost> {
  const asked = questions.items.length;
  // One of them is the warm-up's.
  const calls = asked * steps.length + 1;
  const { spec } = sequential;
  const nothing = spec.routes.every(({ provider }) => callsNothing(provider));
  if (nothing || isSimulated(spec.routes)) return { calls, free: true, nanoUsd: noSpan };
  const prices = await pricesOf(spec);
  needPrices(spec, isCapped(capsOf(spec)), prices);
  const { estimatePlan } = await import('../../plan/estimate-plan.ts');
  const { costNanoUsd } = await estimatePlan(compilePlan(spec), spec, prices);
  if (costNanoUsd === null) return { calls, free: false, nanoUsd: null };
  const nanoUsd = mapSpan(costNanoUsd, (cost) => (cost / asked) * calls);
  return { calls, free: nanoUsd.high === 0, nanoUsd };
}

/** `225 calls, about $0.12 ($0.03 to $0.60), and never more than the budget of $0.50`. */
export function costWords({ calls, free, nanoUsd }: BenchCost, budgetUsd: number | null): string {
  const made = plural(calls, 'call');
  const cap =
    budgetUsd === null ? '' : `, and never more than the budget of ${moneyWords(budgetUsd * 1e9)}`;
  if (free) return `${made} that cost nothing`;
  if (nanoUsd === null) return `${made} at a price that is unknown`;
  const { low, expected, high } = nanoUsd;
  const [least, likely, most] = [low, expected, high].map(moneyWords);
  return `${made}, about ${likely} (${least} to ${most})${cap}`;
}

/**
 * Whether the operator agrees to what the calls cost.
 *
 * @throws UsageError where there is nobody to ask
 */
export async function agreed(words: string, yes: boolean, stopped: AbortSignal): Promise<boolean> {
  if (yes) return true;
  if (!canAsk())
    throw new UsageError(
      `bench: this would make ${words}; --yes says that it may, --questions and --levels make it fewer`,
    );
  const answer = await asked(`This makes ${words}. Go on? [y/N] `, stopped);
  return /^y(es)?$/i.test(answer ?? '');
}

/** Somebody is there who reads questions and types answers. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** One line of the terminal; null where it was stopped, or nothing is typed any more. */
export function asked(question: string, stopped: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const answer = (line: string | null) => {
      resolve(line?.trim() ?? null);
      lines.close();
    };
    // A terminal whose lines readline edits gives Ctrl-C to it, and no signal.
    lines.on('SIGINT', () => {
      process.stderr.write('\n');
      answer(null);
    });
    lines.on('close', () => resolve(null));
    stopped.addEventListener('abort', () => answer(null), { once: true });
    lines.question(question, answer);
  });
}
