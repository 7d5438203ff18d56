import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineAgent } from '../../src/agents/code-agent.ts';
import { type OldAgent, wrapAgent } from '../../src/agents/wrap-agent.ts';
import { printDryRun } from '../../src/cli/dry-run.ts';
import { Session, type SessionOptions } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import { openRun } from '../../src/store/open-run.ts';
import { captured, folder, refusal, resolved } from '../helpers/spec.ts';

const workload = '{ prompts: [one, two, three, four] }';

async function open(
  roles: string,
  files: Readonly<Record<string, string>> = {},
  more: Partial<SessionOptions> = {},
): Promise<{ session: Session; out: string }> {
  const cwd = folder({ 'package.json': '{ "type": "module" }', ...files });
  const out = join(cwd, 'run');
  const yaml = `agents: 2\nprovider: code\nroles: ${roles}\nworkload: ${workload}\nout: run\n`;
  const spec = await resolved({ cwd }, yaml);
  const session = await Session.open({ spec, plan: compilePlan(spec), environment: {}, ...more });
  return { session, out };
}

async function runToEnd({ session, out }: { session: Session; out: string }) {
  session.engine.start();
  const ended = await session.finish();
  const lines = (file: string) =>
    readFileSync(join(out, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { ...ended, results: lines('results.jsonl'), log: lines('log.jsonl') };
}

const kaoz = `export default { processTask: ({ prompt, agent }, { warn }) => {
  warn('careful');
  return agent.split('_')[0] + ' ' + prompt;
} };
export class Order { #n = 0; run() { return ++this.#n; } close() { throw new Error('the door is stuck'); } }
export const mark = 'no agent';`;

test('agents of a spec are code of modules: the default, or what it names', async () => {
  const { outcome, results, metrics, log } = await runToEnd(
    await open('{ kaoz: { code: ./kaoz.js }, order: { code: "./kaoz.js#Order" } }', {
      'kaoz.js': kaoz,
    }),
  );
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 0 });
  const texts = (role: string) =>
    results.filter((line) => line.role === role).map(({ text }) => text);
  expect(texts('kaoz').every((text) => /^kaoz (one|two|three|four)$/.test(text))).toBe(true);
  expect(texts('order')).toEqual(texts('order').map((_, index) => `${index + 1}`));
  expect(metrics).toMatchObject({ calls: 0, cost_usd: 0 });
  const said = log.map(({ message }) => message);
  expect(said).toContainEqual(expect.stringMatching(/^\S+: its code: careful$/));
  expect(said).toContain('the code of order did not shut down as it should: the door is stuck');
  const { stats } = log.find(({ message }) => message === 'the code of order has ended');
  expect(stats).toMatchObject({ tasksProcessed: texts('order').length, failed: 0 });
});

test('a module begins anew with each run, and is one for all roles of a run', async () => {
  const counting = 'let n = 0; export default () => ++n; export const other = () => ++n;';
  const opened = await open('{ a: { code: ./n.js }, b: { code: "./n.js#other" } }', {
    'n.js': counting,
  });
  const file = join(opened.out, '..', 'n.js');
  const { results } = await runToEnd(opened);
  expect(results.map(({ text }) => text).toSorted()).toEqual(['1', '2', '3', '4']);
  const again = await runToEnd(await open(`{ a: { code: ${file} } }`));
  expect(again.results.map(({ text }) => text).toSorted()).toEqual(['1', '2', '3', '4']);
});

test('agents that a program gives go before those of the spec, and are ended with the session', async () => {
  let ended = 0;
  const given = defineAgent({
    processTask: ({ prompt }) => `given ${prompt}`,
    shutdown: () => {
      ended++;
    },
  });
  const { results } = await runToEnd(
    await open(
      '{ a: { code: ./kaoz.js }, b: {} }',
      { 'kaoz.js': 'throw new Error("not loaded")' },
      { agents: { a: given, b: given } },
    ),
  );
  expect(results.map(({ text }) => text).toSorted()).toEqual([
    'given four',
    'given one',
    'given three',
    'given two',
  ]);
  expect(ended).toBe(1);
});

test('a run goes on with the code of its modules', async () => {
  const agent = `let first = true;
    export default async (prompt, { signal }) => {
      if (prompt === 'one') return 'was here';
      if (process.env.SWARMDECK_TEST_AGAIN) return 'again';
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };`;
  const first = await open('{ a: { code: ./a.js } }', { 'a.js': agent });
  const { session, out } = first;
  session.engine.onEvent((event) => {
    if (event.type === 'task.finished')
      session.command({ type: 'stop', mode: 'now' }, { by: 'you' });
  });
  expect((await runToEnd(first)).outcome.phase).toBe('STOPPED');
  process.env.SWARMDECK_TEST_AGAIN = '1';
  try {
    const opened = openRun(out);
    expect(opened.spec.roles[0].code).toMatchObject({ kind: 'module', exported: 'default' });
    const { spec, plan } = opened;
    const again = await Session.open({ spec, plan, environment: {}, opened });
    const { results } = await runToEnd({ session: again, out });
    expect(results.map(({ text }) => text).toSorted()).toEqual([
      'again',
      'again',
      'again',
      'was here',
    ]);
  } finally {
    delete process.env.SWARMDECK_TEST_AGAIN;
  }
});

