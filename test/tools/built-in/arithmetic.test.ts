import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../../src/tools/built-in/arithmetic.ts';
import { run, toolBox } from '../tool-box.ts';

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 5', 2],
    ['10 % 4', 2],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['2 ** -1', 0.5],
    ['--3', 3],
    ['1e3 + .5', 1000.5],
    ['sqrt(16) + abs(-2)', 6],
    ['min(3, 1, 2) + max(3, 1, 2)', 4],
    ['round(-2.5) + floor(2.9) + ceil(2.1)', 2],
    ['round(3.14159, 2)', 3.14],
    ['round(1234, -2)', 1200],
    ['ln(e) + log(1000) + exp(0)', 5],
    ['sin(0) + cos(0) + tan(0)', 1],
    ['PI', Math.PI],
  ])('%s', (expression, value) => {
    expect(arithmetic(expression)).toBe(value);
  });

  it.each([
    ['', 'The expression is empty.'],
    ['1 +', 'At character 4: expected a number, a name or (, got the end.'],
    ['2 3', 'At character 3: expected an operator or the end, got "3".'],
    ['(1', 'At character 3: expected ), got the end.'],
    ['1 / (2 - 2)', 'The expression divides by zero.'],
    ['1 % 0', 'The expression divides by zero.'],
    ['sqrt(-1)', 'sqrt has no value for -1.'],
    ['sqrt(1, 2)', 'sqrt takes one value, not 2.'],
    ['abs 2', 'At character 5: expected ( after abs, got "2".'],
    ['9 ^ 999', 'The result is no finite number.'],
    ['process.exit(1)', /^At character 1: there is no process, but sqrt, abs, /],
    ['('.repeat(2_000), 'The expression is longer than 1000 characters.'],
  ])('%s is refused in a sentence', (expression, words) => {
    expect(() => arithmetic(expression)).toThrow(words);
  });
});

describe('the calculator', () => {
  it('gives a number as people write it', async () => {
    const box = await toolBox('tools: calculator\n');
    expect(await run(box, 'calculator', { expression: '0.1 + 0.2' })).toMatchObject({
      text: '0.3',
    });
    expect(await run(box, 'calculator', { expression: '2^64' })).toMatchObject({
      text: '18446744073709552000',
    });
  });

  it('tells the model that the expression is wrong', async () => {
    const box = await toolBox('tools: [calculator]\n');
    expect(await run(box, 'calculator', { expression: '2 x 3' })).toMatchObject({
      failure: 'bad-arguments',
      text: 'At character 3: expected an operator or the end, got "x 3".',
    });
  });
});
