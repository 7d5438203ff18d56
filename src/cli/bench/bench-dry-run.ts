import { plural } from '../format.ts';
import { sanitizedLines } from '../sanitized.ts';
import type { BenchPlan } from './bench-plan.ts';
import { atOnceWords } from './bench-words.ts';

/** What a benchmark would run and what that may cost. Calls nothing. */
export function benchDryRun({ steps, questions, sequential }: BenchPlan, cost: string): string {
  const routes = sequential.spec.routes.map(({ name }) => name).join(', ');
  const runs = steps.map(atOnceWords).join(', ');
  const lines = [
    `bench  ${routes}, preset ${sequential.spec.preset}`,
    `  ${questions.source}`,
    `  a warm-up of one question, then ${plural(steps.length, 'run')}: ${runs}`,
    `  ${cost}`,
    'Nothing was called. Run it without --dry-run.',
  ];
  return sanitizedLines(`${lines.join('\n')}\n`);
}
