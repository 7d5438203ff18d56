import { resolve } from 'node:path';
import { defaultMaxOutputBytes } from '../defaults.ts';
import type { Environment } from '../environment.ts';
import { looksSecret } from '../preset-secrets.ts';
import type { ExecPolicy } from '../resolved.ts';
import type { ExecSpec } from '../schema/exec.ts';
import { splitWords } from '../split-words.ts';
import { UsageError } from '../usage-error.ts';
import type { ExecSaid } from './exec-said.ts';
import { jsonLinesOf } from './json-lines-of.ts';

/** What a program's own words are read with. */
export interface ExecSurroundings {
  readonly environment: Environment;
  /** What a directory in the spec file starts from. */
  readonly specDirectory: string;
  /** What any other directory starts from, and where a program runs that has none. */
  readonly cwd: string;
}

/**
 * How a program is run, by all that is said of it.
 *
 * @param where the words that a sentence begins with where nothing is said
 * @throws UsageError where it names no program, or cannot be run as it says
 */
export function execPolicy(
  said: ExecSaid,
  { environment, specDirectory, cwd }: ExecSurroundings,
  where: string,
): ExecPolicy {
  const value = <F extends keyof ExecSpec>(field: F) => said.get(field)?.value as ExecSpec[F];
  const directory = said.get('cwd');
  const profile = value('profile') ?? 'text';
  const jsonl = said.get('jsonl');
  if (profile === 'jsonl' && jsonl === undefined)
    throw new UsageError(
      `${said.get('profile')?.where}: profile jsonl needs to be told what the lines mean; say it as exec: { jsonl: { text: /delta } }`,
    );
  if (profile !== 'jsonl' && jsonl !== undefined)
    throw new UsageError(`${jsonl.where}: is for profile: jsonl, and the profile is ${profile}`);
  const command = commandOf(said, where);
  const input = value('input') ?? 'stdin';
  if (input === 'stdin' && command.some((word) => word.includes('{{prompt}}')))
    throw new UsageError(
      `${said.get('command')?.where}: {{prompt}} is filled in with input: argument; say that, or leave it out`,
    );
  return {
    command,
    input,
    cwd: resolve(
      directory?.source === 'spec' ? specDirectory : cwd,
      (directory?.value as string | undefined) ?? cwd,
    ),
    env: variablesOf(said, environment),
    profile,
    jsonl: jsonl === undefined ? null : jsonLinesOf(jsonl.value as NonNullable<ExecSpec['jsonl']>),
    exitCodes: value('exitCodes') ?? {},
    maxOutputBytes: value('maxOutputBytes') ?? defaultMaxOutputBytes,
  };
}

function commandOf(said: ExecSaid, where: string): string[] {
  const found = said.get('command');
  if (found === undefined)
    throw new UsageError(
      `${where}: provider exec needs a program to run; name it as exec: { command: [program, argument] }`,
    );
  const written = found.value as NonNullable<ExecSpec['command']>;
  const words = typeof written === 'string' ? splitWords(written, found.where) : [...written];
  if (words.length === 0 || words[0].trim() === '')
    throw new UsageError(`${found.where}: expected a program, got an empty name`);
  if (words.some((word) => looksSecret('', word)))
    throw new UsageError(
      `${found.where}: this looks like a secret, which others see in the list of processes; hand it over as env: { NAME: env:NAME }`,
    );
  return words;
}

/** Each stands as it is written: what it holds is looked up when the run starts. */
function variablesOf(said: ExecSaid, environment: Environment): Record<string, string> {
  const found = said.get('env');
  const variables: Record<string, string> = {};
  for (const [name, written] of Object.entries((found?.value as ExecSpec['env']) ?? {})) {
    const text = String(written);
    const [, wanted] = /^env:(\w+)$/.exec(text) ?? [];
    if (wanted !== undefined && !environment[wanted])
      throw new UsageError(
        `${found?.where}.${name}: the environment variable ${wanted} is not set; set it, or put it in .env`,
      );
    if (wanted === undefined && text !== '' && looksSecret(name, text))
      throw new UsageError(
        `${found?.where}.${name}: this looks like a secret, and the record of a run would hold it; name it as env:NAME`,
      );
    variables[name] = text;
  }
  return variables;
}
