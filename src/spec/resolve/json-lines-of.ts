import type { JsonLines, LinePlace } from '../json-lines.ts';
import type { ExecSpec } from '../schema/exec.ts';

type Written = NonNullable<ExecSpec['jsonl']>;

/** What a spec says of a program's lines, in the form that the built-in profiles have. */
export function jsonLinesOf({
  text,
  final,
  done,
  error,
  stage,
  usage = {},
  cost,
}: Written): JsonLines {
  const { input, output, cacheRead, cacheWrite } = usage;
  return {
    text: places(text),
    final: places(final),
    done: done === undefined ? [] : [done],
    error: places(error),
    stage: places(stage),
    usage: {
      input: places(input),
      cacheRead: places(cacheRead),
      cacheWrite: places(cacheWrite),
      output: places(output),
    },
    cost: places(cost),
  };
}

function places(written: Written['text']): LinePlace[] {
  if (written === undefined) return [];
  return [typeof written === 'string' ? { at: written } : written];
}
