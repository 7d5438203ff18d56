import * as z from 'zod/mini';
import { field, wholeNumber } from './fields.ts';

const limit = (what: string) => field(z.nullable(wholeNumber(1)), `${what}; null is no limit`);

export const limitsSchema = z.strictObject({
  requestsPerMinute: limit('Requests a minute, smoothed, per route'),
  requestsPerHour: limit('Requests in any hour, per route and key, across runs'),
  requestsPerDay: limit('Requests in any 24 hours, per route and key, across runs'),
  tokensPerMinute: limit('Tokens a minute, in and out, smoothed, per route'),
  tokensPerHour: limit('Tokens in any hour, per route and key, across runs'),
  tokensPerDay: limit('Tokens in any 24 hours, per route and key, across runs'),
  burst: limit(
    "Requests that may run ahead of the even pace; null is one second's worth, at least 1",
  ),
});
