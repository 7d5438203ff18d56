import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { directory, eachTestOnSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

let terminal: PseudoTerminal | null = null;
afterEach(() => {
  terminal?.close();
  terminal = null;
});

const headless = (name: string, more: readonly string[] = []) => [
  ...['run', '--ui', 'plain', '--name', name, '--agents', '4'],
  ...['--base-url', `${simulator.url}/v1`, '--model', 'sim-small', ...more],
];

/** A run of 24 prompts that is killed once some of them are done. */
async function killedRun(name: string): Promise<void> {
  simulator.configure({ outputTokens: 150 });
  const run = directory.start(headless(name, ['--prompts', prompts(24)]));
  await run.says(/[1-9]\d*\/24 done/, 'stderr');
  run.child.kill('SIGKILL');
  await run.ended;
  simulator.configure({ outputTokens: 10 });
}

/** The console at its launch screen, and from there its history. */
async function history(): Promise<PseudoTerminal> {
  terminal = new PseudoTerminal(directory, []);
  await terminal.shows('simulator');
  terminal.press('h');
  await terminal.shows('─ history ─');
  return terminal;
}

/** More than one program is started, and each takes a while where much else is going on. */
const patienceMs = 60_000;

const runs = () => readdirSync(join(directory.path, 'swarm-runs'));

test(
  'a finished run is seen as it ended, with its answers, and nothing of it is changed',
  async () => {
    const { code } = await directory.run(headless('harbour', ['--prompts', prompts(12)]));
    expect(code).toBe(0);
    const [id] = runs();
    const files = readdirSync(join(directory.path, 'swarm-runs', id)).sort();
    const calls = simulator.record().totals.calls;

    const screen = await history();
    await screen.shows(/› harbour +■ finished .* 12 +0 +12/);
    screen.press('Enter');
    const text = await screen.shows(/read-only {2}■ DONE/);
    expect(text).toContain('harbour');
    expect(text).toMatch(/ended +DONE · 12 tasks done · exit code 0/);
    expect(text).toMatch(/─ 1 agents ─+ ■ 4 done/);
    screen.press('A');
    await screen.shows(/results {2}harbour .*read-only {2}12 done/);
    screen.press('Enter');
    await screen.shows(/Prompt number 0\?/);
    screen.press('Esc');
    await screen.shows('─ answers ─');
    screen.press('Esc');
    await screen.shows('─ 1 agents ─');
    screen.press('Esc');
    await screen.shows('─ history ─');
    screen.press('Esc');
    await screen.shows('Enter launch');
    screen.press('q');
    expect(await screen.ended).toBe(0);
    expect(readdirSync(join(directory.path, 'swarm-runs', id)).sort()).toEqual(files);
    expect(simulator.record().totals.calls).toBe(calls);
  },
  patienceMs,
);

test(
  'a run that was killed is resumed in the console and goes to its end',
  async () => {
    await killedRun('quay');
    const screen = await history();
    await screen.shows(/› quay +‖ unfinished/);
    screen.press('Enter');
    await screen.shows(/read-only {2}‖ UNFINISHED/);
    await screen.shows(/unfinished +resume with r · \d+ tasks not done/);
    screen.press('r');
    await screen.shows(/Resume quay\?/);
    screen.press('Enter');
    await screen.shows(/quay .*■ DONE/);
    screen.press('q');
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toMatch(/tasks +24 done/);
    const lines = directory.lines(join('swarm-runs', runs()[0], 'results.jsonl'));
    expect(lines.map(({ status }) => status)).toEqual(Array(24).fill('done'));
  },
  patienceMs,
);

test(
  'one run after the other is done in one console, and each leaves its summary',
  async () => {
    await killedRun('first');
    await killedRun('second');
    const screen = await history();
    await screen.shows(/second +‖ unfinished/);
    await screen.shows(/first +‖ unfinished/);
    screen.press('R');
    await screen.shows(/second .*■ DONE/);
    screen.press(':history\r');
    await screen.shows(/second +■ finished/);
    screen.press('j');
    await screen.shows(/› first/);
    screen.press('R');
    await screen.shows(/first .*■ DONE/);
    screen.press('q');
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toMatch(/run +\S+ {2}second [\s\S]*run +\S+ {2}first /);
  },
  patienceMs,
);

test(
  'a run that is running elsewhere can be looked at, and not resumed or deleted',
  async () => {
    simulator.configure({ outputTokens: 20_000 });
    const other = directory.start(headless('elsewhere', ['--prompts', prompts(8)]));
    await other.says('4 in flight', 'stderr');
    const screen = await history();
    await screen.shows(/› elsewhere +● running/);
    screen.press('r');
    await screen.shows(/elsewhere is running already/);
    screen.press('d');
    await screen.shows(/elsewhere is running and stays/);
    screen.press('Enter');
    await screen.shows(/read-only/);
    screen.press('q');
    expect(await screen.ended).toBe(0);
    other.child.kill('SIGTERM');
    other.child.kill('SIGKILL');
    await other.ended;
  },
  patienceMs,
);

test(
  'a run is deleted once that was confirmed',
  async () => {
    await directory.run(headless('gone', ['--prompts', prompts(2)]));
    const screen = await history();
    await screen.shows(/› gone +■ finished/);
    screen.press('d');
    await screen.shows(/Delete gone\?/);
    screen.press('y');
    await screen.shows('there are no runs here yet');
    expect(runs()).toEqual([]);
  },
  patienceMs,
);
