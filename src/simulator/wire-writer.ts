import type { Headers, Reply } from './http/reply.ts';
import type { ReplyForm, WireFault } from './wire-faults.ts';

/** Writes a reply that goes well, or makes of its text what a fault says. */
export class WireWriter {
  readonly #reply: Reply;
  readonly #fault: WireFault | null;
  readonly #form: ReplyForm;
  #isFirst = true;
  #heldBack = '';

  constructor(reply: Reply, streamType: string, fault: WireFault | null) {
    this.#reply = reply;
    this.#fault = fault;
    this.#form = streamType.startsWith('text/event-stream') ? 'events' : 'lines';
  }

  open(headers: Headers): void {
    this.#reply.open(200, { ...headers, ...this.#fault?.headers });
  }

  write(text: string): void {
    if (this.#fault === null) this.#reply.write(text);
    else if (this.#fault.isHeldBack) this.#heldBack += text;
    else this.#parts(text);
  }

  finish(text: string): void {
    if (this.#fault === null) return this.#reply.finish(text);
    this.#parts(this.#heldBack + text);
    this.#reply.finish('');
  }

  whole(headers: Headers, body: string): void {
    const fault = this.#fault;
    if (fault === null) return this.#reply.whole(200, headers, body);
    const text = fault.text?.(body, 'whole', true) ?? body;
    const all = { ...headers, ...fault.headers };
    if (fault.parts === undefined) return this.#reply.whole(200, all, text);
    this.#reply.open(200, all);
    for (const part of fault.parts(text)) this.#reply.writeBytes(part);
    this.#reply.finish('');
  }

  #parts(text: string): void {
    const changed = this.#fault?.text?.(text, this.#form, this.#isFirst) ?? text;
    this.#isFirst = false;
    const parts = this.#fault?.parts?.(changed) ?? [Buffer.from(changed, 'latin1')];
    for (const part of parts) this.#reply.writeBytes(part);
  }
}
