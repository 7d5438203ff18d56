import * as z from 'zod/mini';
import { defaultMaxTurns, mostAgents } from '../defaults.ts';
import { usdSchema } from './budget.ts';
import { execSchema } from './exec.ts';
import {
  field,
  keyPlace,
  nameOf,
  numberFrom,
  oneOf,
  positiveNumber,
  required,
  text,
  wholeNumber,
  yesOrNo,
} from './fields.ts';
import { limitsSchema } from './limits.ts';
import { prioritySchema } from './priority.ts';
import { samplingSchema } from './sampling.ts';
import { tierSchema } from './tiers.ts';
import { toolsSchema } from './tools.ts';

const mostUsdPerMillion = 100_000;

/** US dollars per million tokens. */
export const priceSchema = z.strictObject({
  input: required(numberFrom(0, mostUsdPerMillion), 'US dollars per million input tokens'),
  output: required(numberFrom(0, mostUsdPerMillion), 'US dollars per million output tokens'),
});

const gzip = field(yesOrNo, 'Compress the bodies of requests (gzip), where the server knows that');

/** One of several ways to the same model: an address, a deployment or a key of its own. */
const endpointSchema = z.strictObject({
  baseUrl: field(text('an http or https address'), 'Address of the service'),
  key: field(keyPlace, 'Where the key is found, env:NAME'),
  model: field(text('the name of a model'), 'Model or deployment'),
  gzip,
});

const endpoints = field(
  z.array(endpointSchema).check(z.minLength(1, { error: 'at least one endpoint' })),
  'Several addresses, deployments or keys that share the calls; what one leaves out is taken from what stands beside',
);

/** What a role falls back to when its first route cannot be used. */
export const fallbackSchema = z.strictObject({
  provider: field(text('the name of a provider'), 'Provider; default: that of the run'),
  model: field(text('the name of a model'), 'Model; default: that of the provider'),
  tier: field(tierSchema, 'Kind of model, in place of its name'),
  baseUrl: field(text('an http or https address'), 'Address of the service'),
  key: field(keyPlace, 'Where the key is found, env:NAME'),
  price: field(priceSchema, 'Price of its model, before the built-in list'),
  exec: field(execSchema, 'The program that answers, of provider exec'),
  gzip,
  endpoints,
});

export const roleSchema = z.strictObject({
  share: field(positiveNumber(), 'Part of the agents, relative to the shares of the other roles', {
    default: 1,
  }),
  count: field(
    wholeNumber(1, mostAgents),
    'Agents of the role, in place of a share; those of the other roles share what is left',
  ),
  instructions: field(text(), 'System message of every task of the role'),
  priority: field(prioritySchema, 'critical, high, normal, low or a number; larger goes first', {
    default: 'normal',
  }),
  provider: field(text('the name of a provider'), 'Provider; default: that of the run'),
  model: field(text('the name of a model'), 'Model; default: that of the run'),
  tier: field(tierSchema, 'Kind of model, in place of its name; see `tiers`'),
  baseUrl: field(text('an http or https address'), 'Address of the service'),
  key: field(keyPlace, 'Where the key is found, env:NAME'),
  agentId: field(
    text('the id or the name of an agent'),
    'Azure agent: asst_… of a classic one, name or name:version of a newer one; default: AGENT_ID_<ROLE> of the environment',
  ),
  agentApi: field(
    oneOf(['classic', 'agents']),
    'Interface of the Azure agent: classic (threads and runs) or agents (conversations and responses); default: classic for asst_…, else agents',
  ),
  keepThreads: field(yesOrNo, 'Leave the threads and conversations of its calls at Azure', {
    default: false,
  }),
  pollAgent: field(yesOrNo, 'Ask the Azure agent how far it is, in place of a stream', {
    default: false,
  }),
  fallbacks: field(z.array(fallbackSchema), 'Routes to use when the first cannot be, in order'),
  endpoints,
  balance: field(
    oneOf(['least-busy', 'round-robin', 'random']),
    'How calls are spread over the endpoints',
    { default: 'least-busy' },
  ),
  http2: field(yesOrNo, 'Speak HTTP/2 to its routes', { default: false }),
  gzip,
  code: field(
    text('the path of a module, like ./agents/kaoz.ts or ./agents.ts#kaoz'),
    'Module whose default export, or the one named after #, is the agents of the role: they are code',
  ),
  tools: field(toolsSchema, 'Tools that the model may call; default: those of the run'),
  maxTurns: field(
    wholeNumber(1, 1_000),
    'Turns that a task may take at most: model calls, those after tools and repairs included',
    { default: defaultMaxTurns },
  ),
  schema: field(
    z.union([text('the path of a JSON Schema'), z.record(z.string(), z.unknown())]),
    'JSON Schema that answers must match, or the path of a file with one',
  ),
  limits: field(limitsSchema, "Limits of this role's routes, each in place of the run's"),
  budget: field(
    z.strictObject({
      usd: field(usdSchema, 'The most that the role may cost, in US dollars'),
    }),
    'What the role may cost',
  ),
  price: field(priceSchema, 'Price of its model, before the built-in list'),
  exec: field(
    execSchema,
    "The program that answers, of provider exec; without a command of its own, each field in place of the run's",
  ),
  tags: field(z.array(nameOf('a tag')), 'Words to select the tasks of the role by'),
  maxOutputTokens: field(wholeNumber(1), 'Tokens that an answer may have at most'),
  sampling: field(samplingSchema, "Temperature and the like, each in place of the run's"),
});
