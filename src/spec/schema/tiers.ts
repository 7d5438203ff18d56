import * as z from 'zod/mini';
import { modelTiers } from '../model-tiers.ts';
import { field, oneOf, text } from './fields.ts';

const model = text('the name of a model');

/** What a role or a fallback says in place of a model. */
export const tierSchema = oneOf(modelTiers);

/** The model of each tier. */
export const tiersSchema = z.strictObject({
  complex: field(model, 'Model of what is hard'),
  balanced: field(model, 'Model of most of the work'),
  simple: field(model, 'Model of what is easy'),
});
