import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { promptServer } from '../helpers/prompt-server.ts';
import { directory, eachTestInTerminal, openConsole, terminal } from './console-on-simulator.ts';

eachTestInTerminal();

const chinese = '如何描述一座港口的清晨？';
/** Hebrew in it, other than that of the prompts. */
const name = '大教堂 שער';
const korean = '항구의 아침';
const arabic = 'صف صباح الميناء';
const hebrew = 'תאר בוקר בנמל';
/** Letters with marks of their own, and a mark that would turn the direction of all that follows. */
const marked = 'e\u0301te\u0301 \u202eover\u202c';
const words = [chinese, korean, arabic, hebrew, marked, 'plain'];

/** A run whose prompts, errors and answers are in these scripts. */
async function openRun(columns: number, rows: number, more: readonly string[]) {
  const server = await promptServer(
    ({ prompt }) =>
      prompt.startsWith('0')
        ? {
            status: 400,
            body: { error: { message: `无法回答 ${prompt}`, code: 'invalid_prompt' } },
          }
        : null,
    20,
    ({ prompt }) => `答案 ${prompt} · تم`,
  );
  const prompts = words.map((text, i) =>
    JSON.stringify({ id: `${text}-${i}`, prompt: `${i} ${text}` }),
  );
  const file = join(directory.path, '提示.jsonl');
  writeFileSync(file, prompts.join('\n'));
  const args = ['run', '--prompts', file, '--agents', '2', '--name', name];
  openConsole([...args, '--base-url', server.url, '--out', 'out', ...more], { columns, rows });
  return server;
}

/** Every pane of the right-hand column begins in the same column, with blanks before it. */
function expectColumnsKept(): void {
  const left = terminal.find('─ 2 throughput')?.x ?? 0;
  expect(left).toBeGreaterThan(0);
  for (const title of ['─ 3 routes', '─ 4 queue', '─ 5 cost', '─ 6 limits']) {
    const place = terminal.find(title);
    expect(place?.x, title).toBe(left);
  }
  const top = terminal.find('─ 2 throughput')?.y ?? 0;
  for (let y = top; y < terminal.rows().length - 2; y++) {
    const gap = [terminal.cellAt(left - 2, y).text, terminal.cellAt(left - 1, y).text];
    expect(gap, `row ${y} of\n${terminal.text()}`).toEqual([' ', ' ']);
  }
}

test.each([
  [120, 40],
  [160, 45],
])(
  'names, prompts and errors in wide and right-to-left scripts keep the columns at %i×%i',
  async (columns, rows) => {
    const server = await openRun(columns, rows, []);
    try {
      await terminal.shows(/DONE|FAILED/);
      const screen = await terminal.shows('无法回答');
      expect(screen).toContain(name);
      // What would turn the direction of the screen never reaches it.
      expect(terminal.written).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      expectColumnsKept();
    } finally {
      await server.close();
    }
  },
);

test('answers in such scripts are read in the question about a canary, each in a row of its own', async () => {
  const server = await openRun(100, 30, ['--canary', '5']);
  try {
    const screen = await terminal.shows('Go on with 大教堂');
    for (const text of [korean, arabic, hebrew]) {
      const rows = terminal.rows().filter((row) => row.includes(`${text} · تم`));
      expect(rows, `${text} in\n${screen}`).toHaveLength(1);
    }
    const columns = [1, 2, 3, 4].map((i) => terminal.find(`答案 ${i} `)?.x);
    expect(columns, screen).toEqual(Array(4).fill(terminal.find('invalid-request: 400')?.x));
  } finally {
    await server.close();
  }
});
