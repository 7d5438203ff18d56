import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { EventOf, RunEvent, RunEventType } from '../../src/state/events.ts';
import { aliveIn, openDescriptors, zombiesOf } from '../helpers/processes.ts';
import { folder, resolved } from '../helpers/spec.ts';

const agent = fileURLToPath(new URL('../helpers/programs/agent.sh', import.meta.url));

/** A session of programs with its events kept, not begun. */
async function open(yaml: string) {
  const spec = await resolved(
    { flags: { out: join(folder(), 'run') } },
    `retry: { retries: 0 }\nbreaker: { failures: 50, share: 1, window: 100 }\n${yaml}`,
  );
  const session = await Session.open({ spec, plan: compilePlan(spec), environment: {} });
  const events: RunEvent[] = [];
  session.engine.onEvent((event) => events.push(event));
  const all = <T extends RunEventType>(type: T) =>
    events.filter((event): event is EventOf<T> => event.type === type);
  return { session, events, all };
}

/** The groups of all programs that ran. */
function groupsOf(stages: readonly EventOf<'call.stage'>[]): number[] {
  return stages.map(({ stage }) => Number(/^running pid (\d+)$/.exec(stage)?.[1]));
}

/** Resolves when so many calls stream. */
function streaming(session: Session, wanted: number): Promise<void> {
  let count = 0;
  return new Promise((resolve) => {
    session.engine.onEvent(({ type }) => {
      if (type === 'call.streaming' && ++count === wanted) resolve();
    });
  });
}

const exits = [1, 64, 75, 77, 124, 130];

test('a hundred programs run twenty at a time, and nothing of them is left', async () => {
  const held = process.platform === 'linux' ? openDescriptors() : null;
  const prompts = [
    ...Array.from({ length: 50 }, (_, i) => ({ role: 'echo', prompt: `Grüße ${i}\nzwei` })),
    ...Array.from({ length: 44 }, (_, i) => ({ role: 'script', prompt: `say this is ${i}` })),
    ...exits.map((code) => ({ role: 'script', prompt: `exit ${code}` })),
  ];
  const { session, events, all } = await open(
    `agents: 20\nconcurrency: 20\nprovider: exec\nroles:\n` +
      `  echo: { exec: { command: [cat] }, instructions: Be brief. }\n` +
      `  script: { exec: { command: [${agent}], exitCodes: { 130: content-filter } } }\n` +
      `workload: { prompts: ${JSON.stringify(prompts)} }\n`,
  );
  session.engine.start();
  const { outcome } = await session.finish();
  expect(outcome).toMatchObject({ phase: 'DONE', exitCode: 1 });

  const answers = all('task.finished').map(({ task, text }) => [task, text]);
  expect(Object.fromEntries(answers)).toEqual(
    Object.fromEntries([
      ...Array.from({ length: 50 }, (_, i) => [i, `Be brief.\n\nGrüße ${i}\nzwei`]),
      ...Array.from({ length: 44 }, (_, i) => [50 + i, `this is ${i} `]),
    ]),
  );
  expect(all('task.failed').map((event) => [event.class, event.message])).toEqual(
    expect.arrayContaining([
      ['server', 'exit code 1: as you wish: 1'],
      ['invalid-request', 'exit code 64: as you wish: 64'],
      ['overloaded', 'exit code 75: as you wish: 75'],
      ['auth', 'exit code 77: as you wish: 77'],
      ['timeout', 'exit code 124 (its time limit is over): as you wish: 124'],
      ['content-filter', 'exit code 130: as you wish: 130'],
    ]),
  );

  let inFlight = 0;
  let most = 0;
  for (const { type } of events) {
    if (type === 'task.started') most = Math.max(most, ++inFlight);
    if (type === 'task.finished' || type === 'task.failed') inFlight--;
  }
  expect(most).toBe(20);
  // What was said word by word came piece by piece.
  const streamed = all('call.streaming').filter(({ task }) => task >= 50);
  expect(streamed).toHaveLength(44);

  const groups = groupsOf(all('call.stage'));
  expect(new Set(groups).size).toBe(100);
  expect(groups.flatMap(aliveIn)).toEqual([]);
  expect(zombiesOf(process.pid)).toEqual([]);
  if (held !== null) await expect.poll(openDescriptors).toBeLessThanOrEqual(held);
});

test('a stop kills a program that hangs, with all of its group, within 250 ms', {
  // A machine that is busy with others is looked at again.
  retry: 2,
}, async () => {
  const { session, all } = await open(
    `agents: 20\nprovider: exec\nexec: { command: [${agent}] }\nworkload: { prompts: [hang], repeat: 30 }\n`,
  );
  const alive: number[] = [];
  session.engine.onEvent((event) => {
    if (event.type !== 'stop.proven') return;
    alive.push(
      ...groupsOf(all('call.stage'))
        .flatMap(aliveIn)
        .map(({ pid }) => pid),
    );
  });
  const ready = streaming(session, 20);
  session.engine.start();
  await ready;
  const groups = groupsOf(all('call.stage'));
  expect(groups.flatMap(aliveIn).length).toBeGreaterThanOrEqual(40);
  session.command({ type: 'stop', mode: 'now' }, { by: 'you' });
  expect((await session.finish()).outcome).toMatchObject({ phase: 'STOPPED', exitCode: 130 });
  const [proof] = all('stop.proven');
  expect(alive).toEqual([]);
  expect(proof).toMatchObject({ callsCut: 20, processesEnded: 20, socketsClosed: 0 });
  expect(proof.closedT - proof.askedT).toBeLessThanOrEqual(250);
  expect(zombiesOf(process.pid)).toEqual([]);
  // What was cut can be done by a resume; the others were never begun.
  expect(all('call.stage')).toHaveLength(20);
});

