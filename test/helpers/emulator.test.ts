import { afterEach, beforeEach, expect, test } from 'vitest';
import { Emulator } from './emulator.ts';
import { keyBytes } from './key-bytes.ts';

let screen: Emulator;
beforeEach(() => {
  screen = new Emulator({ columns: 20, rows: 4 });
});
afterEach(() => screen.dispose());

const write = (data: string) =>
  new Promise<void>((resolve) => {
    screen.onScreen = resolve;
    screen.write(data);
  });

test('a place is found by its column, wide characters before it counted as two', async () => {
  await write('top\r\n日本 \x1b[31;44;1mred');
  expect(screen.find('red')).toEqual({ x: 5, y: 1 });
  expect(screen.find('本')).toEqual({ x: 2, y: 1 });
  expect(screen.find('blue')).toBeNull();
  expect(screen.cellAt(5, 1)).toMatchObject({ text: 'r', colour: 1, background: 4, bold: true });
  expect(screen.cellAt(3, 1)).toMatchObject({ text: '', width: 0 });
  expect([screen.colourOf('red'), screen.backgroundOf('top')]).toEqual([1, -1]);
  expect([screen.row(0), screen.row(-3)]).toEqual(['top', '日本 red']);
});

test('an update is shown when it is whole, however its marks are torn', async () => {
  await write('old\x1b[?20');
  await write('26hnew');
  expect(screen.row(0)).toBe('old');
  await write('\x1b[?2026');
  await write('l');
  expect(screen.row(0)).toBe('oldnew');
});

test('what a program tells its terminal is kept: title, bell, clipboard, notifications, mouse', async () => {
  expect(screen.takesMouse).toBe(false);
  const copied = Buffer.from('an answer').toString('base64');
  await write(`\x1b]2;61 %\x07\x07\x1b]52;c;${copied}\x07\x1b]9;done\x07\x1b[?1000h`);
  expect(screen).toMatchObject({
    title: '61 %',
    bells: 1,
    clipboard: 'an answer',
    notifications: ['done'],
    takesMouse: true,
  });
});

test('keys go by their names, and a name that is none is an error', () => {
  expect(['Enter', 'Ctrl+P', 'Alt+b', 'Shift+Tab', ':stop'].map(keyBytes)).toEqual([
    '\r',
    '\x10',
    '\x1bb',
    '\x1b[Z',
    ':stop',
  ]);
  expect(() => keyBytes('Entr')).toThrow('no key is called Entr');
});
