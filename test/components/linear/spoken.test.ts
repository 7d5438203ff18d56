import { expect, test } from 'vitest';
import { sentence, spoken, timeWords } from '../../../components/linear/spoken.ts';

test.each([
  ['acknowledged 3 ms · uncertain ≤ $0.41', 'acknowledged 3 milliseconds, uncertain at most $0.41'],
  ['concurrency 400 → 500', 'concurrency 400 to 500'],
  ['~1m05s left (50s–1m25s)', 'about 1 minute 5 seconds left (50 seconds to 1 minute 25 seconds)'],
  ['probe in 1m00s', 'probe in 1 minute'],
  ['– of 2,000', 'unknown of 2,000'],
  ['a second route ~ +38 %', 'a second route about +38 %'],
  ['$2.46/min at 248 calls/s', '$2.46 a minute at 248 calls a second'],
  ['2h05m and 3d04h', '2 hours 5 minutes and 3 days 4 hours'],
  ['did you mean `pause`?', 'did you mean pause?'],
])('%s is read as %s', (written, read) => {
  expect(spoken(written)).toBe(read);
});

test('names are left as they are', () => {
  expect(spoken('route azure/gpt-5s for kaoz_17 and run-12s')).toBe(
    'route azure/gpt-5s for kaoz_17 and run-12s',
  );
  expect(sentence('azure/gpt-5-mini: closed')).toBe('azure/gpt-5-mini: closed.');
  expect(sentence('kaoz_17 failed')).toBe('kaoz_17 failed.');
});

test('keys that a sentence names are said as what is typed here', () => {
  expect(sentence('paused by you, p goes on')).toBe('Paused by you, resume goes on.');
  expect(sentence('+ raises it, ~ +11 % for a tenth more')).toBe(
    'A higher concurrency raises it, about +11 % for a tenth more.',
  );
  expect(sentence('raise it with b')).toBe('Budget raises it.');
});

test('what could move the cursor never comes through', () => {
  expect(sentence('the answer\x1b[2J was\r\n\x1b]0;title\x07long\u202e')).toBe(
    'The answer was long.',
  );
});

test.each([
  [41, '41 milliseconds'],
  [1_000, '1 second'],
  [3_200, '3.2 seconds'],
  [102_000, '1 minute 42 seconds'],
  [null, 'an unknown time'],
])('%s ms is %s', (ms, words) => {
  expect(timeWords(ms)).toBe(words);
});
