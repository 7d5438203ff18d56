import * as z from 'zod/mini';
import { field, numberFrom, text, wholeNumber } from './fields.ts';

/** What of chance and choice is asked for; what is left out is the service's own. */
export const samplingSchema = z.strictObject({
  temperature: field(
    numberFrom(0, 2),
    'How much chance there is in an answer; some models take none',
  ),
  topP: field(numberFrom(0, 1), 'Share of the likeliest tokens that are chosen from'),
  seed: field(
    wholeNumber(0, 2 ** 31 - 1),
    'What the chance of the service starts from, where it knows that',
  ),
  stop: field(z.array(text()), 'Texts before which an answer ends'),
});
