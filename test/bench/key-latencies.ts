import { setTimeout as sleep } from 'node:timers/promises';
import type { PseudoTerminal } from '../helpers/pseudo-terminal.ts';

/** From a key to the moment at which the terminal has drawn what it does, ms, by what was pressed. */
export type KeyLatencies = ReadonlyMap<string, readonly number[]>;

const presses = 40;
const patienceMs = 20_000;

/** Presses keys on a live run at moments of no rhythm, and waits for each on the emulator's screen. */
export async function keyLatencies(terminal: PseudoTerminal): Promise<KeyLatencies> {
  const cursor: number[] = [];
  const zoom: number[] = [];
  const help: number[] = [];
  terminal.press('1', 'Right', 'Left');
  await sleep(500);
  for (let i = 0; i < presses; i++) {
    const { x, y } = cursorPlace(terminal);
    const gone = () => !terminal.cellAt(x, y).inverse;
    cursor.push(await answered(terminal, i % 2 === 0 ? 'Right' : 'Left', gone));
  }
  const top = terminal.find('─ 2 throughput')?.y ?? 0;
  const shows = () => terminal.row(top).includes('─ 2 throughput');
  const hides = () => !shows();
  const back: number[] = [];
  for (let i = 0; i < presses; i++) {
    zoom.push(await answered(terminal, 'z', hides));
    // A lone escape may be the first byte of another key: Ink waits 20 ms for more of it.
    back.push(await answered(terminal, 'Esc', shows));
  }
  for (let i = 0; i < presses; i++)
    help.push(await answered(terminal, '?', i % 2 === 0 ? hides : shows));
  const typing: number[] = [];
  terminal.press(':');
  await sleep(500);
  for (let typed = ''; typed.length < presses; ) {
    const letter = 'swarm'[typed.length % 5];
    typed += letter;
    typing.push(await answered(terminal, letter, () => terminal.row(-1).startsWith(`:${typed}`)));
  }
  terminal.press('Esc');
  return new Map(Object.entries({ cursor, zoom, back, help, typing }));
}

/** Where the cursor stands in the grid: the inverse cell below the title of the agents. */
function cursorPlace(terminal: PseudoTerminal): { x: number; y: number } {
  const { columns } = terminal;
  const top = terminal.find('─ 1 agents');
  for (let y = (top?.y ?? 0) + 1; top !== null && y < terminal.rows().length; y++)
    for (let x = 0; x < columns; x++) if (terminal.cellAt(x, y).inverse) return { x, y };
  throw new Error(`no cursor on the screen:\n${terminal.text()}`);
}

async function answered(
  terminal: PseudoTerminal,
  key: string,
  done: () => boolean,
): Promise<number> {
  await sleep(100 + Math.random() * 150);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const late = setTimeout(() => {
    reject(new Error(`${key} was not answered:\n${terminal.text()}`));
  }, patienceMs);
  const pressedAt = performance.now();
  terminal.onScreen = () => {
    if (done()) resolve(performance.now() - pressedAt);
  };
  terminal.press(key);
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    terminal.onScreen = null;
  }
}
