import { ConfigError } from '../simulator/config-error.ts';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../simulator/start-simulator.ts';
import { type SimulateFlag, simulateFlags } from './simulate-flags.ts';

/** Where a command writes: the result to `stdout`, everything else to `stderr`. */
export interface SimulateStreams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** What was given for each flag, by its name in camel case as commander hands it over. */
export type SimulateOptions = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * `swarmdeck simulate`: serves the simulator until SIGINT or SIGTERM. The first line of stdout is
 * its address. Gives the exit code: 0 when it was ended so, 2 where it could not start.
 */
export async function simulateCommand(
  options: SimulateOptions,
  streams: SimulateStreams,
): Promise<number> {
  let simulator: Simulator;
  try {
    simulator = await startSimulator(startOptions(options));
  } catch (error) {
    streams.stderr.write(`swarmdeck: ${sentence(error, options)}\n`);
    return 2;
  }
  streams.stdout.write(`${simulator.url}\n`);
  streams.stderr.write(
    `Simulating; the record is at ${simulator.url}/__sim/record. Ctrl-C ends it.\n`,
  );
  await ended();
  const { calls, peakInFlight, aborted } = simulator.record().totals;
  await simulator.stop();
  streams.stderr.write(
    `Calls served: ${calls}; at once at most: ${peakInFlight}; cut by the client: ${aborted}.\n`,
  );
  return 0;
}

/** Throws a `ConfigError` that names the flag. */
function startOptions(options: SimulateOptions): SimulatorOptions {
  const config: Record<string, unknown> = {};
  const faults: Record<string, unknown> = {};
  for (const flag of simulateFlags) {
    const given = options[camelCase(flag.name)];
    if (given === undefined) continue;
    const value = read(flag, typeof given === 'string' ? [given] : given);
    if (flag.field?.startsWith('faults.')) faults[flag.field.slice('faults.'.length)] = value;
    else config[flag.field ?? flag.name] = value;
  }
  if (Object.keys(faults).length > 0) config.faults = faults;
  return config;
}

function read(flag: SimulateFlag, given: readonly string[]): unknown {
  const text = given[given.length - 1];
  switch (flag.type) {
    case 'text':
      return text;
    case 'number':
      return numeric(flag, text);
    case 'range': {
      const ends = /^(.+?)-(.+)$/.exec(text);
      if (ends === null) return numeric(flag, text);
      return { min: numeric(flag, ends[1]), max: numeric(flag, ends[2]) };
    }
    case 'shares':
      return Object.fromEntries(
        given.flatMap((list) => list.split(',')).map((pair) => share(flag, pair)),
      );
  }
}

function share(flag: SimulateFlag, pair: string): [string, number] {
  const [name, value, ...more] = pair.split('=');
  if (value === undefined || more.length > 0) throw unreadable(flag, 'like server-error=0.1', pair);
  return [name, numeric(flag, value)];
}

function numeric(flag: SimulateFlag, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw unreadable(flag, 'a number', text);
  return value;
}

function unreadable(flag: SimulateFlag, expected: string, text: string): ConfigError {
  return new ConfigError(`--${flag.name} must be ${expected}, not "${text}".`);
}

/** The error as one sentence with the mend. An error of the simulator itself is thrown on. */
function sentence(error: unknown, options: SimulateOptions): string {
  if (error instanceof ConfigError) return withFlagNames(error.message);
  const code = (error as NodeJS.ErrnoException).code;
  const port = options.port ?? '0';
  const host = options.host ?? '127.0.0.1';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use; give another with --port, or none for a free one.`;
    case 'EACCES':
      return `Port ${port} of ${host} is not allowed to you; give one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine; give one with --host, such as 127.0.0.1.`;
    case 'ERR_SOCKET_BAD_PORT':
      return `--port must be a whole number from 0 to 65535, not "${port}".`;
    default:
      throw error;
  }
}

/** A message about a field of the config, in terms of the flag that was given for it. */
function withFlagNames(message: string): string {
  for (const { name, field } of simulateFlags) {
    if (field === null || !message.startsWith(field)) continue;
    const rest = message.slice(field.length);
    if (rest.startsWith(' ')) return `--${name}${rest}`;
    if (rest.startsWith('.')) return `--${name} ${rest.slice(1)}`;
  }
  return message;
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
