import type { Socket } from 'node:net';

export type Headers = Readonly<Record<string, string>>;

const noBytes = Buffer.alloc(0);
const lineEnd = Buffer.from('\r\n');

/** Is told what leaves the server, for the record. */
export interface ReplyObserver {
  wrote(status: number, bytes: number): void;
}

const reasons: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/**
 * The reply to one request. Either `whole`, or `open`, any number of `write` and a `finish`.
 * Each `write` is one write to the socket, and the head goes with the first, because the
 * system call is most of what a chunk costs.
 */
export class Reply {
  readonly #socket: Socket;
  readonly #keepAlive: boolean;
  readonly #chunks: boolean;
  readonly #onEnd: () => void;
  #head = '';
  #status = 0;
  #ended = false;
  /** Called where the client goes before the reply has ended. */
  onGone: (() => void) | null = null;
  observer: ReplyObserver | null = null;

  /** @param onEnd called when the reply is complete and the connection may carry the next */
  constructor(
    socket: Socket,
    request: { readonly keepAlive: boolean; readonly chunks: boolean },
    onEnd: () => void,
  ) {
    this.#socket = socket;
    // Without chunks only the end of the connection can mark the end of a stream.
    this.#keepAlive = request.keepAlive && request.chunks;
    this.#chunks = request.chunks;
    this.#onEnd = onEnd;
  }

  whole(status: number, headers: Headers, body: string): void {
    this.begin(status, headers, body);
    this.#end();
  }

  /** The head of a whole reply and only the first `bytes` of its body; nothing ends. */
  begin(status: number, headers: Headers, body: string, bytes?: number): void {
    const all = Buffer.from(body);
    this.#setHead(status, headers, `content-length: ${all.length}\r\n`);
    const sent = bytes === undefined ? all : all.subarray(0, bytes);
    this.#send(Buffer.concat([Buffer.from(this.#head, 'latin1'), sent]));
  }

  /** Opens a stream; its head is sent with the first `write`. */
  open(status: number, headers: Headers): void {
    this.#setHead(status, headers, this.#chunks ? 'transfer-encoding: chunked\r\n' : '');
  }

  /** @param text in ASCII, because its length is announced as its bytes */
  write(text: string): void {
    const head = this.#head;
    this.#head = '';
    this.#send(head + this.#framed(text));
  }

  /** Writes a part of the stream that is not text, in a write of its own. */
  writeBytes(bytes: Buffer): void {
    const head = Buffer.from(this.#head, 'latin1');
    this.#head = '';
    const frame = this.#chunks ? Buffer.from(`${bytes.length.toString(16)}\r\n`) : noBytes;
    const end = this.#chunks ? lineEnd : noBytes;
    this.#send(Buffer.concat([head, frame, bytes, end]));
  }

  finish(text: string): void {
    const head = this.#head;
    this.#head = '';
    const last = text === '' ? '' : this.#framed(text);
    this.#send(head + last + (this.#chunks ? '0\r\n\r\n' : ''));
    this.#end();
  }

  /** Breaks the connection off, so that the client sees a reset and no orderly end. */
  reset(): void {
    this.#ended = true;
    this.#socket.resetAndDestroy();
  }

  /** The connection has closed, or the client has ended its side of it. */
  gone(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.onGone?.();
  }

  #framed(text: string): string {
    return this.#chunks ? `${text.length.toString(16)}\r\n${text}\r\n` : text;
  }

  #setHead(status: number, headers: Headers, framing: string): void {
    this.#status = status;
    let head = `HTTP/1.1 ${status} ${reasons[status] ?? 'Other'}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    this.#head = `${head}${framing}connection: ${this.#keepAlive ? 'keep-alive' : 'close'}\r\n\r\n`;
  }

  #send(data: string | Buffer): void {
    if (this.#ended) return;
    this.observer?.wrote(this.#status, data.length);
    if (typeof data === 'string') this.#socket.write(data, 'latin1');
    else this.#socket.write(data);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#keepAlive) this.#socket.end();
    this.#onEnd();
  }
}
