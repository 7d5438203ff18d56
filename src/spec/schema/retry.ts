import * as z from 'zod/mini';
import { defaultRetry } from '../defaults.ts';
import { retriedClasses } from '../failure-classes.ts';
import { field, numberFrom, oneOf, wholeNumber } from './fields.ts';

export const retrySchema = z.strictObject({
  retries: field(wholeNumber(0, 100), 'Tries after the first', { default: defaultRetry.retries }),
  strategy: field(
    oneOf(['exponential', 'linear', 'fixed', 'none']),
    'How the wait grows from try to try; none never tries again',
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
  perClass: field(
    z.partialRecord(oneOf(retriedClasses), wholeNumber(0, 100)),
    'Tries after the first by the class of the failure, at most: { timeout: 1 }; a class that would fail for good is tried again so often',
  ),
  share: field(
    z.nullable(numberFrom(0, 1)),
    'Retries, at most, as a share of all calls of the run, 0 to 1, though 20 or one for each agent may always be made; null is no such budget',
    { default: defaultRetry.share },
  ),
  poisonAfter: field(
    z.nullable(wholeNumber(2, 100)),
    'Failures in the same way, one after the other, that make a task poison; null never does',
    { default: defaultRetry.poisonAfter },
  ),
});
