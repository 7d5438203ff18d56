import { expect, onTestFinished, test } from 'vitest';
import { HttpProvider } from '../../src/providers/http-provider.ts';
import { protocolOf } from '../../src/providers/protocols.ts';
import { reply, scriptedServer } from '../helpers/scripted-server.ts';
import { patient, turn, turnOf } from './behaviour/one-turn.ts';

const refused = (message: string) =>
  reply(400, {}, JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }));

test.each([
  ['API key not valid. Please pass a valid API key.', 'auth'],
  ['API key expired. Please renew the API key.', 'auth'],
  ['Invalid value at contents: the API key of a house is not valid.', 'invalid-request'],
])('400 with `%s` is %s', async (message, failureClass) => {
  const server = await scriptedServer(refused(message));
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
  const { failure } = await turnOf(provider, turn);
  expect(failure).toMatchObject({ class: failureClass, status: 400 });
});
