import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import type { Turn, TurnResult } from '../../src/providers/provider.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { compileSchema } from '../../src/spec/compile-schema.ts';
import type { RouteAgent } from '../../src/spec/resolved.ts';
import { invoiceSchema, strictSchema } from '../helpers/invoice-schema.ts';
import { quick, simulate } from '../simulator/support.ts';
import { patient, turnOf } from './behaviour/one-turn.ts';

// Each provider, on the wire: how it asks for answers that match a schema, and what it does where
// the service refuses that.

type Body = Record<string, unknown>;

interface Way {
  readonly provider: string;
  readonly path: string;
  readonly agent?: RouteAgent;
  /** Field of the request that says how the answer is to be. */
  readonly field: string;
  /** What stands there for a schema of the strict mode; left out where there is no such mode. */
  readonly strict?: object;
  readonly schema: (schema: object) => unknown;
  /** What stands there where the schema was refused, if anything can. */
  readonly json?: unknown;
  readonly system: (body: Body) => string | undefined;
  /** The schema is among the instructions in any case. */
  readonly noted: boolean;
}

const format = (schema: object, strict?: true) => ({
  type: 'json_schema',
  json_schema: { name: 'answer', ...(strict ? { strict } : {}), schema },
});
const textFormat = (schema: object, strict: boolean) => ({
  format: { type: 'json_schema', name: 'answer', strict, schema },
});
const firstMessage = (body: Body) => {
  const [{ role, content }] = body.messages as { role: string; content: string }[];
  return role === 'system' ? content : undefined;
};
const chat = {
  path: '/v1',
  field: 'response_format',
  strict: format(strictSchema, true),
  schema: (schema: object) => format(schema),
  json: { type: 'json_object' },
  system: firstMessage,
};
const agent: RouteAgent = { id: 'bot', version: null, api: 'agents', keep: false, poll: false };

const ways: readonly Way[] = [
  { ...chat, provider: 'simulator', noted: false },
  { ...chat, provider: 'azure-openai', noted: false },
  { ...chat, provider: 'vllm', noted: true },
  { ...chat, provider: 'llamacpp', noted: true },
  { ...chat, provider: 'groq', noted: true },
  { ...chat, provider: 'lmstudio', json: undefined, noted: true },
  {
    provider: 'openai-responses',
    path: '/v1',
    field: 'text',
    strict: textFormat(strictSchema, true),
    schema: (schema) => textFormat(schema, false),
    json: { format: { type: 'json_object' } },
    system: (body) => body.instructions as string,
    noted: true,
  },
  {
    provider: 'anthropic',
    path: '',
    field: 'output_config',
    schema: () => ({
      format: { type: 'json_schema', schema: expect.objectContaining({ type: 'object' }) },
    }),
    system: (body) => body.system as string,
    noted: false,
  },
  {
    provider: 'gemini',
    path: '',
    field: 'generationConfig',
    schema: (schema) => ({ responseMimeType: 'application/json', responseJsonSchema: schema }),
    json: { responseMimeType: 'application/json' },
    system: (body) =>
      (body.systemInstruction as { parts: { text: string }[] } | undefined)?.parts[0].text,
    noted: false,
  },
  {
    provider: 'ollama',
    path: '',
    field: 'format',
    schema: (schema) => schema,
    json: 'json',
    system: firstMessage,
    noted: true,
  },
  {
    ...chat,
    provider: 'azure-agents',
    path: '/api/projects/p',
    agent: { ...agent, id: 'asst_1', api: 'classic' },
    system: (body) => body.additional_instructions as string,
    noted: false,
  },
];

function providerAt(
  url: string,
  { provider, path, agent: of }: Pick<Way, 'provider' | 'path' | 'agent'>,
): HttpProvider {
  const baseUrl = url + path;
  const route = new HttpProvider({
    protocol: protocolOf({ provider, model: 'm', ollama: null, agent: of }, { baseUrl, key: 'k' }),
    baseUrl,
    pool: 1,
    http2: false,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await route.close();
  });
  return route;
}

const asking = (outputSchema: object): Turn => ({
  model: 'm',
  messages: [
    { role: 'system', content: 'You are brief.' },
    { role: 'user', content: 'The invoice, please.' },
  ],
  maxOutputTokens: null,
  outputSchema: outputSchema as Body,
});

/** As the engine does it: what is to be sent again is. @returns null where it is refused for good */
async function answered(provider: HttpProvider, turn: Turn): Promise<TurnResult | null> {
  for (let calls = 0; calls < 9; calls++) {
    const { result, failure } = await turnOf(provider, turn);
    if (result !== null) return result;
    expect(failure).toMatchObject({ class: 'invalid-request', status: 400 });
    if (!failure?.resend) return null;
  }
  throw new Error('it is asked again and again');
}

/** The bodies that asked for an answer, in their order. */
async function asks(simulator: Simulator): Promise<Body[]> {
  const record = await fetch(`${simulator.url}/__sim/record?bodies=1`);
  const { requests } = (await record.json()) as { requests: { body: string }[] };
  return requests.map(({ body }) => JSON.parse(body || '{}')).filter(isAsk);
}

