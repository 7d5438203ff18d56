type Headers = Readonly<Record<string, string | string[] | undefined>>;

const inBody =
  /try again in\s+([\d.]+)\s*(ms|milliseconds?|s|seconds?|m|minutes?)\b|retry after\s+([\d.]+)\s*seconds?/i;

/**
 * The wait that a refusal names, ms: `retry-after-ms`, `x-ms-retry-after-ms`, `retry-after` as
 * seconds or as an HTTP date, or "try again in 5.2s" in the body. Null where it names none.
 */
export function retryAfterMs(headers: Headers, body: string): number | null {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = Number.parseFloat(one(headers[name]));
    if (ms >= 0) return ms;
  }
  const header = one(headers['retry-after']);
  if (header !== '') {
    const seconds = Number(header);
    if (seconds >= 0) return seconds * 1000;
    const date = Date.parse(header);
    if (!Number.isNaN(date)) return Math.max(0, date - Date.now());
  }
  const match = inBody.exec(body);
  if (match === null) return null;
  const amount = Number.parseFloat(match[1] ?? match[3]);
  const unit = match[2] ?? 's';
  if (/^(ms|milli)/i.test(unit)) return amount;
  return amount * (/^m/i.test(unit) ? 60_000 : 1_000);
}

/** The server's own word on whether to try again, as the official SDKs read it. */
export function shouldRetry(headers: Headers): boolean | null {
  const value = one(headers['x-should-retry']);
  return value === 'true' ? true : value === 'false' ? false : null;
}

function one(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
