import { NdjsonReader } from './ndjson-reader.ts';
import { SseReader } from './sse-reader.ts';
import type { ReplyReader } from './wire-protocol.ts';

/** Cuts the bytes of a stream into its events. */
export interface StreamReader {
  write(chunk: Buffer): void;
  /** The stream is over: what is left is given out. */
  end(): void;
}

/** What cuts a stream of this type for a reader; null for a reply that comes in one piece. */
export function streamReader(contentType: string, reader: ReplyReader): StreamReader | null {
  if (contentType.includes('event-stream'))
    return new SseReader(
      (data, name) => reader.event(data, name),
      (bytes) => reader.knownEvent(bytes),
    );
  if (contentType.includes('ndjson')) return new NdjsonReader((line) => reader.event(line, ''));
  return null;
}
