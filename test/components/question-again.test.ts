import { afterEach, expect, test } from 'vitest';
import { closeConsole, open } from './open-console.ts';

afterEach(closeConsole);

test('a question that is closed and opened again at once is there to be read', async () => {
  const { terminal } = open(100, 30);
  await terminal.shows(/RUNNING/);
  for (let time = 0; time < 12; time++) {
    terminal.press('x');
    const text = await terminal.shows(/Stop cathedral\?/);
    expect(text).toMatch(/d +drain/);
    terminal.press('\x1b');
    await terminal.hides(/Stop cathedral/);
  }
});
