import * as z from 'zod/mini';
import { defaultBreaker } from '../defaults.ts';
import { field, numberFrom, positiveNumber, wholeNumber } from './fields.ts';

/** Opens when the last `failures` calls, and `share` of the last `window` (or of all so far), failed. */
export const breakerSchema = z.strictObject({
  failures: field(wholeNumber(1, 10_000), 'Calls in a row that must have failed', {
    default: defaultBreaker.failures,
  }),
  share: field(numberFrom(0, 1), 'Share of the window that must have failed, 0 to 1', {
    default: defaultBreaker.share,
  }),
  window: field(wholeNumber(1, 100_000), 'Calls that the share is taken of', {
    default: defaultBreaker.window,
  }),
  recoverySeconds: field(
    positiveNumber(86_400),
    'Seconds until an open breaker lets one call try',
    {
      default: defaultBreaker.recoverySeconds,
    },
  ),
});
