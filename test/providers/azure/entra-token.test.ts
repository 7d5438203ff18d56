import { createServer, type Server } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { AgentAuth } from '../../../src/providers/azure/agent-auth.ts';
import { EntraToken, type IdentityModule } from '../../../src/providers/azure/entra-token.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** The library, giving tokens that live so long, or failing. */
function library(lifeMs: () => number, getToken?: () => Promise<never>) {
  let asked = 0;
  const scopes: unknown[] = [];
  class DefaultAzureCredential {
    async getToken(scope: string | string[]) {
      scopes.push(scope);
      asked++;
      if (getToken !== undefined) return getToken();
      return { token: `t${asked}`, expiresOnTimestamp: Date.now() + lifeMs() };
    }
  }
  const module: IdentityModule = { DefaultAzureCredential };
  return { load: async () => module, asked: () => asked, scopes };
}

test('one token serves all calls, and is fetched anew before it ends while the old one is used', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { load, asked, scopes } = library(() => 3_600_000);
  const token = new EntraToken(load);
  const waits = [token.ready(), token.ready()];
  await Promise.all(waits);
  expect(asked()).toBe(1);
  expect(scopes).toEqual(['https://ai.azure.com/.default']);
  expect(token.ready()).toBeNull();
  vi.setSystemTime(Date.now() + 3_400_000);
  expect(token.ready()).toBeNull();
  expect(token.current).toBe('t1');
  await expect.poll(() => token.current).toBe('t2');
  vi.setSystemTime(Date.now() + 3_600_000);
  await token.ready();
  expect(token.current).toBe('t3');
});

test('a failure is one sentence with the mend, and the chain is not asked again at once', async () => {
  const { load, asked } = library(
    () => 0,
    () => Promise.reject(new Error('ChainedTokenCredential failed.\nCredentialUnavailable: a\nb')),
  );
  const token = new EntraToken(load);
  const sentence =
    'no token from Entra ID: ChainedTokenCredential failed; sign in with az login, or set PROJECT_API_KEY';
  await expect(token.ready()).rejects.toThrow(sentence);
  await expect(token.ready()).rejects.toThrow(sentence);
  expect(asked()).toBe(1);
});

test('a library that is not installed is named, with the way without it', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  const token = new EntraToken(() => Promise.reject(missing));
  await expect(token.ready()).rejects.toThrow(
    /npm install @azure\/identity, or set PROJECT_API_KEY/,
  );
});

test('with a key nothing is loaded, and the key travels in a header of its own', () => {
  const auth = new AgentAuth('k', () => {
    throw new Error('it was loaded');
  });
  expect(auth.ready()).toBeNull();
  expect(auth.header()).toEqual({ 'api-key': 'k' });
  expect(auth.header('$KEY')).toEqual({ 'api-key': '$KEY' });
});

test('the library itself gives its token, here that of a managed identity', async () => {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['x-identity-header']}`);
    const expires_on = Math.floor(Date.now() / 1000) + 3600;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        access_token: 'from-azure',
        expires_on,
        resource: 'r',
        token_type: 'Bearer',
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'ManagedIdentityCredential');
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/token`);
  vi.stubEnv('IDENTITY_HEADER', 'secret');
  const auth = new AgentAuth(null);
  await auth.ready();
  expect(auth.header()).toEqual({ authorization: 'Bearer from-azure' });
  expect(auth.header('')).toEqual({ authorization: 'Bearer $AZURE_TOKEN' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(encodeURIComponent('https://ai.azure.com'));
  expect(asked[0]).toMatch(/ secret$/);
  server.close();
});
