import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, expect, test } from 'vitest';
import { PseudoTerminal } from '../helpers/pseudo-terminal.ts';
import { directory, eachTestOnSimulator, onSimulator, prompts, simulator } from './on-simulator.ts';

eachTestOnSimulator();

let terminal: PseudoTerminal | null = null;
afterEach(() => {
  terminal?.close();
  terminal = null;
});

const patienceMs = 60_000;

/** A run under the console; the first three calls are refused for good. */
function run(count: number, more: readonly string[] = []): PseudoTerminal {
  simulator.configure({ faults: { shares: { 'bad-request': 1 }, firstCalls: 3 } });
  const args = ['run', '--prompts', prompts(count), '--agents', '4', '--name', 'cathedral'];
  terminal = new PseudoTerminal(directory, [...args, ...onSimulator(), ...more]);
  return terminal;
}

test(
  'failures are tried once more while the run lives, and the answers are there as they come',
  async () => {
    simulator.configure({ outputTokens: 400 });
    const screen = run(60);
    await screen.shows(/3 failed/);
    screen.press('A');
    await screen.shows(/results {2}cathedral .*● RUNNING/);
    await screen.shows(/✗ task-\d+ +agent_\d .*invalid-request/);
    screen.press('e');
    await screen.shows(/─ 3 tasks {2}1 kind ─/);
    screen.press('r');
    await screen.shows(/Retry 3 tasks: invalid-request 400/);
    screen.press('Enter');
    await screen.shows(/no task has failed for good/);
    screen.press('e');
    await screen.shows(/› ■ task-\d+ +agent_\d/);
    screen.press('Ctrl+C');
    await screen.shows('Stop cathedral?');
    screen.press('Ctrl+C');
    await screen.shows(/■ STOPPED/);
  },
  patienceMs,
);

test(
  'after the end answers are searched, read and exported, and the files are as the run left them',
  async () => {
    const screen = run(20);
    await screen.shows(/■ DONE/);
    screen.press('A');
    await screen.shows(/17 done · 3 failed/);
    screen.press('/');
    screen.type('invalid-request');
    await screen.shows(/\/invalid-request 3 of 20/);
    screen.press('Enter');
    screen.type(':export failed.csv shown\r');
    await screen.shows(/3 results in failed\.csv/);
    screen.type(':export all.jsonl\r');
    await screen.shows(/20 results in all\.jsonl/);
    screen.type(':export all.jsonl\r');
    await screen.shows(/all\.jsonl is there already; export! all\.jsonl replaces it/);
    screen.press('Ctrl+U');
    screen.type('export! all.jsonl status:done\r');
    await screen.shows(/17 results in all\.jsonl/);
    screen.press('r');
    await screen.shows(/the run is over; swarmdeck resume \S+ --failed/);
    screen.press('Ctrl+C');
    expect(await screen.ended).toBe(1);

    const csv = readFileSync(join(directory.path, 'failed.csv'), 'utf8');
    const records = parse(csv, { columns: true, recordDelimiter: '\r\n' }) as Record<
      string,
      string
    >[];
    expect(records.map(({ status, error_class }) => `${status} ${error_class}`)).toEqual(
      Array(3).fill('failed invalid-request'),
    );
    const results = directory.lines('out/results.jsonl');
    expect(directory.lines('all.jsonl')).toEqual(results.filter(({ status }) => status === 'done'));
  },
  patienceMs,
);
