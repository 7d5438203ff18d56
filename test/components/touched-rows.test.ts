import { PassThrough } from 'node:stream';
import { Box, render, Text } from 'ink';
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { touchedRows } from '../../components/terminal/touched-rows.ts';

const rows = 5;

/** What Ink itself writes when the lines of a full screen change. */
async function frameOf(before: readonly string[], after: readonly string[]): Promise<string> {
  const written: string[] = [];
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 20, rows });
  stdout.on('data', (chunk) => written.push(String(chunk)));
  const screen = (lines: readonly string[]) =>
    createElement(
      Box,
      { width: 20, height: rows, flexDirection: 'column' },
      ...lines.map((line, y) => createElement(Text, { key: y }, line)),
    );
  const ink = render(screen(before), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
  });
  await ink.waitUntilRenderFlush();
  const first = written.length;
  ink.rerender(screen(after));
  await ink.waitUntilRenderFlush();
  const frame = written.slice(first).join('');
  ink.unmount();
  return frame;
}

const five = ['one', 'two', 'three', 'four', 'five'];
const changed = (...which: readonly number[]) =>
  five.map((line, y) => (which.includes(y) ? `${line}, and more` : line));

test.each([[[0]], [[4]], [[1, 3]], [[0, 1, 2, 3, 4]]])(
  'of a frame of Ink it is known that rows %j were written to',
  async (which) => {
    const frame = await frameOf(five, changed(...which));
    expect([...(touchedRows(frame, rows) ?? [])]).toEqual(which);
  },
);

test('modes touch nothing, and what goes elsewhere cannot be told', () => {
  expect(touchedRows('\x1b[?25l', rows)).toEqual(new Set());
  expect(touchedRows('\x1b[2J', rows)).toBeNull();
  expect(touchedRows('\x1b[1;1H\x1b[Jtext', rows)).toBeNull();
  expect(touchedRows('text where the cursor was', rows)).toBeNull();
});
