import { expect, test } from 'vitest';
import { cut, fitted } from '../../components/parts/fitted.ts';
import { displayWidth } from '../../components/terminal/display-width.ts';

test.each(['harbour', '港口的清晨', 'שער', 'e\u0301te\u0301', '👩‍🚀 ok', ''])(
  '%s takes exactly the columns it is given',
  (text) => {
    for (let width = 0; width < 16; width++) {
      expect(displayWidth(fitted(text, width))).toBe(width);
      expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
    }
    expect(cut(text, 16)).toBe(text);
  },
);

test('what does not fit ends in an ellipsis, and no character is cut in two', () => {
  expect(cut('harbour', 4)).toBe('har…');
  expect(cut('港口的清晨', 4)).toBe('港…');
  expect(fitted('港口的清晨', 4)).toBe('港… ');
});
