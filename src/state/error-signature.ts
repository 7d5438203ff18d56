import type { FailureClass } from './event-parts.ts';

/** What of a message is looked at, and what of a signature is shown. */
const longestMessage = 300;
const longest = 100;

/**
 * What differs from call to call where the failure is the same, and what stands for it. In this
 * order: an address or a time holds numbers, an id holds hex.
 */
const changing: readonly (readonly [pattern: RegExp, standIn: string])[] = [
  [/\bhttps?:\/\/[^\s"'`,;)]+/gi, '…'],
  // What is quoted is a part of the request. An apostrophe inside a word quotes nothing.
  [/"[^"]*"|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, '"…"'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '…'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '…'],
  // Ids of requests and answers: req_011CSHo…, chatcmpl-9x8h7g6f.
  [/\b[a-z]{2,10}[_-](?=\w*\d)[a-z\d]{8,}\b/gi, '…'],
  [/\b(?:0x[\da-f]+|(?=\w*\d)(?=\w*[a-f])[\da-f]{8,}|(?=\w*\d)(?=\w*[a-z])\w{16,})\b/gi, '…'],
  [/\d+(?:[.,:]\d+)*/g, '#'],
];

/** What a signature is made of. */
export interface FailureWords {
  readonly class: FailureClass;
  readonly status: number | null;
  readonly message: string;
}

/**
 * What failures of the same kind have in common: class, status and message, without the numbers,
 * ids, times and quoted values that differ from one to the next. The same failure gives the same
 * signature in every run; it is short, and a person can read it.
 */
export function errorSignature({ class: failureClass, status, message }: FailureWords): string {
  let words = message.slice(0, longestMessage);
  // The message of a refusal begins with its status.
  if (status !== null && words.startsWith(`${status}: `)) words = words.slice(`${status}: `.length);
  for (const [pattern, standIn] of changing) words = words.replace(pattern, standIn);
  words = words.replace(/\s+/g, ' ').trim();
  const head = status === null ? failureClass : `${failureClass} ${status}`;
  const whole = words === '' ? head : `${head}: ${words}`;
  return whole.length > longest ? `${whole.slice(0, longest - 1).trimEnd()}…` : whole;
}
