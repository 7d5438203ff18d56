import type * as z from 'zod/mini';
import type { Path } from './place.ts';

/** What is read of a schema's definition; zod documents `_zod.def` as stable for such walks. */
interface Definition {
  readonly type: string;
  readonly shape?: Record<string, z.ZodMiniType>;
  readonly innerType?: z.ZodMiniType;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
}

/** The fields that the mapping at the end of `path` may have: what a near miss is looked for in. */
export function knownFields(schema: z.ZodMiniType, path: Path): string[] {
  const { type, shape, innerType, element, valueType, options } = schema._zod
    .def as unknown as Definition;
  if (innerType) return knownFields(innerType, path);
  if (options) return options.flatMap((option) => knownFields(option, path));
  if (path.length === 0) return Object.keys(shape ?? {});
  const inside =
    type === 'object' ? shape?.[path[0]] : type === 'array' ? element : (valueType ?? undefined);
  return inside ? knownFields(inside, path.slice(1)) : [];
}
