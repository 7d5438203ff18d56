import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { exportResults } from '../../src/cli/export-results.ts';
import { OpenAiChat } from '../../src/providers/openai/openai-chat.ts';
import type { Message } from '../../src/providers/provider.ts';
import { hashText } from '../../src/simulator/random.ts';
import { compileSchema } from '../../src/spec/compile-schema.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { openForReading } from '../../src/store/sqlite.ts';
import { TaskReader } from '../../src/store/task-reader.ts';
import { invoiceSchema } from '../helpers/invoice-schema.ts';
import { directory, eachTestOnSimulator, onSimulator, simulator } from './on-simulator.ts';

eachTestOnSimulator();

const schema = invoiceSchema as unknown as Record<string, unknown>;
const count = 200;
const quick = { firstTokenMs: 2, tokensPerSecond: 50_000 };

interface Line {
  readonly task: string;
  readonly status: string;
  readonly text: string | null;
  readonly attempts: number;
  readonly error: { readonly class: string; readonly message: string } | null;
  readonly output?: Record<string, unknown>;
}

function invoices(tasks: number): string[] {
  const prompts = Array.from({ length: tasks }, (_, i) => `Invoice ${i}: what does it say?`);
  const roles = { clerk: { instructions: 'You are exact.', schema: './invoice.json' } };
  writeFileSync(join(directory.path, 'invoice.json'), JSON.stringify(schema));
  writeFileSync(
    join(directory.path, 'spec.yaml'),
    JSON.stringify({ name: 'invoices', agents: 40, roles, workload: { prompts } }),
  );
  return ['run', 'spec.yaml', ...onSimulator()];
}

/** What the simulator says to a conversation, and what its record calls that. */
async function asked(
  messages: readonly Message[],
): Promise<{ readonly text: string; readonly promptHash: number }> {
  const protocol = new OpenAiChat({ baseUrl: `${simulator.url}/v1`, key: 'k' });
  const turn = { model: 'sim-small', messages, maxOutputTokens: null, outputSchema: schema };
  const { path, headers, body } = protocol.request(turn);
  const whole = { ...JSON.parse(body), stream: false } as { messages: Message[] };
  const reply = await fetch(simulator.url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(whole),
  });
  const json = (await reply.json()) as { choices: { message: { content: string } }[] };
  const said = whole.messages.map(({ role, content }) => `${role}: ${content}`);
  return { text: json.choices[0].message.content, promptHash: hashText(said.join('\n')) };
}

test('200 answers by a nested schema, a quarter of them broken, are parsed, repaired once or failed', async () => {
  simulator.configure({ ...quick, faults: { shares: { 'invalid-answer': 0.25 } } });
  const { code, stderr } = await directory.run(invoices(count));
  expect(code, stderr).toBe(1);
  const { calls } = simulator.record();
  const faultOf = new Map(calls.map(({ promptHash, fault }) => [promptHash, fault]));
  simulator.configure({ faults: { shares: {} } });

  const out = join(directory.path, 'out');
  const lines = directory.lines('out/results.jsonl') as unknown as Line[];
  const database = openForReading(join(out, 'run.db'));
  const tasks = new TaskReader(database);
  const check = await compileSchema(schema);
  const counts = { parsed: 0, repaired: 0, failed: 0 };
  const compare = async (line: Line, task: number) => {
    const { messages = [], attempts = [] } = tasks.read(task) ?? {};
    const planned = messages.slice(0, 2);
    const first = await asked(planned);
    expect(faultOf.has(first.promptHash)).toBe(true);
    if (faultOf.get(first.promptHash) === null) {
      counts.parsed++;
      expect(messages).toHaveLength(2);
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['done']);
      expect(line).toMatchObject({ status: 'done', attempts: 1, text: first.text });
      expect(line.output).toEqual(JSON.parse(first.text));
      return;
    }
    const [broken, complaint] = messages.slice(2);
    expect(broken.role).toBe('assistant');
    expect(broken.content).not.toBe(first.text);
    expect(complaint).toMatchObject({ role: 'user', content: expect.stringContaining('schema') });
    const second = await asked([...planned, broken, complaint]);
    if (faultOf.get(second.promptHash) === null) {
      counts.repaired++;
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['turn', 'done']);
      expect(line).toMatchObject({ status: 'done', attempts: 1, text: second.text });
      expect(line.output).toEqual(JSON.parse(second.text));
    } else {
      counts.failed++;
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['turn', 'turn']);
      expect(line).toMatchObject({ status: 'failed', attempts: 1, text: null });
      expect(line.error?.class).toBe('invalid-output');
      expect(line).not.toHaveProperty('output');
    }
  };
  await Promise.all(lines.map(compare));
  for (const { output } of lines) if (output !== undefined) expect(check(output)).toBeNull();
  expect(counts.parsed + counts.repaired + counts.failed).toBe(count);
  expect(calls).toHaveLength(count + counts.repaired + counts.failed);
  const struck = calls.filter(({ fault }) => fault === 'invalid-answer');
  expect(struck).toHaveLength(counts.repaired + 2 * counts.failed);
  expect(counts.repaired).toBeGreaterThan(20);
  expect(counts.failed).toBeGreaterThan(2);
  expect(directory.json('out/metrics.json')).toMatchObject({
    calls: calls.length,
    errors: { 'invalid-output': counts.failed },
    retries: { count: 0 },
  });

  const reader = new RecordReader(out);
  const all = lines.map((_, task) => task);
  const file = join(directory.path, 'results.csv');
  await exportResults(reader, all, { file, overwrite: false });
  reader.close();
  database.close();
  const rows = parse(directory.read('results.csv'), { columns: true }) as Record<string, string>[];
  expect(rows.map(tabled)).toEqual(lines.map(flat));
});

/** The columns of the schema, as a row of the table has them. */
function tabled(row: Record<string, string>): Record<string, string> {
  const columns = Object.keys(row);
  const first = columns.indexOf('error_message') + 1;
  return Object.fromEntries(columns.slice(first).map((name) => [name, row[name]]));
}

/** The same by hand. */
function flat({ output }: Line): Record<string, string> {
  const { supplier, lines, ...plain } = (output ?? {}) as {
    readonly supplier?: { name?: string; vatId?: string; address?: Record<string, string> };
    readonly lines?: object;
    readonly [name: string]: unknown;
  };
  const told = (value: unknown) => (value === undefined || value === null ? '' : String(value));
  return {
    number: told(plain.number),
    'output.status': told(plain.status),
    'supplier.name': told(supplier?.name),
    'supplier.address.street': told(supplier?.address?.street),
    'supplier.address.city': told(supplier?.address?.city),
    'supplier.vatId': told(supplier?.vatId),
    lines: lines === undefined ? '' : JSON.stringify(lines),
    total: told(plain.total),
    paid: told(plain.paid),
    days: told(plain.days),
  };
}

test('where a service refuses the field, the run goes on with the schema in words', async () => {
  simulator.configure({ ...quick, faults: { shares: { 'schema-refused': 1 } } });
  const { code, stderr } = await directory.run(invoices(20));
  expect(code, stderr).toBe(0);
  const check = await compileSchema(schema);
  const lines = directory.lines('out/results.jsonl') as unknown as Line[];
  for (const { output } of lines) expect(check(output)).toBeNull();
});
