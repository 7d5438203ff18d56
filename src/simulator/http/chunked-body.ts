import { HttpError } from './http-error.ts';

const nothing = Buffer.alloc(0);

/** Puts a body together that is sent in chunks (RFC 9112, 7.1). Trailers are read and dropped. */
export class ChunkedBody {
  readonly #maxBytes: number;
  readonly #parts: Buffer[] = [];
  #total = 0;
  /** Bytes of the present chunk that are still to come, its line end included. */
  #left = 0;
  #inTrailer = false;
  #held: Buffer = nothing;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes all of `bytes`. Gives what follows the body once that is whole, else null. */
  push(bytes: Buffer): Buffer | null {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    this.#held = nothing;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const taken = rest.subarray(0, this.#left);
        // The last two bytes of a chunk are its line end.
        const data = taken.subarray(0, Math.max(0, Math.min(taken.length, this.#left - 2)));
        if (data.length > 0) this.#parts.push(data);
        this.#left -= taken.length;
        rest = rest.subarray(taken.length);
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end > 1024 || (end < 0 && rest.length > 1024)) throw malformed();
      if (end < 0) {
        this.#held = rest;
        return null;
      }
      const line = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 2);
      if (this.#inTrailer) {
        if (line === '') return rest;
      } else {
        this.#begin(line);
      }
    }
    return null;
  }

  body(): Buffer {
    return Buffer.concat(this.#parts, this.#total);
  }

  #begin(line: string): void {
    const size = /^([0-9a-fA-F]{1,8})\s*(;.*)?$/.exec(line);
    if (size === null) throw malformed();
    const bytes = Number.parseInt(size[1], 16);
    if (bytes === 0) {
      this.#inTrailer = true;
      return;
    }
    this.#total += bytes;
    if (this.#total > this.#maxBytes) throw new HttpError(413, 'The request is larger than 64 MB.');
    this.#left = bytes + 2;
  }
}

function malformed(): HttpError {
  return new HttpError(400, 'The chunks of the request are malformed.');
}
