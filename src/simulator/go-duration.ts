/** A time in the way Go prints it, as the rate limit headers of OpenAI do: `20ms`, `1.5s`, `6m0s`. */
export function goDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = (whole % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const part = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** The same the other way round: `1h30m`, `-1m`. Null where it is none. */
export function goDurationMs(text: string): number | null {
  const [, sign, rest] = /^(-?)(.*)$/.exec(text) ?? [];
  if (rest === undefined || rest === '' || rest.replace(part, '') !== '') return null;
  const ms = [...rest.matchAll(part)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * units[unit],
    0,
  );
  return sign === '-' ? -ms : ms;
}
