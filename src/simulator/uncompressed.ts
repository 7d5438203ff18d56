import { gunzipSync } from 'node:zlib';
import { type HttpRequest, maxBodyBytes } from './http/request-reader.ts';
import { Refusal } from './protocols/protocol.ts';

/** The request as it was before it was compressed. Throws a `Refusal` for a coding that is not gzip. */
export function uncompressed(request: HttpRequest): HttpRequest {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding === 'identity') return request;
  if (coding !== 'gzip') throw refusal(415, `The content coding ${coding} is not supported.`);
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: maxBodyBytes }) };
  } catch {
    throw refusal(400, 'The body of the request is no gzip.');
  }
}

function refusal(status: number, message: string): Refusal {
  return new Refusal({ status, kind: 'invalid-request', message });
}
