import { expect, test } from 'vitest';
import { ConsoleStore } from '../../components/console-store.ts';
import { initialState } from '../../components/initial-state.ts';
import { footerKeyAt } from '../../components/panes/footer-rows.ts';
import { Pointer } from '../../components/pointer/pointer.ts';
import type { PaneName } from '../../components/scene.ts';
import { sceneOf } from './draw.ts';
import { hundred } from './open-console.ts';

function pointed(state: Parameters<ConsoleStore['update']>[0] = {}) {
  const store = new ConsoleStore({ ...initialState({ run: hundred() }, 80, 24), ...state });
  const told: string[] = [];
  const pointer = new Pointer({
    store,
    key: (name) => told.push(name),
    focus: (pane: PaneName) => store.update({ focus: pane }),
    point() {},
    row() {},
  });
  const target = (
    name: string,
    x: number,
    y: number,
    width: number,
    height: number,
    over = false,
  ) =>
    pointer.add({
      over,
      measure: () => ({ x, y, width, height }),
      press: (atX, atY, times) => told.push(`${name} ${atX},${atY}${times === 2 ? ' twice' : ''}`),
    });
  const click = (x: number, y: number, button = 0) => {
    pointer.event({ button, x, y, pressed: true });
    pointer.event({ button, x, y, pressed: false });
    return told.splice(0);
  };
  const wheel = (button: 64 | 65, x = 0, y = 0) => {
    pointer.event({ button, x, y, pressed: true });
    return told.splice(0);
  };
  return { pointer, target, click, wheel, store };
}

test('a click presses what is under it, told in its own cells', () => {
  const { target, click } = pointed();
  target('pane', 10, 5, 20, 10);
  expect(click(12, 6)).toEqual(['pane 2,1']);
  expect(click(9, 6)).toEqual([]);
  expect(click(30, 6)).toEqual([]);
  expect(click(29, 14)).toEqual(['pane 19,9']);
});

test('a second click on the same cell is one of two, the third begins anew', () => {
  const { target, click } = pointed();
  target('pane', 0, 0, 20, 10);
  expect([click(3, 3), click(3, 3), click(3, 3), click(4, 3)]).toEqual([
    ['pane 3,3'],
    ['pane 3,3 twice'],
    ['pane 3,3'],
    ['pane 4,3'],
  ]);
});

test('the smallest of what is there is meant, and what is gone is not', () => {
  const { target, click } = pointed();
  const remove = target('row', 2, 2, 10, 1);
  target('list', 0, 0, 40, 20);
  expect(click(3, 2)).toEqual(['row 1,0']);
  remove();
  expect(click(5, 2)).toEqual(['list 5,2']);
});

test('while a question is open nothing below it is at hand', () => {
  const { target, click, store } = pointed();
  target('pane', 0, 0, 5, 5);
  target('choice', 0, 2, 40, 1, true);
  expect(click(1, 2)).toEqual(['choice 1,0']);
  store.update({ overlay: 'stop' });
  expect(click(1, 1)).toEqual([]);
  expect(click(2, 2)).toEqual(['choice 2,0']);
  store.update({ overlay: 'help' });
  expect(click(1, 3)).toEqual(['pane 1,3']);
});

test('other buttons press nothing; a held control does not matter', () => {
  const { target, click } = pointed();
  target('pane', 0, 0, 5, 5);
  expect(click(1, 1, 2)).toEqual([]);
  expect(click(1, 1, 1)).toEqual([]);
  expect(click(2, 1, 16)).toEqual(['pane 2,1']);
});

test('the wheel is three keys in what can be scrolled', () => {
  const { wheel, store } = pointed({ overlay: 'help' });
  expect(wheel(65)).toEqual(['down', 'down', 'down']);
  expect(wheel(64)).toEqual(['up', 'up', 'up']);
  store.update({ overlay: null, focus: 'agents' });
  expect(wheel(65)).toEqual(['down', 'down', 'down']);
});

test('the wheel does nothing where a key would do something else', () => {
  const { wheel, store } = pointed();
  expect(wheel(65)).toEqual([]);
  store.update({ overlay: 'stop' });
  expect(wheel(65)).toEqual([]);
});

test('the wheel goes to what it is over', () => {
  const { pointer, wheel, store } = pointed();
  pointer.add({
    over: false,
    measure: () => ({ x: 0, y: 0, width: 10, height: 10 }),
    press() {},
    approach: () => pointer.focus('agents'),
  });
  expect(wheel(65, 20, 20)).toEqual([]);
  expect(store.get().focus).toBeNull();
  expect(wheel(65, 2, 2)).toEqual(['down', 'down', 'down']);
  expect(store.get().focus).toBe('agents');
});

test('each key of the footer is where it is drawn', () => {
  const scene = sceneOf(hundred().snapshot(), {
    keys: [
      { keys: 'p', does: 'pause' },
      { keys: '+ -', does: 'concurrency' },
      { keys: 'Ctrl+S', does: 'stop' },
    ],
  });
  const at = (x: number, y = 1) => footerKeyAt(scene, 60, 2, x, y);
  // ` p pause  + - concurrency  Ctrl+S stop`
  expect([at(0), at(1), at(7), at(8), at(10), at(11), at(12), at(14)]).toEqual([
    null,
    'p',
    'p',
    null,
    '+',
    null,
    '-',
    null,
  ]);
  expect([at(27), at(37), at(38), at(1, 0)]).toEqual(['ctrl+s', 'ctrl+s', null, null]);
});
