import type { Command } from 'commander';
import { providerNames } from '../spec/providers.ts';
import type { SpecFlags } from '../spec/resolve/flags-layer.ts';

/** How a run is shown and answered for, besides what it does. */
export interface ShowOptions {
  readonly ui: 'auto' | 'console' | 'plain' | 'json';
  readonly yes?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
}

export type RunOptions = SpecFlags &
  ShowOptions & {
    readonly dryRun?: boolean;
    /** Writes a CPU profile into the directory of the run. */
    readonly cpuProf?: boolean;
  };

/** Collects an option that may be given more than once. */
export function repeated(value: string, former: string[] = []): string[] {
  return [...former, value];
}

/** The flags of `run`, in the order of the help. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--preset <name>', 'a named tuning; see: swarmdeck presets list')
    .option('--provider <name>', providerNames.join(', '))
    .option('--model <name>', 'model of every role that names none')
    .option('--base-url <url>', 'address of the provider, or of an OpenAI-compatible server')
    .option('--agents <n>', 'agents, or auto: by CPU')
    .option('--concurrency <n>', 'calls in flight at most, or auto')
    .option('--pool <n>', 'connections a route keeps open')
    .option('--batch <n>', 'consecutive prompts for the same agent; content: chunks a post')
    .option('--prompt <text>', 'a prompt (repeatable)', repeated)
    .option('--repeat <n>', 'every prompt this many times')
    .option('--prompts <file>', 'prompts: text (one a line), JSONL or CSV; - is stdin')
    .option('--content <file>', 'a text to read in chunks: a file, a folder, a pattern; - is stdin')
    .option('--ask <text>', 'a question to vote on', repeated)
    .option('--voters <n>', 'voters a question')
    .option('--budget <usd>', 'spend at most this')
    .option('--timeout <seconds>', 'limit of a task with its retries')
    .option('--retries <n>', 'tries after the first')
    .option('--rpm <n>', 'requests a minute and route')
    .option('--tpm <n>', 'tokens a minute and route')
    .option('--out <dir>', 'directory of the run')
    .option('--name <name>', 'name of the run')
    .option('--seed <n>', 'seed of all that is left to chance')
    .option('--set <path=value>', 'any field of the spec (repeatable)', repeated)
    .option('--dry-run', 'compile and estimate, call nothing')
    .option('--cpu-prof', 'write a CPU profile of swarmdeck itself')
    .option('--canary <n>', 'the first n tasks, then a pause')
    .option('--insecure', 'send a key over plain http to a host that is not this one')
    .option('--log-level <level>', 'of log.jsonl: debug, info, warn, error');
}

/** The flags that every command with a run to show has. */
export function addShowOptions(command: Command): Command {
  return command
    .option('--ui <kind>', 'auto, console, plain or json', 'auto')
    .option('--yes', 'answer every question with yes')
    .option('--verbose', 'plain: a line for every stage of every agent')
    .option('--debug', 'a stack trace with an error');
}