test('a run whose agents a program gave goes on from there, and from nowhere else', async () => {
  const hangs = wrapAgent(() => new Promise(() => {}), { shutdownSeconds: 0.01 });
  const first = await open('{ a: {} }', {}, { agents: { a: hangs } });
  first.session.engine.start();
  first.session.command({ type: 'stop', mode: 'now' }, { by: 'you' });
  await first.session.finish();
  const record = readFileSync(join(first.out, 'run.json'), 'utf8');
  expect(JSON.parse(record).spec.roles[0].code).toEqual({ kind: 'given' });

  const opened = openRun(first.out);
  const { spec, plan } = opened;
  expect(await refusal(Session.open({ spec, plan, environment: {}, opened }))).toBe(
    'the agents of a were code of the program that began the run; go on with it from there: Session.open({ opened, agents: { a: … } })',
  );
  const second = openRun(first.out);
  const agents = { a: wrapAgent((prompt: string) => prompt) };
  const session = await Session.open({
    spec,
    plan: second.plan,
    environment: {},
    opened: second,
    agents,
  });
  const { results, outcome } = await runToEnd({ session, out: first.out });
  expect(outcome.exitCode).toBe(0);
  expect(results).toHaveLength(4);
});

test('what code asks of a role that calls no model is refused, and it may go on', async () => {
  const agent = defineAgent({
    async processTask({ prompt }, { chat }) {
      if (prompt !== 'one') return chat('a');
      return chat('a').catch(({ name, message }: Error) => `${name}: ${message}`);
    },
  });
  const { results, outcome } = await runToEnd(
    await open('{ a: {} }', {}, { agents: { a: agent } }),
  );
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 1 });
  expect(results[0].text).toBe(
    'CallFailure: provider code calls no model; give the role a provider that does, with the model that it is to ask',
  );
  expect(results.slice(1).every(({ error }) => error.class === 'invalid-request')).toBe(true);
});

test('a budget is no hindrance for code that calls no model, and a dry run says what it is', async () => {
  const cwd = folder({ 'a.js': 'throw new Error("not loaded")' });
  const yaml = `provider: code\nroles: { a: { code: ./a.js } }\nworkload: ${workload}\nbudget: { usd: 1 }\n`;
  const spec = await resolved({ cwd }, yaml);
  const { stdout, texts } = captured();
  await printDryRun({ spec, plan: compilePlan(spec), provenance: new Map() }, stdout);
  expect(texts.stdout).toContain('route code/none calls no model');
  expect(texts.stdout).toContain('code/none: its code calls no model');
  expect(texts.stdout).toMatch(/tokens in +0 +0 +0/);
  expect(texts.stdout).toContain('The code of a makes no calls;');
});

test.each<[string, string, Readonly<Record<string, string>>, RegExp]>([
  [
    'no such file',
    '{ a: { code: ./no.ts } }',
    {},
    /swarm\.yaml:3.*roles\.a\.code: expected a module, but there is no file \/.*no\.ts$/,
  ],
  [
    'no such export',
    '{ a: { code: "./a.js#kaos" } }',
    { 'a.js': 'export const kaoz = () => 1;' },
    /^roles\.a\.code: .*a\.js exports no `kaos`; did you mean `kaoz`\?$/,
  ],
  [
    'no agent',
    '{ a: { code: ./a.js } }',
    { 'a.js': 'export default 5;' },
    /^roles\.a\.code: `default` of .*a\.js is no agent \(wrapAgent takes a function, .*; got number\); see docs\/code-agents\.md$/,
  ],
  [
    'a module that throws',
    '{ a: { code: ./a.js } }',
    { 'a.js': 'throw new Error("no\\nkey");' },
    /^\/.*a\.js: cannot be loaded as a module: no$/,
  ],
  [
    'no code at all',
    '{ a: {} }',
    {},
    /^roles\.a: provider code calls no model, and nothing says what its agents are; name a module/,
  ],
  [
    'an address where nothing is called',
    '{ a: { provider: code, baseUrl: "http://localhost:1", code: ./a.js } }',
    { 'a.js': '' },
    /roles\.a\.baseUrl: provider code calls no model and has no address/,
  ],
])('%s is told in one sentence, before there is a run', async (_, roles, files, words) => {
  expect(await refusal(open(roles, files))).toMatch(words);
});

test('agents for a role that there is none of, and what is no agent, are refused', async () => {
  const agents = { kaos: wrapAgent(() => 1) };
  expect(await refusal(open('{ kaoz: {} }', {}, { agents }))).toBe(
    'agents: there is no role `kaos`; did you mean `kaoz`?',
  );
  const none = { kaoz: ((prompt: string) => prompt) as OldAgent } as never;
  expect(await refusal(open('{ kaoz: {} }', {}, { agents: none }))).toBe(
    'agents.kaoz: expected what defineAgent or wrapAgent gives',
  );
});

test('code of TypeScript is loaded as it is written, and its mistakes have a line', async () => {
  const good =
    'const add = (n: number): number => n + 1; export default (p: string) => add(p.length);';
  const { results } = await runToEnd(await open('{ a: { code: ./a.ts } }', { 'a.ts': good }));
  expect(results[0].text).toBe('4');
  const bad = folder();
  writeFileSync(join(bad, 'bad.mjs'), 'export default (');
  expect(await refusal(open(`{ a: { code: ${join(bad, 'bad.mjs')} } }`))).toMatch(
    /bad\.mjs(:\d+)?: cannot be loaded as a module: /,
  );
});
