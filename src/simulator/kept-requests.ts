import type { HttpRequest } from './http/request-reader.ts';
import type { RequestLine } from './record.ts';
import { Ring } from './ring.ts';

/** How many requests are kept with their headers and bodies. */
const kept = 200;
/** More of a body is not kept, bytes. */
const longestBody = 64 * 1024;

/** Headers whose value is a secret, whatever the request is. */
const secret = /^(authorization|proxy-authorization|api-key|x-api-key|x-goog-api-key|cookie)$/;

/** The newest requests as they came, for a look at what a client really sends. Keys are named, never told. */
export class KeptRequests {
  readonly #ring = new Ring<RequestLine>(kept);

  /** @param keyName what stands for the key; null where there is none */
  keep(id: number, { headers, body }: HttpRequest, keyName: string | null): void {
    const named = Object.entries(headers).map(([name, value]) => [
      name,
      secret.test(name) ? `key ${keyName ?? 'unknown'}` : value,
    ]);
    this.#ring.push({
      id,
      headers: Object.fromEntries(named),
      body: body.toString('utf8', 0, longestBody),
      bodyBytes: body.length,
    });
  }

  newest(count: number): readonly RequestLine[] {
    return this.#ring.newest(count);
  }

  clear(): void {
    this.#ring.clear();
  }
}
