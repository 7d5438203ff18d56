import { expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import { reply, type Step, scriptedServer } from '../helpers/scripted-server.ts';
import { patient, turn, turnOf } from './behaviour/one-turn.ts';

/** What becomes of a call that is answered so. */
async function called(answer: Step[]) {
  const server = await scriptedServer(answer);
  const baseUrl = server.url;
  const provider = new HttpProvider({
    protocol: protocolOf({ provider: 'gemini', model: 'm' }, { baseUrl, key: 'k' }),
    baseUrl,
    pool: 1,
    http2: false,
    timeouts: patient,
  });
  onTestFinished(async () => {
    await provider.close();
    await server.close();
  });
  return turnOf(provider, turn);
}

const refused = (message: string) =>
  reply(400, {}, JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }));

test.each([
  ['API key not valid. Please pass a valid API key.', 'auth'],
  ['API key expired. Please renew the API key.', 'auth'],
  ['Invalid value at contents: the API key of a house is not valid.', 'invalid-request'],
])('400 with `%s` is %s', async (message, failureClass) => {
  const { failure } = await called(refused(message));
  expect(failure).toMatchObject({ class: failureClass, status: 400 });
});

const ended = (finishReason: string, ...parts: object[]) =>
  reply(200, {}, JSON.stringify([{ candidates: [{ content: { parts }, finishReason }] }]));

test('an answer that ended with nothing but a reason of its own is no answer', async () => {
  const { result, failure } = await called(ended('MALFORMED_FUNCTION_CALL'));
  expect(result).toBeNull();
  expect(failure).toMatchObject({ class: 'server', uncertain: true });
  expect(failure?.message).toContain('MALFORMED_FUNCTION_CALL');
});

test('what had come before such a reason is an answer, and an empty one that is whole too', async () => {
  const { result } = await called(ended('OTHER', { text: 'Hello' }));
  expect(result).toMatchObject({ text: 'Hello', finishReason: 'other' });
  expect((await called(ended('STOP'))).result).toMatchObject({ text: '', finishReason: 'stop' });
});
