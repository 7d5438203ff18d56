import { checkSlots } from '../../check-slots.ts';
import { defaultJudgePrompt, verdictRequest } from '../../judge-prompt.ts';
import type { Path } from '../../place.ts';
import { comparedReader } from '../../prompts/compared-reader.ts';
import type { WorkloadSpec } from '../../schema/spec.ts';
import { UsageError } from '../../usage-error.ts';
import type {
  CompareChecks,
  ComparedItem,
  ComparedVariant,
  CompareJudge,
  CompareWorkload,
} from '../../work/compare-workload.ts';
import type { Layers } from '../layers.ts';
import { readSchema } from '../read-schema.ts';
import { readPrompts } from './read-prompts.ts';
import type { WorkSource } from './work-source.ts';

type CompareSpec = NonNullable<WorkloadSpec['compare']>;
type At = (path: Path) => string;

/** Pairs of variants are judged and tested: their number grows with the square. */
const mostVariants = 12;

/** A comparison, its prompts and schema read. */
export async function resolveCompare(layers: Layers, source: WorkSource): Promise<CompareWorkload> {
  const found = layers.find('workload.compare', (spec) => spec.workload?.compare);
  if (found === null) throw new Error('a workload of a comparison has one');
  const { value: compare, rank } = found;
  const { place } = layers.layers[rank];
  const at: At = (path) => place(['workload', 'compare', ...path]);
  const variants = Object.entries(compare.variants).map(([name, { prompt }]): ComparedVariant => {
    if (prompt !== undefined) checkSlots(prompt, ['prompt'], at(['variants', name, 'prompt']));
    return { name, template: prompt ?? null };
  });
  if (variants.length < 2 || variants.length > mostVariants)
    throw new UsageError(
      `${at(['variants'])}: expected 2 to ${mostVariants} variants to compare, got ${variants.length}`,
    );
  const prompts = { ...found, value: compare.prompts };
  const path = ['workload', 'compare', 'prompts'];
  const { items, name } = await readPrompts(layers, prompts, path, comparedReader(), source);
  const judge = judgeOf(compare, at);
  layers.record('workload.compare', `${name}, ${variants.length} variants`, found.source);
  return {
    kind: 'compare',
    items,
    repeat: layers.pick('workload.repeat', (spec) => spec.workload?.repeat, 1),
    variants,
    judge,
    checks: await checksOf(compare, items, source.specDirectory, at),
    source: name,
  };
}

function judgeOf({ judge }: CompareSpec, at: At): CompareJudge | null {
  if (judge === undefined) return null;
  const { role, prompt = defaultJudgePrompt } = judge;
  checkSlots(prompt, ['a', 'b'], at(['judge', 'prompt']), ['prompt']);
  return { role, prompt: `${prompt}\n\n${verdictRequest}` };
}

async function checksOf(
  { checks = {} }: CompareSpec,
  items: readonly ComparedItem[],
  directory: string,
  at: At,
): Promise<CompareChecks> {
  const anyExpected = items.some(({ expected }) => expected !== undefined);
  if (checks.expected !== undefined && !anyExpected)
    throw new UsageError(
      `${at(['checks', 'expected'])}: no prompt says what it expects; give it as \`expected\` of a prompt, or leave the check out`,
    );
  const schema =
    checks.schema === undefined
      ? null
      : (await readSchema(checks.schema, directory, at(['checks', 'schema']))).schema;
  if (checks.matches !== undefined) checkPattern(checks.matches, at(['checks', 'matches']));
  return {
    expected: anyExpected ? (checks.expected ?? 'text') : null,
    schema,
    contains: checks.contains ?? [],
    matches: checks.matches ?? null,
  };
}

function checkPattern(pattern: string, where: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new UsageError(`${where}: expected a regular expression: ${(error as Error).message}`);
  }
}
