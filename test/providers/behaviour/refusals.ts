import type { FailureClass } from '../../../src/state/events.ts';

/** What a status stands for, whatever was asked for. */
export const statuses: readonly (readonly [status: number, failureClass: FailureClass])[] = [
  [400, 'invalid-request'],
  [401, 'auth'],
  [403, 'auth'],
  [404, 'not-found'],
  [413, 'invalid-request'],
  [429, 'rate-limited'],
  [500, 'server'],
  [503, 'overloaded'],
  [529, 'overloaded'],
];

/** How a server says when to come back. */
export const waits: readonly (readonly [headers: Record<string, string>, ms: number])[] = [
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after-ms': '1500' }, 1_500],
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
];

export const gatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
