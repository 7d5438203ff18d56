import * as z from 'zod/mini';
import { pathWords } from '../../spec/place.ts';
import { budgetSchema } from '../../spec/schema/budget.ts';
import { positiveNumber, required, wholeNumber } from '../../spec/schema/fields.ts';
import { specSchema } from '../../spec/schema/spec.ts';

const { shape } = specSchema;
const agents = wholeNumber(1);

/** What of a spec can change while its run lives; the very schemas that a spec is checked by. */
export const liveSchema = z.strictObject({
  agents: z.optional(z.union([agents, z.record(z.string(), agents)])),
  shares: z.optional(z.record(z.string(), positiveNumber())),
  concurrency: shape.concurrency,
  pool: shape.pool,
  maxConnections: shape.maxConnections,
  batch: shape.batch,
  limits: shape.limits,
  retry: shape.retry,
  breaker: shape.breaker,
  timeouts: shape.timeouts,
  budget: z.optional(required(budgetSchema, 'What the run may cost')),
});

/** Fields of a spec that a live run keeps as it began. */
export const fixedFields: readonly string[] = Object.keys(shape).filter(
  (field) => !(field in liveSchema.shape),
);

interface Definition {
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly keyType?: z.ZodMiniType;
}

/** Every single field that can be set, by its path, with the words it takes where it is one of a few. */
export function liveFields(): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>();
  const walk = (schema: z.ZodMiniType, path: readonly string[]): void => {
    const inner = unwrapped(schema);
    const { shape: parts, entries, keyType } = inner._zod.def as unknown as Definition;
    const keys = keyType === undefined ? [] : wordsOf(keyType);
    for (const key of keys) fields.set(pathWords([...path, key]), []);
    if (parts === undefined && keys.length === 0)
      fields.set(pathWords(path), Object.values(entries ?? {}));
    for (const [name, part] of Object.entries(parts ?? {})) walk(part, [...path, name]);
  };
  walk(liveSchema, []);
  return fields;
}

/** Retries by the class of a failure: each class is a field. */
function wordsOf(schema: z.ZodMiniType): string[] {
  return Object.values((schema._zod.def as unknown as Definition).entries ?? {});
}

function unwrapped(schema: z.ZodMiniType): z.ZodMiniType {
  const { innerType } = schema._zod.def as unknown as Definition;
  return innerType === undefined ? schema : unwrapped(innerType);
}
