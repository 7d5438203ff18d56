import { expect, test } from 'vitest';
import { type Lendable, suspend } from '../../components/terminal/suspend.ts';
import { TerminalInput } from '../../components/terminal/terminal-input.ts';
import { TerminalModes } from '../../components/terminal/terminal-modes.ts';
import { TerminalOutput } from '../../components/terminal/terminal-output.ts';
import { FakeTerminal } from './fake-terminal.ts';

function lendable() {
  const terminal = new FakeTerminal(40, 10);
  const output = new TerminalOutput(terminal.stdout);
  const input = new TerminalInput(terminal.stdin);
  const modes = new TerminalModes();
  output.write(modes.turn('unwrapped', true) + modes.turn('mouse', true));
  const parts: Lendable = {
    output,
    input,
    modes,
    ink: async (work) => {
      output.write('[ink leaves]');
      await work();
      output.write('[ink takes]');
    },
  };
  const painted: string[] = [];
  output.onForeignWrite = () => painted.push('painted');
  return { terminal, output, input, parts, painted };
}

test('what is on is turned off before the work and on after it, and then painted', async () => {
  const { terminal, output, parts, painted } = lendable();
  await Promise.resolve();
  painted.length = 0;
  const before = terminal.transcript.length;
  const given = await suspend(parts, () => {
    expect(output.lent).toBe(true);
    expect(output.ready).toBe(false);
    expect(terminal.transcript.slice(before)).toBe('[ink leaves]\x1b[?7h\x1b[?1006l\x1b[?1000l');
    output.write('dropped');
    output.paint(Buffer.from('dropped'));
    expect(painted).toEqual([]);
    return 7;
  });
  expect(given).toBe(7);
  expect(output.ready).toBe(true);
  expect(painted).toEqual(['painted']);
  expect(terminal.transcript.slice(before)).not.toContain('dropped');
  expect(terminal.transcript).toMatch(/\[ink takes\]\x1b\[\?7l\x1b\[\?1000h\x1b\[\?1006h$/);
});

test('nothing is read while somebody else has the terminal', async () => {
  const { terminal, input, parts } = lendable();
  await suspend(parts, async () => {
    terminal.press('for the pager');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(input.read()).toBeNull();
    (terminal.stdin as unknown as { read(): unknown }).read();
  });
  terminal.press('p');
  await expect.poll(() => input.read()?.toString()).toBe('p');
});

test('work that fails gives the terminal back and its error', async () => {
  const { output, parts } = lendable();
  await expect(suspend(parts, () => Promise.reject(new Error('no pager')))).rejects.toThrow(
    'no pager',
  );
  expect(output.lent).toBe(false);
});

test('a terminal that is given away already is not given away again', async () => {
  const { terminal, parts } = lendable();
  const given = await suspend(parts, () => suspend(parts, () => 'both'));
  expect(given).toBe('both');
  expect(terminal.transcript.match(/ink leaves/g)).toHaveLength(1);
});

test('a terminal that is just coming back is given away again, its modes turned off', async () => {
  const { terminal, output, parts } = lendable();
  let second: Promise<boolean> | undefined;
  let modesAtWork = '';
  const ink: Lendable['ink'] = async (work) => {
    await parts.ink(work);
    second ??= suspend(parts, () => {
      modesAtWork = terminal.transcript;
      return output.lent;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await suspend({ ...parts, ink }, () => {});
  expect(await second).toBe(true);
  expect(modesAtWork).toMatch(/\x1b\[\?7h\x1b\[\?1006l\x1b\[\?1000l$/);
  expect(output.lent).toBe(false);
  expect(terminal.transcript.match(/ink leaves/g)).toHaveLength(2);
});

test('the size of a terminal that changed meanwhile is known afterwards', async () => {
  const { terminal, output, parts } = lendable();
  let resized = 0;
  output.on('resize', () => resized++);
  Object.assign(terminal.stdout, { getWindowSize: () => [90, 30] });
  await suspend(parts, () => {});
  expect([output.columns, output.rows, resized]).toEqual([90, 30, 1]);
});

test('a console that closes meanwhile does not take the terminal again', async () => {
  const { terminal, output, input, parts } = lendable();
  const before = terminal.transcript.length;
  await suspend(parts, () => {
    output.release();
    input.release();
  });
  expect(terminal.transcript.slice(before)).toBe('[ink leaves]\x1b[?7h\x1b[?1006l\x1b[?1000l');
});
