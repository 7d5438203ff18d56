import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellBuffer, unowned } from '../../components/painter/cell-buffer.ts';
import { CellView, type Rectangle } from '../../components/painter/cell-view.ts';
import { glyphTable } from '../../components/painter/glyph-table.ts';
import { Painter, type Region } from '../../components/painter/painter.ts';
import { Attribute, Tone } from '../../components/painter/style.ts';
import { sgrBytes, sgrTable } from '../../components/theme.ts';

/** A painter before an emulator. */
class Bench {
  columns = 40;
  rows = 10;
  ready = true;
  frames: string[] = [];
  readonly emulator = new headless.Terminal({ cols: 40, rows: 10, allowProposedApi: true });
  readonly painter: Painter;

  constructor(asciiOnly = false) {
    this.painter = new Painter(this, { sgr: sgrBytes(sgrTable('dark', 8)), asciiOnly });
  }

  paint(bytes: Buffer): void {
    this.frames.push(Buffer.from(bytes).toString('utf8'));
  }

  async shown(): Promise<string[]> {
    for (const frame of this.frames.splice(0))
      await new Promise<void>((resolve) => this.emulator.write(frame, resolve));
    const { active } = this.emulator.buffer;
    return Array.from(
      { length: this.rows },
      (_, y) => active.getLine(y)?.translateToString() ?? '',
    );
  }
}

function region(
  rectangle: Rectangle,
  draw: (view: CellView) => void,
  more: Partial<Region> = {},
): Region {
  return { measure: () => rectangle, hole: false, calm: false, draw, ...more };
}

const whole = { x: 0, y: 0, width: 40, height: 10 };
const letters = 'ab· ●⣿日é👩‍🚀✗';
const write = fc.record({
  x: fc.nat(45),
  y: fc.nat(11),
  text: fc
    .array(fc.constantFrom(...new Intl.Segmenter().segment(letters)), { maxLength: 20 })
    .map((parts) => parts.map(({ segment }) => segment).join('')),
  style: fc.constantFrom(Tone.fg, Tone.ok, Tone.bad | Attribute.bold, Tone.dim | Attribute.inverse),
});

test('after any frames the emulator shows what the last one drew', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(write, { maxLength: 8 }), { minLength: 1, maxLength: 6 }),
      async (frames) => {
        const bench = new Bench();
        let current: (typeof frames)[number] = [];
        bench.painter.add(
          region(whole, (view) => {
            for (const { x, y, text, style } of current) view.text(x, y, text, style);
          }),
        );
        for (const frame of frames) {
          current = frame;
          bench.painter.paint(true);
        }
        const expected = new CellBuffer(40, 10);
        for (const { x, y, text, style } of current) new CellView(expected).text(x, y, text, style);
        await bench.shown();
        for (let y = 0; y < 10; y++)
          for (let x = 0; x < 40; x++) {
            const code = expected.glyphs[y * 40 + x];
            // The emulator and the painter need not agree how wide an emoji is: its cells are left out.
            if (code === 0 || code > 0x2fff || expected.glyphs[y * 40 + x + 1] === 0) continue;
            if (x > 0 && expected.glyphs[y * 40 + x - 1] > 0xffff) continue;
            const cell = bench.emulator.buffer.active.getLine(y)?.getCell(x);
            expect(cell?.getChars() || ' ').toBe(glyphTable.text(code));
            if (code === 0x20) continue;
            const style = expected.styles[y * 40 + x];
            expect(Boolean(cell?.isBold())).toBe((style & Attribute.bold) !== 0);
            expect(Boolean(cell?.isInverse())).toBe((style & Attribute.inverse) !== 0);
            expect(cell?.isFgDefault() ? -1 : cell?.getFgColor()).toBe(
              { [Tone.fg]: -1, [Tone.ok]: 71, [Tone.bad]: 203, [Tone.dim]: 244 }[style & 31],
            );
          }
      },
    ),
    { numRuns: 60 },
  );
});

test('a frame without a difference writes nothing, and one cell writes a few bytes', () => {
  const bench = new Bench();
  let text = 'steady';
  bench.painter.add(region(whole, (view) => view.text(0, 0, text, Tone.fg)));
  expect(bench.painter.paint(true)).toBeGreaterThan(400);
  expect(bench.painter.paint(true)).toBe(0);
  text = 'ready!';
  bench.painter.paint(true);
  text = 'ready?';
  expect(bench.painter.paint(true)).toBeLessThan(50);
  expect(bench.frames).toHaveLength(3);
});

