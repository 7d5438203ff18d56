import { describe, expect, it } from 'vitest';
import { jsonForm } from '../../../src/plan/normalize/json-form.ts';
import { normalizerOf } from '../../../src/plan/normalize/normalizer-of.ts';
import { numberForm } from '../../../src/plan/normalize/number-form.ts';
import { exactForm, textForm } from '../../../src/plan/normalize/text-form.ts';
import { refusal } from '../../helpers/spec.ts';

const keys = (form: (text: string) => { key: string } | null, texts: readonly string[]) =>
  texts.map((text) => form(text)?.key ?? null);

describe('answers as text', () => {
  it('are the same past case, white space and what stands around them', () => {
    const texts = ['Paris', ' paris.\n', '**Paris**', '"PARIS"!', '`paris`', '(Paris)', '“Paris”…'];
    expect(new Set(keys(textForm, texts))).toEqual(new Set(['paris']));
    expect(keys(textForm, ['New  York', 'new\nyork'])).toEqual(['new york', 'new york']);
  });

  it('keep signs that mean something', () => {
    const texts = ['-5', '5', '5 %', '$5', '.5', 'a/b', 'C++', 'C#'];
    expect(new Set(keys(textForm, texts)).size).toBe(texts.length);
  });

  it('are the same in whatever way an accent is written', () => {
    expect(keys(textForm, ['Caf\u00e9', 'Cafe\u0301'])).toEqual(['café', 'café']);
  });

  it('say nothing where they are blank, and themselves where they are punctuation alone', () => {
    expect(keys(textForm, ['', ' \n', '?'])).toEqual([null, null, '?']);
    expect(textForm(' Paris. ')?.answer).toBe('Paris.');
  });
});

it('exact answers are compared letter by letter', () => {
  expect(keys(exactForm, ['Yes', 'yes', 'yes ', ' '])).toEqual(['Yes', 'yes', 'yes ', null]);
});

describe('answers as numbers', () => {
  it.each([
    ['1,000', '1000'],
    ['1000.0', '1000'],
    ['1e3', '1000'],
    ['3 + 4 = 7.', '7'],
    ['The answer is **-5**.', '-5'],
    ['10-5', '5'],
    ['x=−5', '-5'],
    ['$1,234,567.890', '1234567.89'],
    ['.5', '0.5'],
    ['-0', '0'],
    ['42%', '42'],
    ['007', '7'],
    ['1, 2, 3', '3'],
    ['100000000000000000001', '100000000000000000001'],
  ])('%s is %s', (text, key) => {
    expect(numberForm(text)?.key).toBe(key);
  });

  it.each(['', 'none', 'H2O', '1e999'])('%j says nothing', (text) => {
    expect(numberForm(text)).toBeNull();
  });

  it('are shown as they were written, without what stands around', () => {
    expect(numberForm('So it is 1,000 euros.')?.answer).toBe('1,000');
  });
});

describe('answers as JSON', () => {
  const city = jsonForm('/city');

  it('are what stands at the pointer, bare or in a fence', () => {
    const texts = ['{"city":"Paris"}', '```json\n{ "city": " paris." }\n```'];
    expect(keys(city, texts)).toEqual(['paris', 'paris']);
  });

  it('are compared whole, whatever the order of fields', () => {
    const texts = ['{"city":{"a":1,"b":[2]}}', '{"city":{"b":[2],"a":1.0}}'];
    const [one, other] = keys(city, texts);
    expect(one).toBe(other);
    expect(keys(city, ['{"city":5}', '{"city":"5"}', '{"city":false}'])).toEqual([
      '5',
      '5',
      'false',
    ]);
  });

  it('say nothing where there is nothing, or no JSON', () => {
    const texts = ['{"town":1}', '{"city":null}', 'Paris', '{"city":', '{"city":""}'];
    expect(keys(city, texts)).toEqual([null, null, null, null, null]);
  });

  it('follow RFC 6901 into lists and odd names', () => {
    expect(keys(jsonForm('/a~1b/1/~0x'), ['{"a/b":[0,{"~x":"Y"}]}'])).toEqual(['y']);
    expect(keys(jsonForm('/0'), ['[7]'])).toEqual(['7']);
    expect(keys(jsonForm('/length'), ['[7]'])).toEqual([null]);
  });
});

describe('answers by a function of the operator', () => {
  const own = (given: unknown) => {
    const { form, code } = normalizerOf({ kind: 'module', file: '/n.ts', exported: 'same' });
    code?.give(given);
    return form;
  };

  it('are what it says', () => {
    const form = own((text: string) => text.length > 3);
    expect(keys(form, ['ab', 'abcd'])).toEqual(['false', 'true']);
    expect(keys(own(Number), ['1', '1.0'])).toEqual(['1', '1']);
  });

  it('say nothing where it gives nothing, throws, or takes its time', () => {
    for (const given of [() => null, () => {}, () => ' ', async () => 'a']) {
      expect(keys(own(given), ['x'])).toEqual([null]);
    }
    const throws = own(() => {
      throw new Error('no');
    });
    expect(keys(throws, ['x'])).toEqual([null]);
  });

  it('need a function', async () => {
    expect(await refusal(() => own('text'))).toBe(
      'workload.consensus.normalize: expected `same` of /n.ts to be a function of an answer, got string',
    );
  });
});