test('a drain waits for its programs, and has none to end', async () => {
  const { session, all } = await open(
    `agents: 2\nprovider: exec\nexec: { command: [${agent}] }\nworkload: { prompts: [say a b], repeat: 9 }\n`,
  );
  const ready = streaming(session, 2);
  session.engine.start();
  await ready;
  session.command({ type: 'stop', mode: 'drain' }, { by: 'you' });
  await session.finish();
  expect(all('stop.proven')[0]).not.toHaveProperty('processesEnded');
  expect(all('task.finished').length).toBeGreaterThanOrEqual(2);
});

test('a cancel ends one program and no other', async () => {
  const { session, all } = await open(
    `agents: 2\nprovider: exec\nexec: { command: [${agent}] }\nworkload: { prompts: [hang, hang] }\n`,
  );
  const ready = streaming(session, 2);
  session.engine.start();
  await ready;
  const [first, second] = all('call.stage');
  session.command({ type: 'cancel', selection: { tasks: [first.task] } }, { by: 'you' });
  await expect.poll(() => groupsOf([first]).flatMap(aliveIn)).toEqual([]);
  expect(groupsOf([second]).flatMap(aliveIn).length).toBeGreaterThanOrEqual(2);
  expect(all('task.cancelled')).toMatchObject([{ task: first.task }]);
  session.command({ type: 'stop', mode: 'now' }, { by: 'you' });
  await session.finish();
});

test('a program knows what it works on, and what it is told of a conversation', async () => {
  const { session, all } = await open(
    `agents: 1\nprovider: exec\nexec: { command: [sh, -c, 'echo "$SWARMDECK_ROLE $SWARMDECK_TASK $SWARMDECK_ATTEMPT"'] }\n` +
      `roles: { kaoz: {} }\nworkload: { prompts: [{ id: q7, prompt: Hello }] }\n`,
  );
  session.engine.start();
  await session.finish();
  expect(all('task.finished')[0].text).toBe('kaoz q7 1');
});

test('an answer that is not in its form is asked for once more, with what was said', async () => {
  const schema = '{ type: object, required: [n], properties: { n: { type: number } } }';
  const { session, all } = await open(
    `agents: 1\nprovider: exec\nexec: { command: [sh, -c, 'grep -q Assistant: && echo "{\\"n\\":4}" || echo four'] }\n` +
      `roles: { kaoz: { schema: ${schema} } }\nworkload: { prompts: [What is 2 + 2?] }\n`,
  );
  session.engine.start();
  await session.finish();
  expect(all('turn.finished')).toMatchObject([{ text: 'four' }]);
  expect(all('task.finished')[0].text).toBe('{"n":4}');
});

test('a program that is not there ends the run with exit code 4, or hands over', async () => {
  const missing = 'exec: { command: [no-such-program] }';
  const alone = await open(
    `agents: 2\nprovider: exec\n${missing}\nworkload: { prompts: [a], repeat: 10 }\n`,
  );
  alone.session.engine.start();
  expect((await alone.session.finish()).outcome).toMatchObject({ exitCode: 4 });

  const other = await open(
    `agents: 2\nroles: { r: { provider: exec, ${missing}, fallbacks: [{ provider: exec, exec: { command: [cat] } }] } }\nworkload: { prompts: [a], repeat: 10 }\n`,
  );
  other.session.engine.start();
  expect((await other.session.finish()).outcome).toMatchObject({ exitCode: 0 });
});

test('a task looked at while it runs is a command that a shell can run', async () => {
  const { session } = await open(
    `agents: 1\nprovider: exec\nexec: { command: [${agent}] }\nworkload: { prompts: [hang] }\n`,
  );
  const ready = streaming(session, 1);
  session.engine.start();
  await ready;
  const raw = session.tasks.rawCall(0);
  expect(raw).toMatchObject({ asSent: true, live: true, request: { command: [agent] } });
  expect(raw?.head).toEqual({ pid: expect.any(Number) });
  expect(session.tasks.partialText(0)).toBe('ready\n');
  session.command({ type: 'stop', mode: 'now' }, { by: 'you' });
  await session.finish();
  session.tasks.closeRaw();
  expect(session.tasks.rawCall(0)).toMatchObject({
    asSent: false,
    request: { command: [agent], stdin: 'hang', environment: { SWARMDECK_MODEL: 'agent.sh' } },
  });
});
