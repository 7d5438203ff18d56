import { expect, test } from 'vitest';
import { answerTokens } from '../../src/simulator/answer-text.ts';
import { hashText, seededRandom } from '../../src/simulator/random.ts';
import { chat, quick, simulate } from './support.ts';

async function answer(simulator: { url: string }, content: string): Promise<string> {
  const response = await chat(simulator, { messages: [{ role: 'user', content }] });
  const json = (await response.json()) as { choices: { message: { content: string } }[] };
  return json.choices[0].message.content;
}

const lengths = { ...quick, outputTokens: { min: 20, max: 90 } };

test('the same prompt gets the same answer, whatever was asked before', async () => {
  const one = await simulate(lengths);
  const other = await simulate(lengths);
  await answer(other, 'Something else first');
  expect(await answer(one, 'Why do arches stand?')).toBe(
    await answer(other, 'Why do arches stand?'),
  );
  expect(await answer(one, 'Why do arches fall?')).not.toBe(
    await answer(one, 'Why do arches stand?'),
  );
});

test('another seed gives another answer', async () => {
  const one = await simulate({ ...lengths, seed: 1 });
  const other = await simulate({ ...lengths, seed: 2 });
  expect(await answer(one, 'Why?')).not.toBe(await answer(other, 'Why?'));
});

test('answers are sentences of as many words as tokens, plain enough to need no escape', () => {
  for (let seed = 0; seed < 200; seed++) {
    const tokens = answerTokens(1 + seed, true, seededRandom(seed));
    expect(tokens.length).toBe(1 + seed);
    const text = tokens.join('');
    expect(text).toMatch(/^[A-Z][A-Za-z,. ]*\.$/);
    expect(text.split(' ').length).toBe(tokens.length);
    expect(text).not.toMatch(/,\.|\.\.| {2}/);
  }
});

test('a long prompt counts with both of its ends and its length', () => {
  const long = 'x'.repeat(100_000);
  expect(hashText(`${long}a`)).not.toBe(hashText(`${long}b`));
  expect(hashText(`a${long}`)).not.toBe(hashText(`b${long}`));
  expect(hashText(long)).not.toBe(hashText(`${long}x`));
});
