import * as z from 'zod/mini';
import { field, numberFrom, positiveNumber, text } from './fields.ts';

export const alertsSchema = z.strictObject({
  budgetShare: field(numberFrom(0, 1), 'Share of the budget that is spent, 0 to 1'),
  failureRate: field(numberFrom(0, 1), 'Share of the tasks that fail, 0 to 1'),
  latencyFactor: field(positiveNumber(), 'Latency, as a multiple of what it was'),
  breakerOpenSeconds: field(positiveNumber(), 'Seconds that a breaker stays open'),
  stallSeconds: field(positiveNumber(), 'Seconds in which nothing finishes'),
  notify: field(
    z.nullable(text('an address or a command')),
    'Who is told; null is the screen alone',
  ),
});
