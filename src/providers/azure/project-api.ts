import { JsonExchange, type JsonExchangeOptions } from '../json-exchange.ts';
import type { WireRequest } from '../wire-protocol.ts';
import type { AgentAuth } from './agent-auth.ts';

/** The requests of one Foundry project: their path, headers and version. */
export class ProjectApi {
  readonly auth: AgentAuth;
  private readonly path: string;
  private readonly query: string;

  /**
   * @param baseUrl the project's endpoint: `https://….services.ai.azure.com/api/projects/…`
   * @param query what every request carries, `?api-version=v1`; empty for none
   */
  constructor(baseUrl: string, query: string, auth: AgentAuth) {
    this.path = new URL(baseUrl).pathname.replace(/\/$/, '');
    this.query = query;
    this.auth = auth;
  }

  /** @param body null for a request without one */
  request(
    method: 'POST' | 'GET' | 'DELETE',
    path: string,
    body: object | null,
    key?: string,
  ): WireRequest {
    const mark =
      this.query === '' || !path.includes('?') ? this.query : this.query.replace('?', '&');
    return {
      ...(method === 'POST' ? {} : { method }),
      path: this.path + path + mark,
      headers: {
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        accept: 'text/event-stream, application/json',
        'accept-encoding': 'gzip, br',
        ...this.auth.header(key),
      },
      body: body === null ? '' : JSON.stringify(body),
    };
  }

  post(path: string, body: object | null, options?: JsonExchangeOptions): JsonExchange {
    return new JsonExchange((_, key) => this.request('POST', path, body, key), options);
  }

  get(path: string, options?: JsonExchangeOptions): JsonExchange {
    return new JsonExchange((_, key) => this.request('GET', path, null, key), options);
  }

  delete(path: string): JsonExchange {
    return new JsonExchange((_, key) => this.request('DELETE', path, null, key), { clears: true });
  }
}
