import { type Path, type Place, pathWords, valueAt } from '../place.ts';
import { specSchema } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import { validate } from '../validate.ts';
import type { Layer } from './layers.ts';
import { applySetting, parseSetting } from './set-option.ts';

/** The flags of `run` that say something about the spec, as the command line has them. */
export interface SpecFlags {
  readonly preset?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly agents?: string | number;
  readonly concurrency?: string | number;
  readonly pool?: string | number;
  readonly batch?: string | number;
  readonly prompt?: readonly string[];
  readonly prompts?: string;
  readonly repeat?: string | number;
  readonly content?: string;
  readonly ask?: string | readonly string[];
  readonly voters?: string | number;
  readonly budget?: string | number;
  /** Seconds that a task may take with its retries. */
  readonly timeout?: string | number;
  /** Tries after the first. */
  readonly retries?: string | number;
  /** Requests a minute. */
  readonly rpm?: string | number;
  /** Tokens a minute. */
  readonly tpm?: string | number;
  readonly out?: string;
  readonly name?: string;
  readonly seed?: string | number;
  readonly logLevel?: string;
  readonly canary?: string | number;
  /** `path=value`, above the other flags. */
  readonly set?: readonly string[];
  readonly insecure?: boolean;
}

/** The field of the spec that each flag sets. */
const fields: readonly (readonly [flag: keyof SpecFlags, written: string, path: Path])[] = [
  ['preset', '--preset', ['preset']],
  ['provider', '--provider', ['provider']],
  ['model', '--model', ['model']],
  ['baseUrl', '--base-url', ['baseUrl']],
  ['agents', '--agents', ['agents']],
  ['concurrency', '--concurrency', ['concurrency']],
  ['pool', '--pool', ['pool']],
  ['batch', '--batch', ['batch']],
  ['prompt', '--prompt', ['workload', 'prompts']],
  ['prompts', '--prompts', ['workload', 'prompts']],
  ['repeat', '--repeat', ['workload', 'repeat']],
  ['ask', '--ask', ['workload', 'consensus', 'questions']],
  ['voters', '--voters', ['workload', 'consensus', 'voters']],
  ['content', '--content', ['workload', 'content', 'file']],
  ['budget', '--budget', ['budget', 'usd']],
  ['timeout', '--timeout', ['timeouts', 'taskSeconds']],
  ['retries', '--retries', ['retry', 'retries']],
  ['rpm', '--rpm', ['limits', 'requestsPerMinute']],
  ['tpm', '--tpm', ['limits', 'tokensPerMinute']],
  ['out', '--out', ['out']],
  ['name', '--name', ['name']],
  ['seed', '--seed', ['seed']],
  ['logLevel', '--log-level', ['logLevel']],
  ['canary', '--canary', ['canary']],
];

/** Flags whose values are numbers where they look like one. */
const numeric = new Set<keyof SpecFlags>([
  'agents',
  'concurrency',
  'pool',
  'batch',
  'repeat',
  'voters',
  'budget',
  'timeout',
  'retries',
  'rpm',
  'tpm',
  'seed',
  'canary',
]);

/** @param below the spec file's value, for settings that reach into a list of it */
export async function flagsLayer(flags: SpecFlags, below: unknown): Promise<Layer> {
  if (flags.prompt?.length && flags.prompts !== undefined) {
    throw new UsageError('--prompts: expected either --prompt or --prompts, got both');
  }
  checkAsked(flags, below);
  const value: Record<string, unknown> = {};
  const flagAt = new Map<string, string>();
  for (const [flag, written, path] of fields) {
    const given = flags[flag];
    if (given === undefined || (Array.isArray(given) && given.length === 0)) continue;
    const one = flag === 'ask' && typeof given === 'string' ? [given] : given;
    const setting = { path, value: numeric.has(flag) ? numberOrWord(one) : one };
    applySetting(value, setting, undefined);
    flagAt.set(pathWords(path), written);
  }
  for (const written of flags.set ?? []) {
    const setting = await parseSetting(written);
    applySetting(value, setting, below);
    flagAt.set(pathWords(setting.path), `--set ${pathWords(setting.path)}`);
  }
  const place = flagPlace(flagAt);
  return { source: 'flag', value: validate(specSchema, value, place), place };
}

/** @throws UsageError where a flag about votes has nothing that is voted on, or there is other work too */
function checkAsked(flags: SpecFlags, below: unknown): void {
  const { ask, voters, set = [] } = flags;
  const isAsked = ask !== undefined && ask.length > 0;
  const other = (['prompt', 'prompts', 'content'] as const).find((flag) => flags[flag]?.length);
  if (isAsked && other !== undefined) {
    throw new UsageError(`--ask: expected either --ask or --${other}, got both`);
  }
  const inFile = valueAt(below, ['workload', 'consensus']) !== undefined;
  if (voters === undefined || isAsked || inFile || set.some(setsConsensus)) return;
  throw new UsageError(
    '--voters: there is nothing to vote on; ask with --ask TEXT, or with workload.consensus in a spec',
  );
}

function setsConsensus(setting: string): boolean {
  return setting.trimStart().startsWith('workload.consensus');
}

/** A place in the words of the flag that set it, or that set what it is a part of. */
function flagPlace(flagAt: ReadonlyMap<string, string>): Place {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const flag = flagAt.get(pathWords(path.slice(0, length)));
      if (flag === undefined) continue;
      const inside = pathWords(path.slice(length));
      return inside === '' || inside.startsWith('[') ? flag + inside : `${flag}: ${inside}`;
    }
    return `--set ${pathWords(path)}`;
  };
}

/** `12` as its number, anything else as it is written. */
export function numberOrWord(given: unknown): unknown {
  return typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given.trim()) ? Number(given) : given;
}
