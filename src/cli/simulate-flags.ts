import { defaultConfig, type SimulatorConfig } from '../simulator/config.ts';
import { faultMix, faultNames } from '../simulator/faults.ts';

/** How the text of a flag becomes a value. */
export type FlagType =
  | 'text'
  /** A number. */
  | 'number'
  /** A number, or two with a dash between: `250-600`. */
  | 'range'
  /** `name=share`, several with commas between or the flag several times. */
  | 'shares';

/** A flag of the command line; command and help are made from it. */
export interface SimulateFlag {
  /** Without the dashes. */
  readonly name: string;
  readonly type: FlagType;
  /** What stands for the value in the help. */
  readonly value: string;
  readonly description: string;
  /** The field of the config that it sets, `faults.rate`; null for `--port` and `--host`. */
  readonly field: string | null;
}

const mix = faultMix.map(([name, parts]) => `${name} ${parts}%`).join(', ');

/** Every flag of `swarmdeck simulate`, in the order of the help. */
export const simulateFlags: readonly SimulateFlag[] = [
  flag('port', 'number', 'N', null, 'port to listen on (default: any free one)'),
  flag('host', 'text', 'HOST', null, 'address to listen on (default: 127.0.0.1)'),
  field('seed', 'number', 'N', 'seed of every draw'),
  field('latencyMs', 'range', 'MS', 'duration of the whole reply, ms'),
  field('firstTokenMs', 'range', 'MS', 'time to the first token, ms'),
  field('tokensPerSecond', 'range', 'N', 'tokens a second of one reply'),
  field('outputTokens', 'range', 'N', 'length of an answer, tokens'),
  field('modelLoadMs', 'number', 'MS', 'loading an Ollama model that is not in memory, ms'),
  field('modelPullMs', 'number', 'MS', 'fetching an Ollama model that is not installed, ms'),
  field('runLifeMs', 'number', 'MS', 'life of a run of a classic Azure agent, ms'),
  field('toolTurns', 'number', 'N', 'turns in which offered tools are called before the answer'),
  field('parallelToolCalls', 'number', 'N', 'tools that are called in each of them'),
  field('requestsPerMinute', 'number', 'N', 'requests a minute and key, else 429'),
  field('tokensPerMinute', 'number', 'N', 'tokens a minute and key, else 429'),
  field('limitBurstSeconds', 'number', 'S', "seconds' worth of a limit that may be used at once"),
  field('maxConcurrent', 'number', 'N', 'calls in flight, else 429'),
  field('queueAbove', 'number', 'N', 'calls in service; more of them wait'),
  flag('fault-rate', 'number', 'SHARE', 'faults.rate', `share of calls that go wrong: ${mix}`),
  flag(
    'fault',
    'shares',
    'NAME=SHARE',
    'faults.shares',
    `share of calls for one fault, repeatable: ${faultNames.join(', ')}`,
  ),
  flag('fault-model', 'text', 'MODEL', 'faults.model', 'only calls to this model go wrong'),
  flag('fault-first-calls', 'number', 'N', 'faults.firstCalls', 'only the first N calls go wrong'),
  flag(
    'fault-retry-after-ms',
    'number',
    'MS',
    'faults.retryAfterMs',
    'wait that the fault rate-limited asks for, ms',
  ),
];

function flag(
  name: string,
  type: FlagType,
  value: string,
  fieldName: string | null,
  description: string,
): SimulateFlag {
  return { name, type, value, description, field: fieldName };
}

function field(
  name: Exclude<keyof SimulatorConfig, 'faults'>,
  type: FlagType,
  value: string,
  description: string,
): SimulateFlag {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const standard = defaultConfig[name];
  const words =
    standard === null
      ? 'none'
      : typeof standard === 'number'
        ? standard
        : `${standard.min}-${standard.max}`;
  return flag(kebab, type, value, name, `${description} (default: ${words})`);
}
