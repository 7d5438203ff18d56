import type { IncomingHttpHeaders } from 'node:http';
import type { HealthRequest, WireRequest } from '../wire-protocol.ts';
import { type ServerPlace, singleExchange } from './single-exchange.ts';

/** An answer that was read whole. */
export interface ShortReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the first byte of the connection to the last of the reply. */
  readonly ms: number;
}

export interface ShortRequest {
  readonly place: ServerPlace;
  /** A GET, or with a body a POST. */
  readonly request: HealthRequest | WireRequest;
  /** All in all, the connection included. */
  readonly timeoutMs: number;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** More of an answer than this is not read: a list of models is far shorter. */
const mostBytes = 4_000_000;

/**
 * One request, its answer read whole.
 *
 * @throws Error with the `code` of what went wrong
 */
export async function shortRequest(asked: ShortRequest): Promise<ShortReply> {
  const { place, timeoutMs } = asked;
  const began = performance.now();
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = asked.signal ? AbortSignal.any([asked.signal, deadline]) : deadline;
  const headers = { accept: 'application/json', ...asked.request.headers };
  const body = 'body' in asked.request && asked.request.body !== '' ? asked.request.body : null;
  const request = { path: asked.request.path, headers, body };
  return singleExchange(
    { place, request, connectMs: timeoutMs, silentMs: 0, signal },
    async ({ statusCode, headers: replied, body }) => {
      let text = '';
      for await (const chunk of body.setEncoding('utf8')) {
        text += chunk;
        if (text.length > mostBytes) throw new Error('its answer has no end');
      }
      const ms = performance.now() - began;
      return { status: statusCode, headers: replied, body: text, ms };
    },
  );
}

/** Why a service cannot be reached, in a few words without its address; the proxy is named. */
export function unreachableWords(error: unknown, timeoutMs: number): string {
  const { code, name, message } = causeOf(error);
  if (message.startsWith('the proxy ')) return message;
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
      return 'no such host';
    case 'EAI_AGAIN':
      return 'its name cannot be looked up';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'no way leads there';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'it broke the connection';
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'what answers does not speak https';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another name';
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `no answer within ${timeoutMs / 1000} s`;
  }
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  return message;
}

interface Cause {
  readonly code?: string;
  readonly name: string;
  readonly message: string;
}

/** The first of several ways that were tried, where both IPv4 and IPv6 were. */
function causeOf(error: unknown): Cause {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  if (error instanceof Error) return error as Cause;
  return { name: 'Error', message: String(error) };
}
