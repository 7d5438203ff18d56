import {
  defaultAlerts,
  defaultBreaker,
  defaultRetry,
  defaultTimeouts,
  noBudgets,
  noLimits,
} from '../defaults.ts';
import type {
  AlertPolicy,
  BreakerPolicy,
  BudgetPolicy,
  CachePolicy,
  LimitPolicy,
  OllamaPolicy,
  RetryPolicy,
  TimeoutPolicy,
} from '../resolved.ts';
import type { Spec } from '../schema/spec.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers } from './layers.ts';

/** Each field of these policies comes from the strongest layer that has that field. */

type Group = 'alerts' | 'budget' | 'limits' | 'retry' | 'breaker' | 'timeouts';

function pickEach<T extends object>(layers: Layers, group: Group, defaults: T): T {
  const picked = { ...defaults };
  for (const field of Object.keys(defaults) as (keyof T & string)[]) {
    picked[field] = layers.pick(
      `${group}.${field}`,
      // The layers are checked against the schema, which has the same fields as the policy.
      (spec) => (spec[group] as T | undefined)?.[field],
      defaults[field],
    );
  }
  return picked;
}

export function limitPolicy(layers: Layers): LimitPolicy {
  return pickEach(layers, 'limits', noLimits);
}

/** A role's own limits, field by field, over those of the run. Null takes a limit away. */
export function roleLimitPolicy(layers: Layers, role: string): LimitPolicy {
  const picked: { -readonly [Field in keyof LimitPolicy]: number | null } = limitPolicy(layers);
  for (const field of Object.keys(noLimits) as (keyof LimitPolicy)[]) {
    const path = `roles.${role}.limits.${field}`;
    const own = layers.find(path, ({ roles }) => roles?.[role]?.limits?.[field]);
    if (own === null) continue;
    layers.record(path, own.value, own.source);
    picked[field] = own.value;
  }
  return picked;
}

/** `true` and `{ maxAgeDays: 7 }` both turn it on. */
export function cachePolicy(layers: Layers): CachePolicy {
  return {
    use: layers.pick('cache.use', ({ cache }) => usesCache(cache), false),
    maxAgeDays: layers.pick<number | null>(
      'cache.maxAgeDays',
      ({ cache }) => (typeof cache === 'object' ? cache.maxAgeDays : undefined),
      null,
    ),
  };
}

function usesCache(cache: Spec['cache']): boolean | undefined {
  return typeof cache === 'object' ? (cache.use ?? true) : cache;
}

export function retryPolicy(layers: Layers): RetryPolicy {
  const policy = pickEach(layers, 'retry', defaultRetry);
  const base = layers.find('retry.baseMs', (spec) => spec.retry?.baseMs);
  const most = layers.find('retry.maxMs', (spec) => spec.retry?.maxMs);
  if (policy.baseMs > policy.maxMs) {
    // The one that was said last is told, the other being what it must fit.
    throw new UsageError(
      most && (!base || most.rank <= base.rank)
        ? `${most.where}: expected at least baseMs (${policy.baseMs}), got ${policy.maxMs}`
        : `${base?.where}: expected at most maxMs (${policy.maxMs}), got ${policy.baseMs}`,
    );
  }
  return policy;
}

/** What is said of Ollama, field by field. */
export function ollamaPolicy(layers: Layers): Partial<OllamaPolicy> {
  const of = <K extends keyof OllamaPolicy>(field: K) => {
    const found = layers.find(`ollama.${field}`, ({ ollama }) => ollama?.[field]);
    if (found === null) return {};
    layers.record(`ollama.${field}`, found.value, found.source);
    return { [field]: found.value };
  };
  return { ...of('keepAlive'), ...of('api'), ...of('pull') };
}

export function breakerPolicy(layers: Layers): BreakerPolicy {
  return pickEach(layers, 'breaker', defaultBreaker);
}

export function timeoutPolicy(layers: Layers): TimeoutPolicy {
  return pickEach(layers, 'timeouts', defaultTimeouts);
}

export function budgetPolicy(layers: Layers): BudgetPolicy {
  const ofWorkflow = layers.find('budget.perWorkflowUsd', ({ budget }) => budget?.perWorkflowUsd);
  const policy: BudgetPolicy = pickEach(layers, 'budget', noBudgets);
  if (ofWorkflow === null) return policy;
  layers.record('budget.perWorkflowUsd', ofWorkflow.value, ofWorkflow.source);
  return { ...policy, perWorkflowUsd: ofWorkflow.value };
}

export function alertPolicy(layers: Layers): AlertPolicy {
  return pickEach(layers, 'alerts', defaultAlerts);
}
