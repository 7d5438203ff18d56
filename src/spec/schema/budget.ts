import * as z from 'zod/mini';
import { field, positiveNumber } from './fields.ts';

export const budgetSchema = z.strictObject({
  usd: field(z.nullable(positiveNumber()), 'The most that a run may cost, in US dollars'),
  perAgentUsd: field(
    z.nullable(positiveNumber()),
    'The most that one agent may cost, in US dollars',
  ),
});
