import { gzipSync } from 'node:zlib';
import type { Headers } from './http/reply.ts';
import {
  asFiltered,
  asRefusal,
  editJson,
  withoutUsage,
  withUnknownField,
  withZeroUsage,
} from './json-edits.ts';

/** How a part of a reply goes over the line. */
export type ReplyForm = 'events' | 'lines' | 'whole';

/** What a fault does to the text of a reply that is right in itself. */
export interface WireFault {
  readonly headers?: Headers;
  /** Nothing is sent before the end, and then all of it at once. */
  readonly isHeldBack?: boolean;
  /** @param isFirst whether the reply begins with it */
  text?(text: string, form: ReplyForm, isFirst: boolean): string;
  /** The parts in which it is written, each a write of its own; left out: one. */
  parts?(text: string): readonly Buffer[];
}

const surprise = { type: 'surprise', surprise: true };
const begun = '{"choices":[{"delta":{"content":"';

/** By the names that the config and the command line use. */
export const wireFaults = {
  'split-writes': { parts: splitParts },
  crlf: {
    text: (text, form) => (form === 'whole' ? text : text.replaceAll('\n', '\r\n')),
  },
  comments: {
    text: (text, form) =>
      form === 'events' ? text.replace(/(^|\n\n)(?=event:|data:)/g, '$1: keep-alive\n\n') : text,
  },
  'one-write': { isHeldBack: true },
  gzip: {
    headers: { 'content-encoding': 'gzip' },
    parts: (text) => [gzipSync(Buffer.from(text, 'latin1'))],
  },
  'bad-event': {
    text(text, form, isFirst) {
      if (form === 'whole') return text.slice(0, -2);
      return isFirst ? text + event(begun, form) : text;
    },
  },
  'wrong-type': { headers: { 'content-type': 'text/plain' } },
  unknown: {
    text(text, form, isFirst) {
      const more = editJson(text, withUnknownField);
      if (form === 'whole' || !isFirst) return more;
      const lead = form === 'events' ? 'event: surprise\n' : '';
      return lead + event(JSON.stringify(surprise), form) + more;
    },
  },
  'no-usage': { text: (text) => editJson(text, withoutUsage) },
  'zero-usage': { text: (text) => editJson(text, withZeroUsage) },
  'empty-choices': {
    text: (text, form, isFirst) =>
      isFirst && form === 'events' ? event('{"choices":[],"candidates":[]}', form) + text : text,
  },
  refusal: { text: (text) => editJson(text, asRefusal) },
  'content-filter': { text: (text) => editJson(text, asFiltered) },
} as const satisfies Record<string, WireFault>;

export type WireFaultName = keyof typeof wireFaults;

function event(data: string, form: ReplyForm): string {
  return form === 'events' ? `data: ${data}\n\n` : `${data}\n`;
}

/** Lengths of the parts in turn, bytes: events, lines and characters are cut in their middle. */
const lengths = [1, 2, 3, 7, 1, 5];

/** In UTF-8 where JSON would have escaped it, so that characters are cut too. */
function splitParts(text: string): Buffer[] {
  const plain = text.replace(/(?:\\u[0-9a-f]{4})+/g, (run) => {
    const characters = JSON.parse(`"${run}"`) as string;
    return /[\u0000-\u001f"\\]/.test(characters) ? run : characters;
  });
  const bytes = Buffer.from(plain);
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length];
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}
