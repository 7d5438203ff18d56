import { gzipSync } from 'node:zlib';
import type { RouteRequest } from './route-connections.ts';
import type { WireRequest } from './wire-protocol.ts';

/** Below this a body in gzip is hardly smaller than it was, bytes. */
const worthBytes = 1024;
/** Most of the gain for a fraction of the time. */
const level = 3;

/**
 * Compresses the bodies of a route's requests, where its setting says so. A server that refuses the
 * first of them is not asked in that way again: few services know compressed requests, and each
 * refuses them in its own words.
 */
export class BodyCoding {
  private wanted: boolean;
  /** The server has taken a compressed body: what it refuses from then on is not the coding. */
  private taken = false;

  constructor(wanted: boolean) {
    this.wanted = wanted;
  }

  coded(request: WireRequest): RouteRequest {
    if (!this.wanted || request.body.length < worthBytes) return request;
    return {
      path: request.path,
      headers: { ...request.headers, 'content-encoding': 'gzip' },
      body: gzipSync(request.body, { level }),
    };
  }

  /** @returns whether the request was refused for its coding, so that it is worth sending as it was */
  refused({ body }: RouteRequest, status: number): boolean {
    if (typeof body === 'string' || (status !== 415 && (status !== 400 || this.taken)))
      return false;
    this.wanted = false;
    return true;
  }

  accepted({ body }: RouteRequest): void {
    if (typeof body !== 'string') this.taken = true;
  }
}
