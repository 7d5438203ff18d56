import { expect, test } from 'vitest';
import { argumentsLine, argumentsLines } from '../../src/state/tool-arguments.ts';

test('arguments are shown as the tool is given them, in a line or with a line a value', () => {
  const written = '{ "url": "https://a.example",\n  "n": 2, "n": 3 }';
  expect(argumentsLine(written)).toBe('{"url":"https://a.example","n":3}');
  expect(argumentsLines(written)).toBe('{\n  "url": "https://a.example",\n  "n": 3\n}');
});

test('what is no JSON stands as it was written, in one line', () => {
  expect(argumentsLine('{"cut": "of\n')).toBe('{"cut": "of\\u000a');
  expect(argumentsLines('ls\nrm')).toBe('ls\nrm');
});

test('nothing that cannot be seen gets past the eye of who allows it', () => {
  const hidden = {
    a: 'x\u202egnp.exe',
    b: 'a\u200bb',
    c: '\x1b[2Jls',
    d: 'i\u00ad\u{e0041}',
    e: '\ud800',
  };
  const line = argumentsLine(JSON.stringify(hidden));
  expect(line).toBe(
    '{"a":"x\\u202egnp.exe","b":"a\\u200bb","c":"\\u001b[2Jls","d":"i\\u00ad\\u{e0041}","e":"\\ud800"}',
  );
  expect(argumentsLine('{"city":"Tromsø 北京"}')).toBe('{"city":"Tromsø 北京"}');
});