/** It says that it is streamed, or, to Gemini, holds the conversation. */
const isAsk = (body: Body) => 'stream' in body || 'contents' in body;

/** A service that refuses with this error what asks for an answer. */
async function refusing(
  errorOf: (body: Body) => object,
): Promise<{ readonly url: string; readonly asks: Body[] }> {
  const asks: Body[] = [];
  const server = createServer(async (request, response) => {
    const body = request.method === 'POST' ? ((await json(request)) as Body) : {};
    if (!isAsk(body)) return response.end('{"id":"thread_1"}');
    asks.push(body);
    response.writeHead(400).end(JSON.stringify({ error: errorOf(body) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asks };
}

const checkOf = (schema: object) => compileSchema(schema as Body);

describe.each(ways.map((way) => [way.agent?.id ?? way.provider, way] as const))('%s', (_, way) => {
  const strictest = way.strict ?? way.schema(strictSchema);

  test('asks in the field of the service, strictly where the schema allows it', async () => {
    const simulator = await simulate(quick);
    const provider = providerAt(simulator.url, way);
    for (const schema of [strictSchema, invoiceSchema]) {
      const result = await answered(provider, asking(schema));
      expect((await checkOf(schema))(JSON.parse(result?.text ?? ''))).toBeNull();
    }
    const [first, second] = await asks(simulator);
    expect(first[way.field]).toEqual(strictest);
    expect(second[way.field]).toEqual(way.schema(invoiceSchema));
    expect(way.system(second)).toMatch(
      way.noted ? /^You are brief\.\n\n.*JSON Schema/ : /^You are brief\.$/,
    );
  });

  test('asks in another way where the schema is refused, and goes on so', async () => {
    const simulator = await simulate({ ...quick, faults: { shares: { 'schema-refused': 1 } } });
    const provider = providerAt(simulator.url, way);
    const turn = asking(strictSchema);
    const result = await answered(provider, turn);
    expect((await checkOf(strictSchema))(JSON.parse(result?.text ?? ''))).toBeNull();
    const refused = way.strict === undefined ? 1 : 2;
    const last = (await asks(simulator)).at(-1) ?? {};
    expect(last[way.field]).toEqual(way.json);
    expect(way.system(last)).toContain(JSON.stringify(strictSchema));
    await answered(provider, turn);
    expect(simulator.record().totals.byStatus[400]).toBe(refused);
    // What was refused for one schema says nothing of another.
    simulator.configure({ faults: { shares: {} } });
    await answered(provider, asking({ ...strictSchema }));
    expect((await asks(simulator)).at(-1)?.[way.field]).toEqual(strictest);
  });

  test('goes down to words alone, and fails where these are refused too', async () => {
    const service = await refusing((body) => {
      const isSpoken = way.field in body;
      return { message: isSpoken ? 'format: json_schema is unknown' : 'this prompt is no good' };
    });
    expect(await answered(providerAt(service.url, way), asking(strictSchema))).toBeNull();
    const forms = [way.strict, way.schema(strictSchema), way.json].filter(
      (form) => form !== undefined,
    );
    expect(service.asks.map((body) => body[way.field])).toEqual([...forms, undefined]);
  });
});

test('many that are refused at once step down together', async () => {
  const simulator = await simulate({ ...quick, faults: { shares: { 'schema-refused': 1 } } });
  const provider = providerAt(simulator.url, ways[0]);
  const turn = asking(strictSchema);
  const results = await Promise.all(Array.from({ length: 20 }, () => answered(provider, turn)));
  expect(results).not.toContain(null);
  expect(simulator.record().totals.byStatus[200]).toBe(20);
});

test('a newer agent of Azure is told the schema in words, its format being its own', async () => {
  const simulator = await simulate(quick);
  const provider = providerAt(simulator.url, {
    ...{ provider: 'azure-agents', path: '/api/projects/p' },
    agent,
  });
  const result = await answered(provider, asking(invoiceSchema));
  expect((await checkOf(invoiceSchema))(JSON.parse(result?.text ?? ''))).toBeNull();
  const [body] = await asks(simulator);
  expect(body).not.toHaveProperty('text');
  expect(JSON.stringify(body.input)).toContain('JSON Schema');
});

test.each<[string, object, object]>([
  [
    'about the schema of a tool stays a refusal',
    { message: "Invalid schema for function 'look': its parameters are no object" },
    { class: 'invalid-request' },
  ],
  [
    'of an answer that Groq has looked at says that the answer is of no use',
    { message: 'Failed to generate JSON, by the schema', code: 'json_validate_failed' },
    { class: 'invalid-output' },
  ],
])('a 400 %s', async (_, error, expected) => {
  const { url, asks } = await refusing(() => error);
  const { failure } = await turnOf(providerAt(url, ways[4]), asking(strictSchema));
  expect(failure).toMatchObject(expected);
  expect(failure?.resend).toBeUndefined();
  expect(asks).toHaveLength(1);
});
