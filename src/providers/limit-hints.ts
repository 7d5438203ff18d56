import { durationMs } from './duration-ms.ts';
import type { LimitHint, LimitHints } from './provider.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Units whose limit a service tells for a minute. */
export interface MinuteUnits {
  readonly requests: boolean;
  readonly tokens: boolean;
}

interface Family {
  readonly unit: LimitHint['unit'];
  /** What is limited is all requests, or all tokens in and out: such a limit can be kept to. */
  readonly whole: boolean;
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
}

/** Headers that come together. Sources: the vendors' guides on rate limits. */
const families: readonly Family[] = [
  openai('requests'),
  openai('tokens'),
  anthropic('requests', 'requests'),
  anthropic('tokens', 'tokens'),
  anthropic('input-tokens', 'tokens'),
  anthropic('output-tokens', 'tokens'),
  {
    unit: 'requests',
    whole: false,
    limit: 'x-ratelimit-limit',
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
  },
  // Together's.
  {
    unit: 'tokens',
    whole: false,
    limit: 'x-tokenlimit-limit',
    remaining: 'x-tokenlimit-remaining',
    reset: 'x-tokenlimit-reset',
  },
];

/**
 * Services known to tell limits a minute. Groq's requests are a day's; Anthropic's tokens are those of
 * whichever of its limits is nearest, which may be of output alone. Any other server may mean a
 * second or a day: to take that for a minute could slow a run down sixtyfold.
 */
const services: readonly (readonly [host: RegExp, units: MinuteUnits])[] = [
  [/(^|\.)(openai|azure)\.com$/, { requests: true, tokens: true }],
  [/(^|\.)anthropic\.com$/, { requests: true, tokens: false }],
  [/(^|\.)groq\.com$/, { requests: false, tokens: true }],
];

/** A bucket that is refilled in a minute is whole after one; with room for clocks and rounding. */
const longestMinuteMs = 66_000;

export function minuteUnits(hostname: string): MinuteUnits {
  const known = services.find(([host]) => host.test(hostname));
  return known?.[1] ?? { requests: false, tokens: false };
}

/**
 * What the headers of a reply say of the server's limits; null where they say nothing, which costs a
 * look at two names a family.
 *
 * @param ageMs since the headers came: a stream ends long after them
 */
export function limitHints(
  headers: Headers,
  minutes: MinuteUnits,
  ageMs: number,
): LimitHints | null {
  let hints: LimitHint[] | null = null;
  for (const family of families) {
    if (headers[family.limit] === undefined && headers[family.remaining] === undefined) continue;
    const hint = hintOf(family, headers, minutes, ageMs);
    if (hint === null) continue;
    hints ??= [];
    hints.push(hint);
  }
  return hints;
}

function hintOf(
  { unit, whole, limit: limitName, remaining: remainingName, reset: resetName }: Family,
  headers: Headers,
  minutes: MinuteUnits,
  ageMs: number,
): LimitHint | null {
  const limit = count(headers[limitName]);
  // Azure has been seen to send -1 and 0 where it knows nothing.
  if (headers[limitName] !== undefined && (limit === null || limit === 0)) return null;
  const toldMs = resetMs(headers, resetName);
  const isMinute = whole && minutes[unit] && (toldMs ?? 0) <= longestMinuteMs;
  const perMinute = isMinute ? limit : null;
  const left = count(headers[remainingName]);
  const over = toldMs !== null && toldMs <= ageMs;
  const remaining =
    left === null || over ? null : left + Math.floor(((perMinute ?? 0) * ageMs) / 60_000);
  if (perMinute === null && remaining === null) return null;
  return { unit, perMinute, remaining, resetMs: toldMs === null || over ? null : toldMs - ageMs };
}

/** A count that is one; null for -1 and other words for "unknown". */
function count(value: string | string[] | undefined): number | null {
  const text = one(value);
  const number = text === '' ? Number.NaN : Number(text);
  return number >= 0 && Number.isFinite(number) ? number : null;
}

/**
 * ms until a limit is whole again: `6m0s` (OpenAI), plain seconds (Azure), RFC 3339 (Anthropic), or a
 * time since 1970 in s or ms. A time is set against the server's own clock where it tells that.
 */
function resetMs(headers: Headers, name: string): number | null {
  const text = one(headers[name]);
  if (text === '') return null;
  const number = Number(text);
  if (Number.isNaN(number)) {
    const ms = durationMs(text);
    if (ms !== null) return ms;
    return untilMs(Date.parse(text), headers);
  }
  if (number < 0) return null;
  if (number < 1e9) return number * 1_000;
  return untilMs(number < 1e11 ? number * 1_000 : number, headers);
}

function untilMs(atMs: number, headers: Headers): number | null {
  if (Number.isNaN(atMs)) return null;
  const serverMs = Date.parse(one(headers.date));
  return Math.max(0, atMs - (Number.isNaN(serverMs) ? Date.now() : serverMs));
}

function one(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function openai(unit: LimitHint['unit']): Family {
  const name = (part: string) => `x-ratelimit-${part}-${unit}`;
  return {
    unit,
    whole: true,
    limit: name('limit'),
    remaining: name('remaining'),
    reset: name('reset'),
  };
}

function anthropic(what: string, unit: LimitHint['unit']): Family {
  const name = (part: string) => `anthropic-ratelimit-${what}-${part}`;
  const whole = what === unit;
  return { unit, whole, limit: name('limit'), remaining: name('remaining'), reset: name('reset') };
}
