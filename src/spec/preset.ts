import * as z from 'zod/mini';
import type { Place } from './place.ts';
import { refuseSecrets } from './preset-secrets.ts';
import { anyAddress, cleanBaseUrl } from './resolve/base-url.ts';
import type { AlertPolicy, BudgetPolicy, LimitPolicy } from './resolved.ts';
import { alertsSchema } from './schema/alerts.ts';
import { field, positiveNumber, presetName, required, text, wholeNumber } from './schema/fields.ts';
import { specSchema } from './schema/spec.ts';
import { validate } from './validate.ts';

/** A named tuning. Holds no prompts and no secrets; what it leaves out is left to the spec. */
export interface Preset {
  readonly name: string;
  /** What it means, in one line. */
  readonly summary: string;
  readonly provider?: string;
  readonly model?: string;
  /** Address of the provider. */
  readonly baseUrl?: string;
  readonly http2?: boolean;
  /** US dollars per million tokens of the model. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Agents over all roles; auto counts them by `sizing`. */
  readonly agents?: number | 'auto';
  /** Agents a core (`perCore`), by what the work waits for. */
  readonly sizing?: { readonly kind?: 'cpu' | 'api' | 'mixed'; readonly perCore?: number };
  /** Calls in flight at most, or the range that they stay in. */
  readonly concurrency?: number | 'auto' | { readonly min: number; readonly max: number };
  /** Calls in flight for each agent, where `concurrency` is not given. */
  readonly concurrencyPerAgent?: number;
  /** Connections that a route keeps open. */
  readonly pool?: number;
  /** The most sockets of a route; null is as many as calls need. */
  readonly maxConnections?: number | null;
  /** Consecutive prompts for the same agent. */
  readonly batch?: number;
  /** Requests and tokens a second, a minute, an hour and a day, per route. */
  readonly limits?: Partial<LimitPolicy>;
  readonly retry?: {
    /** Tries after the first. */
    readonly retries?: number;
    readonly strategy?: 'exponential' | 'linear' | 'fixed' | 'none';
    readonly factor?: number;
    readonly jitter?: 'decorrelated' | 'full' | 'none';
    /** The first wait, ms. */
    readonly baseMs?: number;
    /** The longest wait, ms. */
    readonly maxMs?: number;
  };
  readonly breaker?: {
    /** Calls in a row that must have failed. */
    readonly failures?: number;
    /** Share of the window that must have failed, 0 to 1. */
    readonly share?: number;
    /** Calls that the share is taken of. */
    readonly window?: number;
    /** Seconds until one call may try again. */
    readonly recoverySeconds?: number;
  };
  /** Seconds; null is no limit. */
  readonly timeouts?: {
    readonly connectSeconds?: number | null;
    readonly firstTokenSeconds?: number | null;
    readonly idleSeconds?: number | null;
    readonly totalSeconds?: number | null;
    readonly taskSeconds?: number | null;
  };
  /** Caps in US dollars; null is none. */
  readonly budget?: Partial<BudgetPolicy>;
  /** When the operator is told. Who else is told is not a preset's to say: it may be a command. */
  readonly alerts?: Partial<Omit<AlertPolicy, 'notify'>>;
  /** Tokens that an answer may have at most. */
  readonly maxOutputTokens?: number;
  /** Seconds between two looks at an idle route. */
  readonly healthCheckSeconds?: number;
  /** Seconds that every route may stay unusable. */
  readonly giveUpSeconds?: number;
  /** Workflows that run at the same time, for workloads of many. */
  readonly workflowsAtOnce?: number;
}

const shape = specSchema.shape;

/** A preset that was taken over from somebody must not run a command of theirs. */
const presetAlerts = z.omit(alertsSchema, { notify: true });

export const presetSchema = z.strictObject({
  name: required(presetName(), 'Name'),
  summary: required(text(), 'What it means, in one line'),
  provider: shape.provider,
  model: shape.model,
  baseUrl: shape.baseUrl,
  http2: shape.http2,
  price: shape.price,
  agents: shape.agents,
  sizing: shape.sizing,
  concurrency: shape.concurrency,
  concurrencyPerAgent: field(positiveNumber(1000), 'Calls in flight for each agent'),
  pool: shape.pool,
  maxConnections: shape.maxConnections,
  batch: shape.batch,
  limits: shape.limits,
  retry: shape.retry,
  breaker: shape.breaker,
  timeouts: shape.timeouts,
  budget: shape.budget,
  alerts: field(presetAlerts, 'What the operator is told about'),
  maxOutputTokens: shape.maxOutputTokens,
  healthCheckSeconds: shape.healthCheckSeconds,
  giveUpSeconds: shape.giveUpSeconds,
  workflowsAtOnce: field(wholeNumber(1), 'Workflows that run at the same time'),
});

/** The fields of a spec that a preset can set, by name. */
export const presetFields = Object.keys(presetSchema.shape).filter(
  (name) => name !== 'name' && name !== 'summary',
);

/** A preset that came from outside: a file, the settings. A UsageError where it does not fit. */
export function parsePreset(value: unknown, place: Place): Preset {
  refuseSecrets(value, place([]) || 'preset');
  const preset = validate(presetSchema, value, place);
  // An address may carry a password.
  if (preset.baseUrl !== undefined) cleanBaseUrl(preset.baseUrl, place(['baseUrl']), anyAddress);
  return preset;
}
