import { afterEach, expect, test } from 'vitest';
import { FixtureTools } from '../fixture-tools.ts';
import { RunFixture } from '../run-fixture.ts';
import { closeLinear, talk } from './open-linear.ts';

afterEach(closeLinear);

const quiet = () => new RunFixture({ roles: { kaoz: 6 }, faults: 0, tasks: 60 }).advance(1_000);
const ask = (run: RunFixture, agent: number, command: string) =>
  new FixtureTools(run, agent, [{ id: 'a', tool: 'shell', arguments: { command } }]).asks(
    'a',
    'shell',
    { command },
  );

test('what a tool asks is told at once, its arguments to the letter', async () => {
  const { run, says } = talk({ run: quiet() });
  await says(/an empty line says how the run stands\./);
  ask(run, 2, 'rm -rf ~/x · 5s → /s');
  const said = await says(/refuse kaoz_2; asks says who asks\./);
  expect(said).toContain(
    'kaoz_2 asks whether shell may run with {"command":"rm -rf ~/x · 5s → /s"}\nType allow kaoz_2 or',
  );
});

test('of many that ask the first are told, and all are listed on asking', async () => {
  const { run, says, type } = talk({ run: quiet() });
  await says(/an empty line says/);
  for (const agent of [0, 1, 2, 3, 4]) ask(run, agent, `ls ${agent}`);
  await says(/2 more ask\. Type asks to hear of all\./);
  type('asks');
  const listed = await says(/5\. kaoz_4: shell, for .*\./);
  expect(listed).toContain('5 calls ask whether to run.');
  type('2');
  await says(
    /Allow kaoz_1\?\nkaoz_1 asks whether shell may run with \{"command":"ls 1"\}\n1\. yes/,
  );
  type('no');
  await says(/Nothing was done\./);
  type('refuse kaoz_1');
  await says(/1 refused\./);
  expect(run.commands).toEqual(['refuse kaoz_1']);
  type('');
  await says(/4 tools ask whether they may run; asks lists them\./);
});

test('a yes allows what was read out, and not what has asked since', async () => {
  const { run, says, type } = talk({ run: quiet() });
  await says(/an empty line says/);
  ask(run, 0, 'ls');
  await says(/Type allow kaoz_0/);
  type('allow all');
  await says(/Allow all\?\nkaoz_0 asks whether .*\{"command":"ls"\}\n1\. yes/);
  ask(run, 1, 'rm');
  type('yes');
  await says(/1 allowed\./);
  expect(run.snapshot().asked.map(({ agent }) => agent)).toEqual([1]);
});

test('help says how tools are answered, and who asks needs attention', async () => {
  const { run, says, type } = talk({ run: quiet() });
  await says(/an empty line says/);
  type('help');
  const help = await says(/quit/);
  expect(help).toMatch(/asks, tools that ask whether they may run/);
  expect(help).toMatch(/allow SELECTION, let the tools run that ask first/);
  ask(run, 3, 'ls');
  await says(/Type allow kaoz_3/);
  type('agents');
  await says(
    /1 in tools[\s\S]*1 agent needs attention\.\n1\. kaoz_3: tool for .*, asks for shell\./,
  );
});
