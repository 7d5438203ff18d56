import * as z from 'zod/mini';
import { field, positiveNumber, yesOrNo } from './fields.ts';

/** Whether, and how old, answers of earlier runs are taken for identical calls. */
export const cacheSchema = z.union([
  yesOrNo,
  z.strictObject(
    {
      use: field(
        yesOrNo,
        'Take answers of earlier runs, and keep those of this one for later ones',
      ),
      maxAgeDays: field(positiveNumber(36_500), 'Days after which an answer is taken no more'),
    },
    { error: '{ use, maxAgeDays }' },
  ),
]);
