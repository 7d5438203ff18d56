import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../spec/usage-error.ts';
import { addBenchOptions, type BenchOptions } from './bench/bench-options.ts';
import { leaveWithPipe } from './closed-pipe.ts';
import { leaveCode, ownProcess } from './code-process.ts';
import type { Streams } from './front-end.ts';
import { keepHeapSmall } from './heap.ts';
import { addRunOptions, addShowOptions, type RunOptions, repeated } from './run-options.ts';
import { sanitizedLines } from './sanitized.ts';
import { simulateFlags } from './simulate-flags.ts';
import { hasTerminal } from './terminal.ts';
import { version } from './version.ts';

/**
 * The command line. Each command is loaded when it is called, so that none pays for another.
 *
 * @param args without the interpreter and the script
 */
export async function main(args: readonly string[]): Promise<void> {
  const streams: Streams = { stdout: process.stdout, stderr: process.stderr };
  keepHeapSmall();
  ownProcess();
  leaveWithPipe();
  try {
    process.exitCode = await answer(args, streams);
  } catch (error) {
    process.exitCode = report(error, args, streams);
  }
  await leaveCode();
}

async function answer(args: readonly string[], streams: Streams): Promise<number> {
  let exitCode = 0;
  const program = commandTree(streams, (code) => {
    exitCode = code;
  });
  const words = args.length === 0 ? defaultWords() : args;
  await program.parseAsync([...words], { from: 'user' });
  return exitCode;
}

/** `swarmdeck` alone: the console where there is a terminal, else a small run that shows it works. */
function defaultWords(): string[] {
  return hasTerminal() ? ['console'] : ['run', '--preset', 'light'];
}

function commandTree(streams: Streams, exit: (code: number) => void): Command {
  const program = new Command('swarmdeck')
    .description('Mission control for swarms of LLM agents, in a terminal.')
    .version(version(), '-v, --version')
    .helpCommand(true)
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: (text, write) => write(usageSentence(text)) })
    .exitOverride();

  program
    .command('console', { hidden: true })
    .description('the console, at the launch screen')
    .action(async () => {
      const { launchConsole } = await import('./launch/launch-console.ts');
      exit(await launchConsole());
    });

  const run = program.command('run [spec]').description('run a spec file, or what the flags say');
  addShowOptions(addRunOptions(run)).action(
    async (spec: string | undefined, options: RunOptions) => {
      const { runCommand } = await import('./run.ts');
      exit(await runCommand(spec, options, streams));
    },
  );

  const resume = program
    .command('resume <run>')
    .description('go on with an unfinished run, by its id or directory')
    .option('--concurrency <n>', 'calls in flight at most')
    .option('--budget <usd>', 'spend at most this')
    .option('--failed', 'do once more what failed')
    .option('--set <path=value>', 'a limit or policy of the spec (repeatable)', repeated);
  addShowOptions(resume).action(async (name: string, options) => {
    const { resumeCommand } = await import('./resume.ts');
    exit(await resumeCommand(name, options, streams));
  });

  program
    .command('report <run>')
    .description('a report of a run, by its id or directory; also of one that is running')
    .option('--format <format>', 'md, csv or jsonl (default: by the end of --out, else md)')
    .option('--out <file>', 'where it goes; default: stdout')
    .option('--full', 'all answers, whole')
    .option('--yes', 'write over a file that is there')
    .action(async (name: string, options) => {
      const { reportCommand } = await import('./report.ts');
      exit(await reportCommand(name, options, streams));
    });

  const bench = program
    .command('bench [spec]')
    .description('sequential against parallel, and a sweep over calls at once, on your route');
  addBenchOptions(bench).action(async (spec: string | undefined, options: BenchOptions) => {
    const { benchCommand } = await import('./bench.ts');
    exit(await benchCommand(spec, options, streams));
  });

  addRunsCommand(program, streams, exit);
  addPresetsCommand(program, streams, exit);

  const simulate = program
    .command('simulate')
    .description('serve the simulator by itself; its address is the first line of stdout');
  for (const { name, value, type, description } of simulateFlags) {
    const option = new Option(`--${name} <${value}>`, description);
    if (type === 'shares') option.argParser(repeated);
    simulate.addOption(option);
  }
  simulate.action(async (options) => {
    const { simulateCommand } = await import('./simulate.ts');
    exit(await simulateCommand(options, streams));
  });

  program
    .command('doctor [spec]')
    .description('look at terminal, environment and providers, and say the mend')
    .option('--call', 'make a call to each provider, of a few tokens')
    .option('--json', 'as JSON')
    .option('--insecure', 'send a key over plain http to a host that is not this one')
    .action(async (spec: string | undefined, options) => {
      const { doctorCommand } = await import('./doctor.ts');
      exit(await doctorCommand(spec, options, streams));
    });

  program
    .command('migrate <path>')
    .description('turn an old .env or a roster of agents (CSV, JSON) into a spec, and report')
    .option('--out <file>', 'where the spec goes; - is stdout (default: NAME.swarm.yaml beside it)')
    .option('--yes', 'write over a file that is there')
    .option('--json', 'the report as JSON')
    .action(async (path: string, options) => {
      const { migrateCommand } = await import('./migrate.ts');
      exit(await migrateCommand(path, options, streams));
    });

  program
    .command('schema')
    .description('print the JSON Schema of a spec')
    .action(async () => {
      const { schemaCommand } = await import('./schema.ts');
      exit(schemaCommand(streams));
    });
  return program;
}

