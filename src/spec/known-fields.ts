import type * as z from 'zod/mini';
import type { Path } from './place.ts';

/** What is read of a schema's definition; zod documents `_zod.def` as stable for such walks. */
interface Definition {
  readonly type: string;
  readonly shape?: Record<string, z.ZodMiniType>;
  readonly innerType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly keyType?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly options?: readonly z.ZodMiniType[];
}

/** The fields that the mapping at the end of `path` may have: what a near miss is looked for in. */
export function knownFields(schema: z.ZodMiniType, path: Path): string[] {
  const { type, shape, innerType, element, keyType, valueType, entries, options } = schema._zod
    .def as unknown as Definition;
  if (innerType) return knownFields(innerType, path);
  if (options) return options.flatMap((option) => knownFields(option, path));
  // A mapping may be of a few names alone.
  if (path.length === 0 && keyType) return knownFields(keyType, path);
  if (path.length === 0) return Object.keys(shape ?? entries ?? {});
  const inside =
    type === 'object' ? shape?.[path[0]] : type === 'array' ? element : (valueType ?? undefined);
  return inside ? knownFields(inside, path.slice(1)) : [];
}
