import * as z from 'zod/mini';
import { required, wholeNumber } from './fields.ts';

const mostInFlight = 100_000;

/** A range that the number of calls in flight adapts inside. */
export const concurrencyRangeSchema = z.strictObject(
  {
    min: required(wholeNumber(1, mostInFlight), 'The fewest calls in flight'),
    max: required(wholeNumber(1, mostInFlight), 'The most calls in flight'),
  },
  { error: '{ min, max }' },
);

export const concurrencySchema = z.union([
  wholeNumber(1, mostInFlight),
  z.literal('auto'),
  concurrencyRangeSchema,
]);
