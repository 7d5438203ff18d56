import { createRequire } from 'node:module';
import type { Client as ClientClass, Dispatcher } from 'undici';
import { directWay, proxyWay, type Way } from './proxy-way.ts';

// The client alone, as for a look at a service: undici's index loads what nothing here uses.
const require = createRequire(import.meta.url);
const Client: typeof ClientClass = require('undici/lib/dispatcher/client.js');
const request: (
  this: ClientClass,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData> = require('undici/lib/api/api-request.js');

const connectMs = 10_000;

/** Posts JSON to one address, one after the other over one connection, through a proxy where one is set. */
export class JsonPost {
  private readonly client: ClientClass;
  private readonly way: Way;
  private readonly path: string;
  private readonly headers: Record<string, string>;

  /**
   * @param address http or https; a name and password in it are sent as basic authorization
   * @param proxy its address; null goes straight
   */
  constructor(address: string, proxy: string | null) {
    const url = new URL(address);
    const options = { timeout: connectMs, allowH2: false };
    this.way =
      proxy === null ? directWay(url.origin, options) : proxyWay(url.origin, proxy, options);
    this.client = new Client(this.way.origin, { connect: this.way.connect });
    this.path = url.pathname + url.search;
    const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    this.headers = {
      'content-type': 'application/json',
      'user-agent': 'swarmdeck',
      ...(login === ':' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
    };
  }

  /**
   * @returns the status of the answer, which is read to its end
   * @throws Error with the `code` of what went wrong
   */
  async send(body: string, signal: AbortSignal): Promise<number> {
    const addressed = this.way.addressed({ path: this.path, headers: this.headers, body });
    const { statusCode, body: answer } = await request.call(this.client, {
      ...addressed,
      method: 'POST',
      signal,
    });
    await answer.dump();
    return statusCode;
  }

  /** Closes the connection; what is under way is cut. */
  close(): Promise<void> {
    return this.client.destroy();
  }
}
