import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiText } from '../../components/painter/ascii.ts';
import { CellBuffer, rightHalf } from '../../components/painter/cell-buffer.ts';
import { CellView } from '../../components/painter/cell-view.ts';
import { glyphTable } from '../../components/painter/glyph-table.ts';
import { Painter } from '../../components/painter/painter.ts';
import { Tone } from '../../components/painter/style.ts';
import { codePointWidth, displayWidth } from '../../components/terminal/display-width.ts';
import { sgrBytes, sgrTable } from '../../components/theme.ts';
import { closeConsole, open } from './open-console.ts';
import { RunFixture } from './run-fixture.ts';

const columns = 30;
const rows = 3;

/** How terminals draw an emoji that is joined from several: as one, as its parts, or with old tables. */
const kinds = ['joined', 'parts', 'old'] as const;
type Kind = (typeof kinds)[number];

/** A terminal of its kind with a painter before it, and what it shows. */
class Shown {
  readonly ready = true;
  readonly columns = columns;
  readonly rows = rows;
  readonly painter: Painter;
  private readonly emulator = new headless.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
  });
  private pending: Promise<void>;

  constructor(kind: Kind, draw: (view: CellView) => void, asciiOnly = false) {
    if (kind !== 'old') {
      this.emulator.unicode.register(provider(kind));
      this.emulator.unicode.activeVersion = kind;
    }
    this.pending = this.write('\x1b[?7l');
    this.painter = new Painter(this, { sgr: sgrBytes(sgrTable('dark', 8)), asciiOnly });
    this.painter.add({
      measure: () => ({ x: 0, y: 0, width: columns, height: rows }),
      hole: false,
      calm: false,
      draw,
    });
  }

  paint(bytes: Buffer): void {
    const text = Buffer.from(bytes).toString('utf8');
    this.pending = this.pending.then(() => this.write(text));
  }

  async row(y: number): Promise<(string | undefined)[]> {
    await this.pending;
    const line = this.emulator.buffer.active.getLine(y);
    return Array.from({ length: columns }, (_, x) => {
      const cell = line?.getCell(x);
      return cell?.getWidth() === 0 ? '' : cell?.getChars() || ' ';
    });
  }

  private write(text: string): Promise<void> {
    return new Promise((resolve) => this.emulator.write(text, resolve));
  }
}

/** Widths as xterm.js asks for them: the kind in the upper bits, then two of width, then whether it joins. */
function provider(kind: Kind) {
  const joiner = 0x200d;
  const widthOf = (code: number) => (code < 0x20 ? 0 : codePointWidth(code));
  return {
    version: kind,
    wcwidth: widthOf,
    charProperties(code: number, before: number): number {
      const width = widthOf(code);
      const isModifier = code >= 0x1f3fb && code <= 0x1f3ff;
      const grows = kind === 'joined' && (before >> 3 === joiner || isModifier);
      if (before !== 0 && (width === 0 || grows)) return (code << 3) | (before & 6) | 1;
      return (code << 3) | (width << 1);
    },
  };
}

const letters = [
  ...new Intl.Segmenter().segment(
    'ab· 1●日本é👩‍🚀👨‍👩‍👧‍👦👍🏽🇳🇴1️⃣❤️😀🫨न\u0947ि\u0e19\u0e33עבםعرب\u0627\u0300',
  ),
].map(({ segment }) => segment);

const write = fc.record({
  x: fc.nat(columns),
  y: fc.nat(rows - 1),
  text: fc.array(fc.constantFrom(...letters), { maxLength: 14 }).map((parts) => parts.join('')),
});
type Write = { readonly x: number; readonly y: number; readonly text: string };

const drawAll = (writes: readonly Write[]) => (view: CellView) => {
  for (const { x, y, text } of writes) view.text(x, y, text, Tone.fg);
};

