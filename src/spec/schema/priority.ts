import * as z from 'zod/mini';
import { priorityWords } from '../priority.ts';
import { oneOf, wholeNumber } from './fields.ts';

/** critical 300, high 200, normal 100, low 0, or a number of one's own. */
export const prioritySchema = z.union([oneOf(priorityWords), wholeNumber(-1000, 1000)]);
