import { expect, test } from 'vitest';
import { asciiGlyphs, stateLooks, unicodeGlyphs } from '../../components/glyphs.ts';
import { asciiText } from '../../components/painter/ascii.ts';
import { Attribute, Tone, toneNames } from '../../components/painter/style.ts';
import { codePointWidth } from '../../components/terminal/display-width.ts';
import { sgrBytes, sgrTable, styledText, themeNames } from '../../components/theme.ts';
import { agentStateNames } from '../../src/state/agent-state.ts';

test.each(themeNames)('%s has a look for every tone at every depth', (theme) => {
  for (const depth of [0, 4, 8, 24] as const) {
    const table = sgrTable(theme, depth);
    for (let tone = 0; tone < toneNames.length; tone++)
      for (const parameter of table[tone])
        expect(parameter).toMatch(
          /^(?:[1247]|3\d|4\d|9\d|10\d|[34]8;5;\d{1,3}|[34]8;2(?:;\d{1,3}){3})$/,
        );
  }
});

test('mono, and no colour at all, use bold, dim and inverse alone', () => {
  for (const table of [sgrTable('mono', 24), sgrTable('dark', 0), sgrTable('contrast', 0)])
    for (const style of Object.values(Tone))
      for (const parameter of table[style]) expect(['1', '2', '7']).toContain(parameter);
});

test('what needs a person differs from the rest without colour too', () => {
  const table = sgrTable('mono', 0);
  expect(table[Tone.bad]).not.toEqual(table[Tone.fg]);
  expect(table[Tone.warn]).not.toEqual(table[Tone.fg]);
});

test('the terminal keeps its own foreground but in high contrast', () => {
  expect(sgrTable('dark', 24)[Tone.fg]).toEqual([]);
  expect(sgrTable('light', 24)[Tone.fg]).toEqual([]);
  expect(sgrTable('contrast', 24)[Tone.fg]).not.toEqual([]);
});

test('attributes add to a tone', () => {
  const table = sgrTable('dark', 8);
  expect(table[Tone.ok | Attribute.bold]).toEqual(['1', '38;5;71']);
  expect(sgrBytes(table)[Tone.ok | Attribute.bold].toString()).toBe('\x1b[0;1;38;5;71m');
});

test('text for Ink closes what it opens', () => {
  expect(styledText('x', ['1', '7', '38;5;71', '48;5;238'])).toBe(
    '\x1b[1m\x1b[7m\x1b[38;5;71m\x1b[48;5;238mx\x1b[49m\x1b[39m\x1b[27m\x1b[22m',
  );
  expect(styledText('x', ['101', '97'])).toBe('\x1b[101m\x1b[97mx\x1b[39m\x1b[49m');
});

test('every character that the console draws has a likeness in ASCII', () => {
  for (const character of '·–…→─━│●○■‖✗›↑↓') expect(asciiText(character)).toMatch(/^[!->@-~]$/);
});

test('every state has a sign of its own, one column wide, in both glyph sets', () => {
  for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
    expect(new Set(glyphs.states).size).toBe(agentStateNames.length);
    for (const code of glyphs.states) expect(codePointWidth(code)).toBe(1);
  }
  for (const name of agentStateNames) expect(stateLooks[name].ascii).toMatch(/^[!-~]$/);
});
