import { expect, test } from 'vitest';
import { parseSelection } from '../../../src/state/selection/parse-selection.ts';

test.each([
  ['', 'an empty selection touches nothing; write all for everything'],
  ['   ', 'an empty selection touches nothing; write all for everything'],
  // Words that do not exist
  ['statsu:done', 'statsu:done: there is no field `statsu`; did you mean `status:done`?'],
  ['!agee>2m', '!agee>2m: there is no field `agee`; did you mean `!age>2m`?'],
  [
    'http://host',
    'http://host: there is no field `http`; there are: status, age, role, tier, agent, task, provider, model, route, workflow, priority, cost, tokens, error, attempts, tag; a name with a sign in it stands in quotes',
  ],
  ['status:runing', 'status:runing: there is no status `runing`; did you mean `running`?'],
  [
    'status:x*',
    'status:x*: there is no status `x*`; there are: queued, held, running, connecting, waiting, streaming, tool, blocked, retrying, done, failed, cancelled, skipped, poison',
  ],
  ['error:timout', 'error:timout: there is no failure class `timout`; did you mean `timeout`?'],
  // Numbers
  ['age>2', 'age>2: a length of time needs its unit; write age>2s, age>2m or age>2h'],
  [
    'age>2min',
    'age>2min: expected a length of time with its unit (ms, s, m, h or d), such as age>2m',
  ],
  ['cost>cheap', 'cost>cheap: expected US dollars, such as cost>0.05'],
  ['cost>1,200', 'cost>1,200: > takes one number, without commas; write cost>1200'],
  ['attempts>=1.5', 'attempts>=1.5: expected a whole number, such as attempts>=3'],
  ['tokens:1.5', 'tokens:1.5: expected a number of tokens, such as tokens>10k'],
  [
    'priority>hihg',
    'priority>hihg: expected critical, high, normal, low or a whole number; did you mean `high`?',
  ],
  ['!role>kaoz', '!role>kaoz: role cannot be compared; write !role:kaoz'],
  // Half a term
  [
    'status: done',
    'status: a value is missing; write it without a space, such as status:retrying,failed',
  ],
  ['role:a,,b', 'role:a,,b: a value is missing; write it without a space, such as role:kaoz'],
  [
    'age > 2m',
    '>: a field must stand before >, without a space, such as status:retrying or age>2m',
  ],
  ['!', '!: a term must follow the !; write !status:done'],
  ['""', '"": a word is missing; write a tag, a task, an agent or all'],
  ['task:"hr draft', 'task:"hr draft: the quote is not closed; end the value with a quote'],
  ['"a"b', '"a"b: something follows the closing quote; put a space or a comma after it'],
  // As it is written elsewhere
  ['-status:done', '-status:done: a term is turned round by !; write !status:done'],
  ['+nightly', '+nightly: no sign is needed; write nightly'],
  ['status!=done', 'status!=done: a term is turned round by a ! before it; write !status:done'],
  ['!!eu', '!!eu: one ! is enough; write !eu'],
  [
    '(status:done)',
    '(status:done): there are no parentheses; terms are all required, and a comma means or',
  ],
  ['eu AND status:done', 'AND: terms are all required as they stand; leave it out'],
  [
    'eu or status:done',
    'or: terms are all required; for one of several values write a comma, such as status:retrying,failed',
  ],
  ['not eu', 'not: a term is turned round by a ! before it; write !status:done'],
  ['!all', '!all: selects nothing; leave out the !'],
])('%s is refused in one sentence with the mend', (text, message) => {
  expect(parseSelection(text)).toMatchObject({ ok: false, message });
});

test('the place of the mistake is told', () => {
  expect(parseSelection('role:kaoz  status:done,runing')).toMatchObject({ ok: false, at: 23 });
  expect(parseSelection('role:kaoz  statsu:done')).toMatchObject({ ok: false, at: 11 });
});

function tests(text: string) {
  const parsed = parseSelection(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.selection.terms.map((term) => term.test);
}

test.each([
  ['status=done', 'status:done'],
  ['status==done', 'status:done'],
  ['cost:>0.05', 'cost>0.05'],
  ['cost>$0.05', 'cost>.05'],
  ['tokens>1.5k', 'tokens>1500'],
  ['age>90m', 'age>1h30m'],
  ['priority>=high', 'priority>=200'],
  ['Error:Timeout', 'error:timeout'],
])('%s is another way to write %s', (text, same) => {
  const [{ ...first }] = tests(text);
  const [{ ...second }] = tests(same);
  // How exactly a length of time was written matters to equality alone.
  const bare = (value: unknown) => JSON.stringify(value).replace(/"before":\d+/g, '"before":null');
  expect(bare(first)).toBe(bare(second));
});

test('quotes keep what would mean something otherwise', () => {
  const name = (text: string) => ({ kind: 'word', names: [{ text, quoted: true }] });
  expect(tests('"all" "or" "a:b" "-x" \'it"s\' "say \\"hi\\""')).toEqual(
    ['all', 'or', 'a:b', '-x', 'it"s', 'say "hi"'].map(name),
  );
});

test('a selection remembers its text and where its terms stand', () => {
  expect(parseSelection(' !eu  role:kaoz ')).toMatchObject({
    ok: true,
    selection: {
      text: '!eu  role:kaoz',
      terms: [
        { text: '!eu', at: 1, negated: true },
        { text: 'role:kaoz', at: 6, negated: false },
      ],
    },
  });
});
