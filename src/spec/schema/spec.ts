import * as z from 'zod/mini';
import {
  defaultAgents,
  defaultBatch,
  defaultGiveUpSeconds,
  defaultHealthCheckSeconds,
  mostAgents,
} from '../defaults.ts';
import { alertsSchema } from './alerts.ts';
import { breakerSchema } from './breaker.ts';
import { budgetSchema } from './budget.ts';
import { cacheSchema } from './cache.ts';
import { concurrencySchema } from './concurrency.ts';
import { execSchema } from './exec.ts';
import {
  field,
  keyPlace,
  nameOf,
  oneOf,
  positiveNumber,
  text,
  wholeNumber,
  yesOrNo,
} from './fields.ts';
import { limitsSchema } from './limits.ts';
import { ollamaSchema } from './ollama.ts';
import { retrySchema } from './retry.ts';
import { priceSchema, roleSchema } from './role.ts';
import { samplingSchema } from './sampling.ts';
import { sizingSchema } from './sizing.ts';
import { tiersSchema } from './tiers.ts';
import { timeoutsSchema } from './timeouts.ts';
import { mcpServersSchema, toolsSchema } from './tools.ts';
import { workloadSchema } from './workload.ts';

/** Everything that a run needs, DESIGN.md 5.4. Every field may be left out; unknown ones are refused. */
export const specSchema = z.strictObject({
  name: field(text(), 'Name of the run; default: that of the file, else of the preset'),
  preset: field(text('the name of a preset'), 'Preset; every field here overrides it'),
  provider: field(text('the name of a provider'), 'Provider of every role that names none', {
    default: 'simulator',
  }),
  model: field(text('the name of a model'), 'Model of every role that names none'),
  tiers: field(tiersSchema, 'Which models of the provider roles with a tier go to'),
  baseUrl: field(text('an http or https address'), 'Address of the provider'),
  key: field(keyPlace, 'Where the key is found, env:NAME; default: env:OPENAI_API_KEY'),
  maxOutputTokens: field(
    wholeNumber(1),
    'Tokens that an answer may have at most; sent with every call, so it bounds what a call costs',
  ),
  sampling: field(samplingSchema, 'Temperature and the like, of every role'),
  roles: field(
    z.record(nameOf('a name'), roleSchema),
    'Kinds of agent, by name; default: one, agent',
  ),
  workload: field(workloadSchema, 'The work'),
  tools: field(toolsSchema, 'Tools that the models of every role may call that names none itself'),
  mcpServers: field(mcpServersSchema, 'MCP servers that tools come from, by name'),
  agents: field(
    z.union([wholeNumber(1, mostAgents), z.literal('auto')]),
    'Agents, over all roles; auto sizes them by the cores of this machine',
    { default: defaultAgents },
  ),
  concurrency: field(
    concurrencySchema,
    'Calls in flight, at most: a number, auto, or { min, max }; default: as many as agents',
  ),
  pool: field(
    wholeNumber(1, 100_000),
    'Connections that a route keeps open; more are opened while calls need them',
  ),
  maxConnections: field(
    z.nullable(wholeNumber(1, 100_000)),
    'The most sockets of a route; null is as many as calls need',
  ),
  http2: field(yesOrNo, 'Speak HTTP/2 to every role that does not say', { default: false }),
  gzip: field(yesOrNo, 'Compress the bodies of requests to every route that does not say', {
    default: false,
  }),
  limits: field(limitsSchema, 'Rate limits'),
  retry: field(retrySchema, 'What is tried again, and when'),
  breaker: field(breakerSchema, 'When a route that fails is left alone'),
  timeouts: field(timeoutsSchema, 'How long to wait for what'),
  budget: field(budgetSchema, 'What the run may cost'),
  price: field(priceSchema, 'Price of the model, before the built-in list'),
  ollama: field(ollamaSchema, 'How an Ollama is treated'),
  exec: field(execSchema, 'The program that answers, of provider exec'),
  cache: field(
    cacheSchema,
    'Identical calls at temperature 0 are answered from earlier runs that said so too',
    { default: false },
  ),
  canary: field(wholeNumber(1), 'Tasks after which the run pauses and shows what they gave'),
  batch: field(
    wholeNumber(1, 1_000_000),
    'Consecutive prompts that go to the same agent, one after the other; of content, chunks a post',
    { default: defaultBatch },
  ),
  sizing: field(sizingSchema, 'How agents: auto counts'),
  healthCheckSeconds: field(positiveNumber(86_400), 'Seconds between two looks at an idle route', {
    default: defaultHealthCheckSeconds,
  }),
  giveUpSeconds: field(
    positiveNumber(86_400),
    'Seconds that every route may stay unusable before the run ends with exit code 4',
    { default: defaultGiveUpSeconds },
  ),
  alerts: field(alertsSchema, 'What the operator is told about'),
  onHangup: field(
    oneOf(['drain', 'continue']),
    'When its terminal goes away the run drains, or goes on without it',
    { default: 'drain' },
  ),
  seed: field(wholeNumber(0, 2 ** 31 - 1), 'What chance starts from; default: a random one'),
  out: field(text('a directory'), 'Directory of the run; default: ./swarm-runs/<run-id>'),
  logLevel: field(oneOf(['debug', 'info', 'warn', 'error']), 'What goes into log.jsonl', {
    default: 'info',
  }),
});

export type Spec = z.infer<typeof specSchema>;
export type RoleSpec = NonNullable<Spec['roles']>[string];
export type WorkloadSpec = NonNullable<Spec['workload']>;