test('every frame is one synchronized update that leaves the cursor where it was', async () => {
  const bench = new Bench();
  await new Promise<void>((resolve) => bench.emulator.write('\x1b[5;7H', resolve));
  bench.painter.add(region(whole, (view) => view.text(3, 2, 'hello', Tone.ok)));
  bench.painter.paint(true);
  expect(bench.frames[0]).toMatch(/^\x1b\[\?2026h\x1b7[\s\S]*\x1b\[0m\x1b8\x1b\[\?2026l$/);
  await bench.shown();
  const { cursorX, cursorY } = bench.emulator.buffer.active;
  expect([cursorX, cursorY]).toEqual([6, 4]);
});

test('regions do not reach outside their rectangle, nor into a hole', async () => {
  const bench = new Bench();
  await new Promise<void>((resolve) =>
    bench.emulator.write('\x1b[1;1Hink was here\x1b[3;1Hand here', resolve),
  );
  bench.painter.add(
    region({ x: 2, y: 2, width: 10, height: 4 }, (view) => {
      for (let y = 0; y < 9; y++) view.text(0, y, 'x'.repeat(30), Tone.fg);
    }),
  );
  bench.painter.add(region({ x: 4, y: 3, width: 3, height: 2 }, () => {}, { hole: true }));
  bench.painter.paint(true);
  const lines = (await bench.shown()).map((line) => line.trimEnd());
  expect(lines.slice(0, 7)).toEqual([
    'ink was here',
    '',
    'anxxxxxxxxx…',
    '  xx   xxxx…',
    '  xx   xxxx…',
    '  xxxxxxxxx…',
    '',
  ]);
});

test('words stand in the hole of a question, what is typed over both', async () => {
  const bench = new Bench();
  const line = (y: number, text: string) => (view: CellView) => {
    view.text(0, y, text, Tone.fg);
  };
  const row = (y: number) => ({ x: 0, y, width: 20, height: 1 });
  bench.painter.add(region(row(2), line(0, 'typed'), { layer: 'typed' }));
  bench.painter.add(region(row(2), line(0, 'words of it'), { layer: 'words' }));
  bench.painter.add(region(row(1), line(0, 'words'), { layer: 'words' }));
  bench.painter.add(
    region(whole, (view) => [0, 1, 2, 3].map((y) => line(y, 'a pane below')(view))),
  );
  bench.painter.add(region({ ...whole, y: 1, height: 2 }, () => {}, { hole: true }));
  // Panes that are calm are not drawn again, and neither they nor the others reach above their layer.
  for (const all of [true, false]) {
    bench.painter.paint(all);
    const lines = (await bench.shown()).map((text) => text.trimEnd());
    expect(lines.slice(0, 4)).toEqual(['a pane below', 'words', 'typed', 'a pane below']);
  }
});

test("a screen that is the painter's alone is erased for another size, and keeps nothing of the old one", async () => {
  const bench = new Bench();
  bench.painter.alone = true;
  let top = 9;
  bench.painter.add({
    measure: () => ({ x: 0, y: top, width: 10, height: 1 }),
    hole: false,
    calm: false,
    draw: (view) => view.text(0, 0, 'the footer', 0),
  });
  bench.painter.paint(true);
  expect((await bench.shown())[9].trimEnd()).toBe('the footer');
  bench.rows = 12;
  bench.emulator.resize(40, 12);
  top = 11;
  bench.painter.paint(true);
  const lines = (await bench.shown()).map((text) => text.trimEnd());
  expect(lines.filter((text) => text !== '')).toEqual(['the footer']);
  expect(lines[11]).toBe('the footer');
});

test('what was painted and belongs to no region any more becomes blank', async () => {
  const bench = new Bench();
  const remove = bench.painter.add(
    region(whole, (view) => view.text(0, 4, 'left behind?', Tone.fg)),
  );
  bench.painter.paint(true);
  expect((await bench.shown())[4]).toContain('left behind?');
  remove();
  bench.painter.add(
    region({ x: 0, y: 0, width: 5, height: 1 }, (view) => view.text(0, 0, 'next', Tone.fg)),
  );
  bench.painter.paint(true);
  const lines = await bench.shown();
  expect(lines[0].trimEnd()).toBe('next');
  expect(lines[4].trimEnd()).toBe('');
});

test('what was written by others since is painted over after an invalidation', async () => {
  const bench = new Bench();
  bench.painter.add(region(whole, (view) => view.text(0, 0, 'ours', Tone.fg)));
  bench.painter.paint(true);
  await bench.shown();
  await new Promise<void>((resolve) => bench.emulator.write('\x1b[1;1Htheirs', resolve));
  bench.painter.invalidate();
  bench.painter.paint(true);
  expect((await bench.shown())[0].trimEnd()).toBe('ours');
});

test('calm regions change with the frames that draw all, and when something moves', async () => {
  const bench = new Bench();
  let value = 0;
  let top = 1;
  bench.painter.add(
    region({ x: 0, y: 0, width: 10, height: 1 }, (view) => view.text(0, 0, `live ${value}`, 0)),
  );
  bench.painter.add({
    measure: () => ({ x: 0, y: top, width: 10, height: 1 }),
    hole: false,
    calm: true,
    draw: (view) => view.text(0, 0, `calm ${value}`, 0),
  });
  bench.painter.paint(true);
  value = 1;
  bench.painter.paint(false);
  expect((await bench.shown()).slice(0, 2).map((line) => line.trim())).toEqual([
    'live 1',
    'calm 0',
  ]);
  top = 2;
  bench.painter.paint(false);
  expect((await bench.shown()).slice(0, 3).map((line) => line.trim())).toEqual([
    'live 1',
    '',
    'calm 1',
  ]);
});

test('a terminal that is not ready gets no frame, and the whole difference later', async () => {
  const bench = new Bench();
  let text = 'one';
  bench.painter.add(region(whole, (view) => view.text(0, 0, text, Tone.fg)));
  bench.painter.paint(true);
  bench.ready = false;
  text = 'two';
  expect(bench.painter.paint(true)).toBe(-1);
  text = 'three';
  bench.ready = true;
  bench.painter.paint(true);
  expect((await bench.shown())[0].trimEnd()).toBe('three');
});

test('another size is painted anew, cut to the screen', async () => {
  const bench = new Bench();
  bench.painter.add(
    region(whole, (view) => view.text(0, view.rows - 1, `${view.columns}x${view.rows}`, 0)),
  );
  bench.painter.paint(true);
  await bench.shown();
  bench.columns = 20;
  bench.rows = 5;
  bench.emulator.resize(20, 5);
  await new Promise<void>((resolve) => bench.emulator.write('\x1b[2J', resolve));
  bench.painter.paint(false);
  expect((await bench.shown())[4].trimEnd()).toBe('20x5');
});

test('a pane that cannot be drawn says so, and the others are drawn', async () => {
  const bench = new Bench();
  bench.painter.add(
    region({ x: 0, y: 0, width: 40, height: 1 }, () => {
      throw new Error('no such route');
    }),
  );
  bench.painter.add(
    region({ x: 0, y: 1, width: 40, height: 1 }, (view) => view.text(0, 0, 'fine', 0)),
  );
  bench.painter.paint(true);
  const lines = await bench.shown();
  expect(lines[0].trimEnd()).toBe('cannot be drawn: Error: no such route');
  expect(lines[1].trimEnd()).toBe('fine');
});

test('in ASCII every character has a likeness of the same width', async () => {
  const bench = new Bench(true);
  bench.painter.add(region(whole, (view) => view.text(0, 0, '─ a → b · ● 日 …', Tone.fg)));
  bench.painter.paint(true);
  expect(bench.frames[0]).not.toMatch(/[^\x00-\x7e]/);
  expect((await bench.shown())[0].trimEnd()).toBe('- a > b - * ?  >');
});

test('a new buffer belongs to the painter, an unowned cell does not', () => {
  const buffer = new CellBuffer(2, 1);
  expect([...buffer.glyphs]).toEqual([0x20, 0x20]);
  buffer.fill(unowned);
  expect([...buffer.glyphs]).toEqual([unowned, unowned]);
});
