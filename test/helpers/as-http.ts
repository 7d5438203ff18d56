import type { OutputHead, RawCommand, RawRequest, ReplyHead } from '../../src/state/raw-call.ts';

/** Of a call that goes over HTTP; fails for a program's. */
export function httpRequest(request: RawRequest | RawCommand | undefined): RawRequest {
  if (request === undefined || !('url' in request)) throw new Error('no HTTP request');
  return request;
}

/** Null as long as there is none. */
export function httpHead(head: ReplyHead | OutputHead | null): ReplyHead | null {
  if (head === null || 'status' in head) return head;
  throw new Error('no HTTP reply');
}
