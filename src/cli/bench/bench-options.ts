import { Command } from 'commander';
import type { SpecFlags } from '../../spec/resolve/flags-layer.ts';
import { addRunOptions } from '../run-options.ts';

/** The flags of `bench`, as the command line has them. */
export interface BenchOptions extends SpecFlags {
  /** Questions of each run. */
  readonly questions?: string;
  /** Calls at once to measure, with commas between. */
  readonly levels?: string;
  readonly savePreset?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly cpuProf?: boolean;
  readonly dryRun?: boolean;
  readonly debug?: boolean;
}

/**
 * Flags of `run` that mean nothing here: how often and in what batches a question is asked is the
 * benchmark's own, and so is what else a run can be given to do.
 */
const notHere = new Set([
  ...['--batch', '--repeat', '--content', '--ask', '--voters', '--canary', '--log-level', '--name'],
]);

/** The flags of `bench`, in the order of the help: its own, then those that it shares with `run`. */
export function addBenchOptions(command: Command): Command {
  command
    .option('--questions <n>', 'questions of each run (default: 32)')
    .option('--levels <list>', 'calls at once to measure (default: 2,4,8,16)')
    .option('--save-preset <name>', 'keep what was measured at the knee as a preset of yours')
    .option('--json', 'the result as JSON')
    .option('--yes', 'answer the question about the cost with yes')
    .option('--debug', 'a stack trace with an error');
  for (const option of addRunOptions(new Command()).options)
    if (option.long !== undefined && !notHere.has(option.long)) command.addOption(option);
  return command;
}
