import { describe, expect, test } from 'vitest';
import { brokenAnswer } from '../../src/simulator/broken-answer.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { schemaValue } from '../../src/simulator/schema-value.ts';
import { compileSchema } from '../../src/spec/compile-schema.ts';
import { jsonAnswer } from '../../src/spec/json-answer.ts';
import { schemaNote } from '../../src/spec/schema-note.ts';
import { invoiceSchema, strictSchema } from '../helpers/invoice-schema.ts';
import { chat, quick, simulate } from './support.ts';

const bounds = {
  type: 'object',
  required: ['a', 'b', 'c', 'd', 'e', 'f'],
  properties: {
    a: { type: 'integer', maximum: -5 },
    b: { type: 'number', exclusiveMinimum: 2, exclusiveMaximum: 2.3 },
    c: { type: 'integer', minimum: 1_000_000, multipleOf: 7 },
    d: { type: 'string', minLength: 30, maxLength: 31 },
    e: { anyOf: [{ type: 'null' }, { type: 'string' }] },
    f: { type: 'array', maxItems: 0 },
  },
};
const list = { type: 'array', items: { type: 'integer' } };
const word = { enum: ['yes', 'no'] };
const schemas = { invoice: invoiceSchema, strict: strictSchema, bounds, list, word };

/** What is wrong with an answer; null where nothing is. */
async function checkOf(schema: object): Promise<(text: string) => string | null> {
  const check = await compileSchema(schema as Record<string, unknown>);
  return (text) => {
    const answer = jsonAnswer(text);
    return answer.ok ? check(answer.value) : answer.problem;
  };
}

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  test('values match the schema, with and without what may be left out', async () => {
    const problemOf = await checkOf(schema);
    for (let seed = 0; seed < 200; seed++)
      for (const optional of [0, 0.5, 1]) {
        const text = JSON.stringify(schemaValue(schema, seededRandom(seed), optional));
        expect(problemOf(text), text).toBeNull();
      }
  });

  test('broken answers never match it', async () => {
    const problemOf = await checkOf(schema);
    for (let seed = 0; seed < 200; seed++) {
      const random = seededRandom(seed);
      const text = JSON.stringify(schemaValue(schema, random, 0.75));
      const broken = brokenAnswer(text, schema, random);
      expect(problemOf(broken), broken).not.toBeNull();
    }
  });
});

test('an answer is broken in every way that models have', async () => {
  const problemOf = await checkOf(invoiceSchema);
  const problems = Array.from({ length: 100 }, (_, seed) => {
    const random = seededRandom(seed);
    const text = JSON.stringify(schemaValue(invoiceSchema, random));
    return problemOf(brokenAnswer(text, invoiceSchema, random));
  }).join('\n');
  for (const way of [
    'Unexpected token',
    'Expected',
    'required property',
    'must be',
    'allowed values',
  ])
    expect(problems).toContain(way);
});

/** Where each service has the schema in its request, and the text in its reply. */
const services: Record<
  string,
  { path: string; ask(schema: object, text: string): object; text: RegExp }
> = {
  chat: {
    path: '/v1/chat/completions',
    ask: (schema, content) => ({
      model: 'm',
      messages: [{ role: 'user', content }],
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    }),
    text: /"content":("(?:[^"\\]|\\.)*")/,
  },
  responses: {
    path: '/v1/responses',
    ask: (schema, input) => ({
      model: 'm',
      input,
      text: { format: { type: 'json_schema', name: 'x', schema } },
    }),
    text: /"text":("(?:[^"\\]|\\.)*")/,
  },
  anthropic: {
    path: '/v1/messages',
    ask: (schema, content) => ({
      model: 'm',
      max_tokens: 2_000,
      messages: [{ role: 'user', content }],
      output_config: { format: { type: 'json_schema', schema } },
    }),
    text: /"text":("(?:[^"\\]|\\.)*")/,
  },
  gemini: {
    path: '/v1beta/models/m:generateContent',
    ask: (schema, text) => ({
      contents: [{ role: 'user', parts: [{ text }] }],
      generationConfig: { responseMimeType: 'application/json', responseJsonSchema: schema },
    }),
    text: /"text":("(?:[^"\\]|\\.)*")/,
  },
  ollama: {
    path: '/api/chat',
    ask: (schema, content) => ({
      model: 'm',
      stream: false,
      messages: [{ role: 'user', content }],
      format: schema,
    }),
    text: /"content":("(?:[^"\\]|\\.)*")/,
  },
};

describe.each(Object.entries(services))('%s', (_, { path, ask, text }) => {
  const post = (url: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'anthropic-version': '2023-06-01' },
      body: JSON.stringify(body),
    });
  const answer = async (url: string, of: string, schema: object) => {
    const reply = await (await post(url, ask(schema, of))).text();
    return JSON.parse(text.exec(reply)?.[1] ?? 'null') as string;
  };

  test('answers by the schema, and with the fault against it', async () => {
    const problemOf = await checkOf(invoiceSchema);
    const simulator = await simulate(quick);
    for (const of of ['one', 'two', 'three']) {
      simulator.configure({ faults: { shares: {} } });
      expect(problemOf(await answer(simulator.url, of, invoiceSchema))).toBeNull();
      simulator.configure({ faults: { shares: { 'invalid-answer': 1 } } });
      const broken = await answer(simulator.url, of, invoiceSchema);
      expect(problemOf(broken)).not.toBeNull();
      // The same question is answered in the same way.
      expect(await answer(simulator.url, of, invoiceSchema)).toBe(broken);
    }
    expect(simulator.record().totals.byFault).toEqual({ 'invalid-answer': 6 });
  });

  test('can refuse the field, and reads the schema among the words', async () => {
    const problemOf = await checkOf(invoiceSchema);
    const simulator = await simulate({ ...quick, faults: { shares: { 'schema-refused': 1 } } });
    const refused = await post(simulator.url, ask(invoiceSchema, 'one'));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('json_schema is not supported');
    const {
      response_format,
      text: format,
      output_config,
      generationConfig,
      format: own,
      ...plain
    } = ask({}, `${schemaNote(invoiceSchema)}\nNow: one.`) as Record<string, unknown>;
    const reply = await (await post(simulator.url, plain)).text();
    expect(problemOf(JSON.parse(text.exec(reply)?.[1] ?? 'null'))).toBeNull();
    expect(simulator.record().calls.map(({ fault }) => fault)).toEqual(['schema-refused', null]);
  });
});

test('a fault of answers with a schema strikes no other', async () => {
  const shares = { 'invalid-answer': 0.5, 'schema-refused': 0.5 };
  const simulator = await simulate({ ...quick, faults: { shares } });
  for (let call = 0; call < 10; call++) expect((await chat(simulator)).status).toBe(200);
  expect(simulator.record().totals.byFault).toEqual({});
});

test('a schema is a part of what is asked, and billed as such', async () => {
  const simulator = await simulate(quick);
  const usageOf = async (more: object) => {
    const { usage } = (await (await chat(simulator, more)).json()) as {
      usage: { prompt_tokens: number };
    };
    return usage.prompt_tokens;
  };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', schema: strictSchema } };
  const shown = JSON.stringify(strictSchema).length / 4;
  expect((await usageOf({ response_format })) - (await usageOf({}))).toBeGreaterThan(shown - 2);
});
