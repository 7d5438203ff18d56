import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readInput } from '../spec/read-input.ts';
import { UsageError } from '../spec/usage-error.ts';
import type { Streams } from './front-end.ts';
import { accepted } from './migrate/accepted.ts';
import { migrateEnv } from './migrate/migrate-env.ts';
import { migrateReport, reportText } from './migrate/migrate-report.ts';
import { migrateRoster } from './migrate/migrate-roster.ts';
import type { Migration } from './migrate/migration.ts';
import { isEnvironment, titleOf } from './migrate/old-file.ts';
import { specText } from './migrate/spec-text.ts';
import { sanitizedLines } from './sanitized.ts';

export interface MigrateOptions {
  /** Where the spec goes; `-` is stdout. Default: `<name>.swarm.yaml` beside the old file. */
  readonly out?: string;
  /** Write over a file that is there. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * `swarmdeck migrate PATH`: an old `.env` or a roster of agents as a spec, and a report of what is
 * ready and what a person has to look at. Gives the exit code: 0 where a spec was written that a run
 * accepts, 1 where something outside of it keeps a run from accepting it.
 *
 * @throws UsageError where nothing of the file can be read, or the spec cannot be written
 */
export async function migrateCommand(
  path: string,
  options: MigrateOptions,
  { stdout, stderr }: Streams,
): Promise<number> {
  const text = readInput(resolve(path), 'an old .env or a roster of agents', path);
  const isEnv = isEnvironment(path, text);
  const title = titleOf(path);
  const migration = isEnv
    ? await migrateEnv(text, path, title)
    : await migrateRoster(text, path, title);
  const out = options.out ?? join(dirname(path), `${title}.swarm.yaml`);
  const { resolved, problem } = await accepted(migration.spec, {
    ...migration.environment,
    ...process.env,
  });
  const shown =
    problem === null
      ? migration
      : {
          ...migration,
          attention: [...migration.attention, { line: null, what: 'the spec', why: problem }],
        };
  await write(migration, path, out, options, stdout);
  const report = migrateReport(shown, path, out, resolved);
  const words = options.json
    ? `${JSON.stringify(report, null, 2)}\n`
    : sanitizedLines(reportText(report, migration.unit));
  // Where the spec goes to stdout, the report stands beside it.
  (out === '-' ? stderr : stdout).write(words);
  return problem === null ? 0 : 1;
}

async function write(
  { spec, comments }: Migration,
  path: string,
  out: string,
  { yes = false }: MigrateOptions,
  stdout: Streams['stdout'],
): Promise<void> {
  const name = path.split(/[\\/]/).at(-1);
  const head = [
    `Made from ${name} by swarmdeck migrate. Look through it: it is yours.`,
    ...comments,
  ];
  const text = await specText(spec, head);
  if (out === '-') {
    stdout.write(text);
    return;
  }
  if (existsSync(out) && !yes)
    throw new UsageError(
      `${out}: this file is there already; --yes writes over it, --out FILE writes another one`,
    );
  try {
    writeFileSync(out, text, { flag: yes ? 'w' : 'wx' });
  } catch (error) {
    throw new UsageError(`${out}: it cannot be written: ${(error as Error).message}`);
  }
}