test.each(kinds)(
  'whatever a terminal makes of emoji and marks (%s), every other cell shows what was drawn there',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(write, { maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        async (frames) => {
          let current: readonly Write[] = [];
          const shown = new Shown(kind, (view) => drawAll(current)(view));
          for (const frame of frames) {
            current = frame;
            shown.painter.paint(true);
          }
          const expected = new CellBuffer(columns, rows);
          drawAll(current)(new CellView(expected));
          for (let y = 0; y < rows; y++) {
            const row = await shown.row(y);
            for (let x = 0; x < columns; x++) {
              const code = expected.glyphs[y * columns + x];
              if (isDoubtful(code)) continue;
              if (code === rightHalf) {
                if (!isDoubtful(expected.glyphs[y * columns + x - 1])) expect(row[x]).toBe('');
              } else expect(row[x]).toBe(glyphTable.text(code));
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  },
);

/** Terminals do not agree about these; what they show in their own cells is theirs. */
function isDoubtful(code: number): boolean {
  return code > 0xffff;
}

test.each(kinds)('an emoji that changes alone leaves what stands behind it (%s)', async (kind) => {
  let face = 'ab';
  const shown = new Shown(kind, (view) => view.text(0, 0, `${face}cdefg`, Tone.fg));
  shown.painter.paint(true);
  face = '👩‍🚀';
  shown.painter.paint(true);
  expect((await shown.row(0)).slice(2, 7).join('')).toBe('cdefg');
  face = '👨‍👩‍👧‍👦';
  shown.painter.paint(true);
  expect((await shown.row(0)).slice(2, 7).join('')).toBe('cdefg');
  face = 'ab';
  shown.painter.paint(true);
  expect((await shown.row(0)).slice(0, 7).join('')).toBe('abcdefg');
});

test('an emoji that stays is not written again', () => {
  const shown = new Shown('parts', (view) => view.text(0, 0, '👩‍🚀 and 😀 日 e\u0301', Tone.fg));
  expect(shown.painter.paint(true)).toBeGreaterThan(0);
  expect(shown.painter.paint(true)).toBe(0);
});

test('a text in ASCII takes as many columns as it did', () => {
  for (const text of ['日本', '👩‍🚀!', 'e\u0301a', '● 1️⃣', 'plain'])
    expect(asciiText(text)).toHaveLength(displayWidth(text));
});

test('a joined emoji at the end of its view is its first part, so that nothing reaches beyond', async () => {
  const shown = new Shown('parts', (view) => {
    view.inner(0, 0, 4, 1).text(0, 0, 'ab👩‍🚀', Tone.fg);
    view.inner(4, 0, 6, 1).text(0, 0, 'next', Tone.fg);
  });
  shown.painter.paint(true);
  expect((await shown.row(0)).slice(0, 8)).toEqual(['a', 'b', '👩', '', 'n', 'e', 'x', 't']);
});

test('a letter with a mark that takes a column has two, as terminals give it', async () => {
  const shown = new Shown('parts', (view) =>
    view.text(0, 0, '\u0e19\u0e33|\u0928\u093f|', Tone.fg),
  );
  shown.painter.paint(true);
  const row = await shown.row(0);
  expect([row[2], row[5]]).toEqual(['|', '|']);
});

test('text that runs from right to left keeps its cells, in the order in which it is read', async () => {
  const shown = new Shown('joined', (view) => {
    view.text(0, 0, 'שלום עולם', Tone.fg);
    view.textRight(20, 0, '1,204', Tone.fg);
    view.text(22, 0, 'ok', Tone.fg);
  });
  shown.painter.paint(true);
  const row = await shown.row(0);
  expect(row.slice(0, 9).join('')).toBe('שלום עולם');
  expect(row.slice(15, 24).join('')).toBe('1,204  ok');
});

test('in ASCII a wide character is a likeness and a blank, whatever stood there', async () => {
  let text = 'abcd';
  const shown = new Shown('parts', (view) => view.text(0, 0, text, Tone.fg), true);
  shown.painter.paint(true);
  text = '日👩‍🚀';
  shown.painter.paint(true);
  expect((await shown.row(0)).slice(0, 4).join('')).toBe('? ? ');
});

test('terminals that would turn a line round are told not to while the console is open', async () => {
  const { terminal, outcome } = open(80, 24, new RunFixture());
  await terminal.shows(/RUNNING/);
  expect(terminal.transcript).toContain('\x1b[8l');
  expect(terminal.transcript).not.toContain('\x1b[8h');
  await closeConsole();
  await outcome;
  expect(terminal.transcript.lastIndexOf('\x1b[8h')).toBeGreaterThan(
    terminal.transcript.lastIndexOf('\x1b[8l'),
  );
});
