import * as z from 'zod/mini';
import { defaultRetry } from '../defaults.ts';
import { field, numberFrom, oneOf, wholeNumber } from './fields.ts';

export const retrySchema = z.strictObject({
  retries: field(wholeNumber(0, 100), 'Tries after the first', { default: defaultRetry.retries }),
  strategy: field(
    oneOf(['exponential', 'linear', 'fixed', 'none']),
    'How the wait grows from try to try; none retries at once',
    { default: defaultRetry.strategy },
  ),
  factor: field(numberFrom(1, 10), 'What an exponential wait is multiplied by each time', {
    default: defaultRetry.factor,
  }),
  jitter: field(oneOf(['decorrelated', 'full', 'none']), 'How chance spreads the waits', {
    default: defaultRetry.jitter,
  }),
  baseMs: field(wholeNumber(0, 3_600_000), 'The first wait, in milliseconds', {
    default: defaultRetry.baseMs,
  }),
  maxMs: field(wholeNumber(0, 3_600_000), 'The longest wait, in milliseconds', {
    default: defaultRetry.maxMs,
  }),
});
