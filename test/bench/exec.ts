import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { Session } from '../../src/cli/session.ts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { ExecPolicy, ResolvedSpec } from '../../src/spec/resolved.ts';
import type { RunEvent } from '../../src/state/events.ts';
import { aliveIn } from '../helpers/processes.ts';
import { promptsOf } from '../helpers/prompts-of.ts';
import { noLimits } from '../helpers/tuning.ts';
import { benchSpec } from './bench-spec.ts';

const agent = fileURLToPath(new URL('../helpers/programs/agent.sh', import.meta.url));

/** How fast programs are run, beside bare `spawn`, and how long a stop of hung ones takes. */
export async function execBench(): Promise<void> {
  await paceBench();
  await stopBench();
}

async function paceBench(): Promise<void> {
  const [tasks, atOnce] = [1_000, 20];
  console.log(`\nexec: ${tasks} runs of cat, ${atOnce} at a time`);
  console.log('                      runs/s  CPU ms a run');
  await paced('spawn() and p-limit', tasks, async () => {
    const limit = pLimit(atOnce);
    await Promise.all(
      Array.from({ length: tasks }, (_, i) =>
        limit(async () => {
          const child = spawn('cat', { stdio: ['pipe', 'pipe', 'pipe'] });
          let text = '';
          child.stdout.setEncoding('utf8').on('data', (piece) => {
            text += piece;
          });
          child.stdin.end(`Say something about number ${i}.`);
          await once(child, 'close');
          if (text === '') throw new Error('cat said nothing');
        }),
      ),
    );
  });
  await paced('swarmdeck, all on', tasks, () =>
    withPrograms(['cat'], '', atOnce, tasks, async (session) => {
      session.engine.start();
      await session.finish();
    }),
  );
}

async function stopBench(): Promise<void> {
  console.log('\nexec: stop now, every program hung, deaf to SIGTERM, with a child of its own');
  console.log('programs  processes  acknowledged  all ended, ms  alive at the proof');
  for (const programs of [1, 20, 100]) {
    await withPrograms([agent], 'hang', programs, programs, async (session) => {
      const groups: number[] = [];
      let alive = Number.NaN;
      let streaming = 0;
      const ready = new Promise<void>((resolve) => {
        session.engine.onEvent((event: RunEvent) => {
          if (event.type === 'call.stage') groups.push(Number(event.stage.split(' ').at(-1)));
          if (event.type === 'call.streaming' && ++streaming === programs) resolve();
          if (event.type === 'stop.proven') alive = groups.flatMap(aliveIn).length;
        });
      });
      session.engine.start();
      await ready;
      const processes = groups.flatMap(aliveIn).length;
      session.command({ type: 'stop', mode: 'now' }, { by: 'bench' });
      await session.finish();
      const proof = session.engine.state.stopProof;
      if (proof === null) throw new Error('the stop was not proven');
      console.log(
        [
          String(programs).padStart(8),
          String(processes).padStart(10),
          (proof.acknowledgedT - proof.askedT).toFixed(1).padStart(13),
          (proof.closedT - proof.askedT).toFixed(0).padStart(14),
          String(alive).padStart(19),
        ].join(' '),
      );
    });
  }
  console.log('gate: 250 ms, none alive');
}

async function paced(name: string, runs: number, work: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    [
      name.padEnd(20),
      (runs / seconds).toFixed(0).padStart(7),
      ((user + system) / 1_000 / runs).toFixed(2).padStart(13),
    ].join(' '),
  );
}

async function withPrograms(
  command: readonly string[],
  prompt: string,
  atOnce: number,
  tasks: number,
  use: (session: Session) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-bench-'));
  try {
    const out = join(directory, 'run');
    const spec = onProgram(benchSpec({ url: '', agents: atOnce, tasks, out }), command, prompt);
    await use(await Session.open({ spec, plan: compilePlan(spec), environment: {} }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function onProgram(spec: ResolvedSpec, command: readonly string[], prompt: string): ResolvedSpec {
  const exec: ExecPolicy = {
    command,
    input: 'stdin',
    cwd: process.cwd(),
    env: {},
    profile: 'text',
    jsonl: null,
    exitCodes: {},
    maxOutputBytes: 1_000_000,
  };
  const [route] = spec.routes;
  const name = 'exec/bench';
  const asked = promptsOf(spec);
  return {
    ...spec,
    routes: [
      {
        ...route,
        name,
        provider: 'exec',
        model: 'bench',
        baseUrl: 'exec:bench',
        exec,
        limits: noLimits,
      },
    ],
    workload: prompt === '' ? asked : { ...asked, items: asked.items.map(() => ({ prompt })) },
  };
}
