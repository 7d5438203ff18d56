import { expect, test } from 'vitest';
import { editableText, readValue, valueWords } from '../../components/launch/form-value.ts';

test.each([
  ['agents', '250', 250],
  ['agents', ' 1,000 ', 1000],
  ['agents', '2k', 2000],
  ['agents', 'auto', 'auto'],
  ['concurrency', '4-8', { min: 4, max: 8 }],
  ['concurrency', '4–8', { min: 4, max: 8 }],
  ['concurrency', '1k..2,000', { min: 1000, max: 2000 }],
  ['limits.tokensPerMinute', '90k', 90_000],
  ['limits.tokensPerMinute', 'none', null],
  ['limits.tokensPerMinute', '', null],
  ['retry.strategy', 'none', 'none'],
  ['retry.share', '0.5', 0.5],
  ['budget.usd', '$25', 25],
  ['http2', 'yes', true],
  ['http2', 'false', false],
  ['model', ' gpt-5-mini ', 'gpt-5-mini'],
  ['retry.perClass', 'timeout=1, server 2', { timeout: 1, server: 2 }],
  ['retry.perClass', '', {}],
  ['roles', 'kaoz 400, order', { kaoz: { share: 400 }, order: {} }],
  ['baseUrl', 'http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
])('%s takes %j', (path, typed, value) => {
  expect(readValue(path, path, typed)).toEqual({ ok: true, value });
});

test.each([
  ['agents', '0', 'agents: expected a whole number from 1 to 10000, got 0'],
  [
    'agents',
    'auot',
    'agents: expected a whole number from 1 to 10000 or auto, got "auot"; did you mean `auto`?',
  ],
  ['agents', '', 'agents: expected a whole number from 1 to 10000 or auto, got nothing'],
  ['pool', 'none', 'pool: expected a whole number from 1 to 100000, got "none"'],
  [
    'retry.strategy',
    'liner',
    'retry.strategy: expected exponential, linear, fixed or none, got "liner"; did you mean `linear`?',
  ],
  ['retry.perClass', 'timeuot 1', expect.stringContaining('did you mean `timeout`?')],
  ['baseUrl', 'localhost:8000', expect.stringContaining('expected an http or https address')],
  ['baseUrl', 'http://me:secret@host', expect.not.stringContaining('secret')],
  ['provider', 'opnai', 'provider: unknown provider `opnai`; did you mean `openai`?'],
  ['model', '  ', 'model: expected the name of a model, got nothing'],
])('%s refuses %j', (path, typed, message) => {
  expect(readValue(path, path, typed)).toEqual({ ok: false, message });
});

test.each([
  ['agents', 10_000, '10,000', '10000'],
  ['seed', 20_000_000, '20000000', '20000000'],
  ['concurrency', { min: 4, max: 8 }, '4–8', '4-8'],
  ['retry.share', 0.75, '0.75', '0.75'],
  ['limits.burst', null, '–', ''],
  ['http2', true, 'yes', 'yes'],
  ['retry.perClass', { timeout: 1 }, 'timeout 1', 'timeout 1'],
  ['retry.perClass', {}, '–', '-'],
  ['roles', { kaoz: { share: 400 }, order: {} }, 'kaoz 400, order 1', 'kaoz 400, order 1'],
  ['name', 'a\x1b[2Jb', 'ab', 'ab'],
])('%s: %j is shown as %j and typed as %j', (path, value, shown, typed) => {
  expect(valueWords(path, value)).toBe(shown);
  expect(editableText(path, value)).toBe(typed);
});
