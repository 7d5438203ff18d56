import * as z from 'zod/mini';
import { issueSentence } from './issue-sentence.ts';
import { specSchema } from './schema/spec.ts';

/** What the schema knows of one field of a spec: all that a form needs to ask for it. */
export interface FieldFacts {
  /** What its value must fit. */
  readonly schema: z.ZodMiniType;
  /** What it means, with its unit. */
  readonly description: string;
  /** What fits, in the words of a refusal: `a whole number from 0 to 100`. */
  readonly expected: string;
  /** Null may be said: it takes a limit away. */
  readonly nullable: boolean;
  /** The words that it takes, where it takes any. */
  readonly words: readonly string[];
  readonly kind: 'number' | 'text' | 'words' | 'yes-no' | 'mapping';
}

/** What is read of a schema's definition; zod documents `_zod.def` as stable for such walks. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly options?: readonly z.ZodMiniType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

const known = new Map<string, FieldFacts | null>();

/** The facts of the field at a path (`retry.baseMs`); null where a spec has no such field. */
export function fieldFacts(path: string): FieldFacts | null {
  let facts = known.get(path);
  if (facts === undefined) {
    const schema = schemaAt(specSchema, path.split('.'));
    facts = schema === null ? null : factsOf(schema);
    known.set(path, facts);
  }
  return facts;
}

function schemaAt(root: z.ZodMiniType, steps: readonly string[]): z.ZodMiniType | null {
  let schema = root;
  for (const step of steps) {
    const inside = definition(bare(schema)).shape?.[step];
    if (inside === undefined) return null;
    schema = inside;
  }
  return schema;
}

function factsOf(field: z.ZodMiniType): FieldFacts {
  const { type, innerType } = definition(field);
  const schema = type === 'optional' && innerType !== undefined ? innerType : field;
  return {
    schema,
    description: z.globalRegistry.get(field)?.description ?? '',
    expected: expectedBy(schema),
    nullable: z.safeParse(schema, null).success,
    words: wordsOf(schema),
    kind: kindOf(schema),
  };
}

/** What a refusal says was expected: nothing fits a symbol. */
function expectedBy(schema: z.ZodMiniType): string {
  const refused = z.safeParse(schema, Symbol('nothing'));
  if (refused.success) return '';
  const sentence = issueSentence(refused.error.issues, schema, undefined, () => '');
  return sentence.replace(/^.*?expected /, '').replace(/, got nothing$/, '');
}

function wordsOf(schema: z.ZodMiniType): string[] {
  const { type, options, entries, values } = definition(bare(schema));
  if (type === 'union') return (options ?? []).flatMap(wordsOf);
  if (type === 'literal') return (values ?? []).map(String);
  return Object.values(entries ?? {});
}

function kindOf(schema: z.ZodMiniType): FieldFacts['kind'] {
  const { type, options } = definition(bare(schema));
  switch (type) {
    case 'union':
      return kindOf((options as readonly z.ZodMiniType[])[0]);
    case 'enum':
      return 'words';
    case 'boolean':
      return 'yes-no';
    case 'record':
    case 'object':
      return 'mapping';
    default:
      return type === 'string' ? 'text' : 'number';
  }
}

function bare(schema: z.ZodMiniType): z.ZodMiniType {
  const { type, innerType } = definition(schema);
  return innerType !== undefined && (type === 'optional' || type === 'nullable')
    ? bare(innerType)
    : schema;
}

function definition(schema: z.ZodMiniType): Definition {
  return schema._zod.def as unknown as Definition;
}
