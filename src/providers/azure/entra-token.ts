import type { AccessToken, TokenCredential } from '@azure/identity';

/** What a token has to be for. */
const scope = 'https://ai.azure.com/.default';
/** A token is fetched anew so long before it ends, while the old one is still good. */
const refreshBeforeMs = 5 * 60_000;
/** A token that ends sooner is not sent any more. */
const shortestLifeMs = 10_000;
/** After a failure nobody asks again before this: the chain of credentials takes its time. */
const pauseMs = 3_000;

/** The part of `@azure/identity` that is used. */
export interface IdentityModule {
  readonly DefaultAzureCredential: new () => TokenCredential;
}

/**
 * A token of Entra ID for all calls of a route, by whatever credential this machine has. Neither the
 * library is loaded nor anything asked before the first call.
 */
export class EntraToken {
  private readonly load: () => Promise<IdentityModule>;
  private credential: TokenCredential | null = null;
  private token: AccessToken | null = null;
  private fetching: Promise<void> | null = null;
  private failedAt = Number.NEGATIVE_INFINITY;
  private failure = new Error();

  constructor(load: () => Promise<IdentityModule> = () => import('@azure/identity')) {
    this.load = load;
  }

  /** The token there is, old or not; empty before the first. */
  get current(): string {
    return this.token?.token ?? '';
  }

  /**
   * Null where a call can be made now; else what it has to wait for, which fails with the one
   * sentence that says why there is no token.
   */
  ready(): Promise<void> | null {
    const lifeMs = (this.token?.expiresOnTimestamp ?? 0) - Date.now();
    if (lifeMs > refreshBeforeMs) return null;
    const fetched = this.fetched();
    if (lifeMs <= shortestLifeMs) return fetched;
    // The old one is good until the new one has come; if none comes, who needs it is told.
    fetched.catch(() => {});
    return null;
  }

  private fetched(): Promise<void> {
    if (this.fetching !== null) return this.fetching;
    if (performance.now() - this.failedAt < pauseMs) return Promise.reject(this.failure);
    this.fetching = this.fetch().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetch(): Promise<void> {
    try {
      this.credential ??= new (await this.module()).DefaultAzureCredential();
      this.token = await this.credential.getToken(scope);
      if (this.token === null) throw new Error('there is none');
    } catch (error) {
      this.failedAt = performance.now();
      this.failure = sentenceOf(error);
      throw this.failure;
    }
  }

  private async module(): Promise<IdentityModule> {
    try {
      return await this.load();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw new MissingModule();
    }
  }
}

class MissingModule extends Error {
  constructor() {
    super(
      'signing in to Entra ID needs a package that is not installed: npm install @azure/identity, or set PROJECT_API_KEY',
    );
  }
}

/** The library's own words are a paragraph for each credential it tried: the first line says what. */
function sentenceOf(error: unknown): Error {
  if (error instanceof MissingModule) return error;
  const text = error instanceof Error ? error.message : String(error);
  const [line] = text.trim().split('\n', 1);
  const reason = line.length > 200 ? `${line.slice(0, 199)}…` : line.replace(/[.\s]+$/, '');
  return new Error(
    `no token from Entra ID: ${reason}; sign in with az login, or set PROJECT_API_KEY`,
  );
}
