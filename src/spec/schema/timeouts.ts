import * as z from 'zod/mini';
import { defaultTimeouts } from '../defaults.ts';
import { field, positiveNumber } from './fields.ts';

const seconds = (what: string, value: number | null) =>
  field(z.nullable(positiveNumber(604_800)), `${what}, in seconds; null is no limit`, {
    default: value,
  });

export const timeoutsSchema = z.strictObject({
  connectSeconds: seconds('To open a connection', defaultTimeouts.connectSeconds),
  firstTokenSeconds: seconds(
    'From the request to the first token',
    defaultTimeouts.firstTokenSeconds,
  ),
  idleSeconds: seconds('Between two tokens', defaultTimeouts.idleSeconds),
  totalSeconds: seconds('A whole call', defaultTimeouts.totalSeconds),
  taskSeconds: seconds('A task with its retries', defaultTimeouts.taskSeconds),
});
