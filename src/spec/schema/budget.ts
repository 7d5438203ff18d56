import * as z from 'zod/mini';
import { mostUsd } from '../defaults.ts';
import { field, positiveNumber } from './fields.ts';

/** A cap; null takes away the one of a preset or of a weaker layer. */
export const usdSchema = z.nullable(positiveNumber(mostUsd));

export const budgetSchema = z.strictObject({
  usd: field(usdSchema, 'The most that a run may cost, in US dollars'),
  perDayUsd: field(
    usdSchema,
    'The most that may be spent in a day (UTC) with the same key, over all runs that set it, in US dollars',
  ),
  perAgentUsd: field(usdSchema, 'The most that one agent may cost, in US dollars'),
  perWorkflowUsd: field(
    usdSchema,
    'The most that each workflow may cost, in US dollars, in place of what its own file says',
  ),
});
