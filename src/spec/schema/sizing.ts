import * as z from 'zod/mini';
import { field, oneOf, positiveNumber } from './fields.ts';

export const sizingSchema = z.strictObject({
  kind: field(
    oneOf(['cpu', 'api', 'mixed']),
    'What the work waits for: cpu 1 agent a core, api 2 to 4, mixed 2',
    { default: 'api' },
  ),
  perCore: field(positiveNumber(4), 'Agents a core; for api from 2 to 4'),
});