function addRunsCommand(program: Command, streams: Streams, exit: (code: number) => void): void {
  const runs = program
    .command('runs')
    .description('past runs, newest first, with their size on disk')
    .option('--task <id>', 'what a task of this id took in the runs of before')
    .option('--prompt <text>', 'what this prompt took in the runs of before')
    .option('--json', 'as JSON')
    .action(async (options) => {
      if (options.task !== undefined || options.prompt !== undefined) {
        const { runsEarlierCommand } = await import('./runs-earlier.ts');
        exit(await runsEarlierCommand(options, streams));
        return;
      }
      const { runsCommand } = await import('./runs.ts');
      exit(runsCommand(options, streams));
    });
  runs
    .command('prune')
    .description('delete old runs; without --yes only says which')
    .option('--older-than <age>', 'such as 30d or 12h')
    .option('--keep <n>', 'the newest n stay')
    .option('--yes', 'delete')
    .action(async (options) => {
      const { runsPruneCommand } = await import('./runs-prune.ts');
      exit(runsPruneCommand(options, streams));
    });
}

function addPresetsCommand(program: Command, streams: Streams, exit: (code: number) => void): void {
  const presets = program.command('presets').description('built-in presets and your own');
  const load = () => import('./presets.ts');
  presets
    .command('list', { isDefault: true })
    .description('all presets')
    .action(async () => exit(await (await load()).listPresets(streams)));
  presets
    .command('show <name>')
    .description('every value of a preset')
    .action(async (name) => exit(await (await load()).showPreset(name, streams)));
  presets
    .command('save <name>')
    .description('save a preset of your own')
    .option('--from <preset>', 'start from this one')
    .option('--set <path=value>', 'a value of it (repeatable)', repeated)
    .action(async (name, options) => exit(await (await load()).savePreset(name, options, streams)));
  presets
    .command('remove <name>')
    .description('remove one of your own')
    .action(async (name) => exit(await (await load()).removePreset(name, streams)));
  presets
    .command('export <name> [file]')
    .description('write a preset as YAML, to stdout without a file')
    .action(async (name, file) => exit(await (await load()).exportPreset(name, file, streams)));
  presets
    .command('import <file>')
    .description('take up presets that were exported')
    .action(async (file) => exit(await (await load()).importPresets(file, streams)));
}

/** What commander says on two lines, as the one sentence that every other error is. */
function usageSentence(text: string): string {
  const said = text.trim().replace(/^error: /, '');
  return `swarmdeck: ${said.replace(/\s*\(Did you mean (.+)\?\)$/, '; did you mean $1?')}\n`;
}

/** One sentence, and a stack trace only with `--debug`. Gives the exit code. */
function report(error: unknown, args: readonly string[], { stderr }: Streams): number {
  // commander has said what it had to say; its help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const debug = args.includes('--debug');
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  stderr.write(`swarmdeck: ${sanitizedLines(debug ? (stack ?? message) : message)}\n`);
  return error instanceof UsageError ? 2 : 1;
}
