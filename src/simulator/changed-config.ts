import { closest, distance } from 'fastest-levenshtein';
import type { SimulatorConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { type FaultConfig, faultNames, noFaults } from './faults.ts';

/** Gives the value if it is right, else throws a `ConfigError` that begins with `name`. */
type Check = (name: string, value: unknown) => unknown;

const billion = 1_000_000_000;

const checks: Record<keyof SimulatorConfig, Check> = {
  seed: number(0, 0xffffffff, true),
  latencyMs: orNull(range(0, billion)),
  firstTokenMs: range(0, billion),
  tokensPerSecond: range(0.001, 1_000_000),
  outputTokens: range(1, 100_000, true),
  modelLoadMs: number(0, billion),
  modelPullMs: number(0, billion),
  runLifeMs: number(0, billion),
  toolTurns: number(0, 1_000, true),
  parallelToolCalls: number(1, 100, true),
  requestsPerMinute: orNull(number(0.001, billion)),
  tokensPerMinute: orNull(number(0.001, billion)),
  limitBurstSeconds: number(0, 60),
  maxConcurrent: orNull(number(1, 1_000_000, true)),
  queueAbove: orNull(number(1, 1_000_000, true)),
  faults: (name, value) => checkedFaults(name, value),
};

const faultChecks: Record<keyof FaultConfig, Check> = {
  rate: number(0, 1),
  shares: (name, value) => {
    const share = number(0, 1);
    const known = Object.fromEntries(faultNames.map((fault) => [fault, share]));
    return checkedFields(name, value, known);
  },
  model: orNull((name, value) => {
    if (typeof value === 'string' && value !== '') return value;
    throw wrong(name, 'the name of a model', value);
  }),
  firstCalls: orNull(number(0, billion, true)),
  retryAfterMs: number(0, billion),
};

/**
 * The config with what the change says; a field that is given replaces the old value whole.
 * Checked by hand, because a schema library would cost the simulator's thread 16 MB.
 * Throws a `ConfigError` that names the field and what was expected.
 */
export function changedConfig(old: SimulatorConfig, change: unknown): SimulatorConfig {
  return { ...old, ...checkedFields('config', change, checks) };
}

function checkedFaults(name: string, value: unknown): FaultConfig {
  const faults = { ...noFaults, ...checkedFields(name, value, faultChecks) } as FaultConfig;
  const sum = Object.values(faults.shares).reduce((total, share) => total + share, faults.rate);
  // A sum of decimal shares may be off by a rounding.
  if (sum <= 1 + 1e-9) return faults;
  throw new ConfigError(`${name}: rate and shares together must be at most 1, not ${sum}.`);
}

function checkedFields(
  name: string,
  value: unknown,
  known: Readonly<Record<string, Check>>,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(name, 'an object', value);
  }
  const checked: Record<string, unknown> = {};
  for (const [field, given] of Object.entries(value)) {
    const path = name === 'config' ? field : `${name}.${field}`;
    if (!Object.hasOwn(known, field)) throw unknownField(path, field, Object.keys(known));
    if (given !== undefined) checked[field] = known[field](path, given);
  }
  return checked;
}

function number(min: number, max: number, whole = false): Check {
  return (name, value) => {
    const fits = typeof value === 'number' && value >= min && value <= max;
    if (fits && (!whole || Number.isInteger(value))) return value;
    throw wrong(name, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`, value);
  };
}

function range(min: number, max: number, whole = false): Check {
  const end = number(min, max, whole);
  return (name, value) => {
    if (typeof value !== 'object' || value === null) {
      if (typeof value === 'number') return end(name, value);
      throw wrong(name, 'a number or { min, max }', value);
    }
    const ends = checkedFields(name, value, { min: end, max: end });
    if (ends.min === undefined || ends.max === undefined) {
      throw wrong(name, 'a number or { min, max } with both', value);
    }
    if ((ends.min as number) <= (ends.max as number)) return ends;
    throw wrong(name, 'a range whose min is no more than its max', value);
  };
}

function orNull(check: Check): Check {
  return (name, value) => (value === null ? null : check(name, value));
}

function wrong(name: string, expected: string, value: unknown): ConfigError {
  return new ConfigError(`${name} must be ${expected}, not ${JSON.stringify(value) ?? 'nothing'}.`);
}

function unknownField(path: string, field: string, known: readonly string[]): ConfigError {
  const near = closest(field, known);
  const hint =
    distance(field, near) <= 3 ? `did you mean ${near}?` : `known are ${known.join(', ')}.`;
  return new ConfigError(`${path} is not known to the simulator; ${hint}`);
}
