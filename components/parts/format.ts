/** What is shown for a number that is not known. */
export const unknownMark = '–';

/** `1,204`; `–` for null. */
export function count(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return unknownMark;
  const digits = Math.abs(Math.round(value)).toString();
  let out = '';
  for (let i = 0; i < digits.length; i++) {
    if (i > 0 && (digits.length - i) % 3 === 0) out += ',';
    out += digits[i];
  }
  return Math.round(value) < 0 ? `-${out}` : out;
}

/** A rate or a size in three or four digits: `0.4`, `48`, `248`, `1,204`, `18.2k`, `3.4M`. */
export function short(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return unknownMark;
  if (value >= 999_500) return `${(value / 1_000_000).toFixed(value < 99_950_000 ? 1 : 0)}M`;
  if (value >= 9_999.5) return `${(value / 1_000).toFixed(value < 99_950 ? 1 : 0)}k`;
  if (value >= 999.5) return count(value);
  if (value >= 9.95 || Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(1);
}

/** Bytes as `940 B`, `12 kB`, `1.4 MB`, `127 MB`, `2.1 GB`; `–` for null. */
export function bytes(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return unknownMark;
  if (value < 1_000) return `${Math.round(value)} B`;
  const [unit, size] =
    value < 999_500 ? ['kB', 1e3] : value < 999_500_000 ? ['MB', 1e6] : ['GB', 1e9];
  const amount = value / size;
  return `${amount < 9.95 ? amount.toFixed(1) : amount.toFixed(0)} ${unit}`;
}

/** A length of time as `41ms`, `0.41s`, `3.2s`, `14s`, `1m42s`, `2h05m`, `3d04h`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return unknownMark;
  if (ms < 99.5) return `${Math.round(ms)}ms`;
  if (ms < 995) return `${(ms / 1_000).toFixed(2)}s`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)}s`;
  return wholeSeconds(ms);
}

/** A length of time in a column that changes all the time: `0.4s`, `9.9s`, `14s`, `1m42s`. */
export function columnTime(ms: number): string {
  return ms < 9_950 ? `${(ms / 1_000).toFixed(1)}s` : wholeSeconds(ms);
}

/** A length of time to the second: `0s`, `14s`, `1m42s`, `2h05m`. */
export function wholeSeconds(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return unknownMark;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h${two(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
}

/** An estimate of a time, no finer than anyone could mean it: 5 s from a minute on, a minute from ten. */
export function coarseSeconds(ms: number): string {
  const step = ms < 60_000 ? 1_000 : ms < 600_000 ? 5_000 : 60_000;
  return wholeSeconds(Math.round(ms / step) * step);
}

/** A moment of the run as `1:41.2` or `1:02:41`. */
export function moment(t: number): string {
  const tenths = Math.floor(t / 100);
  const seconds = Math.floor(tenths / 10);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}.${tenths % 10}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Money as `$4.18`, with more digits below a cent: `$0.0031`. */
export function money(nanoUsd: number | null): string {
  if (nanoUsd === null || !Number.isFinite(nanoUsd)) return unknownMark;
  const usd = nanoUsd / 1e9;
  if (usd === 0 || usd >= 0.095) return `$${grouped(usd)}`;
  if (usd >= 0.00095) return `$${usd.toFixed(4)}`;
  return `$${usd.toFixed(6)}`;
}

/** Money in a column, where points stand below one another: four digits behind them below $10. */
export function columnMoney(nanoUsd: number): string {
  const usd = nanoUsd / 1e9;
  return usd === 0 || usd >= 10 || (usd > 0 && usd < 0.000_05)
    ? money(nanoUsd)
    : `$${usd.toFixed(4)}`;
}

/** A share as `99.2`, `61`, `100`, without its sign; `–` for null. Never rounds up to 100. */
export function percent(share: number | null, digits = 0): string {
  if (share === null || !Number.isFinite(share)) return unknownMark;
  const scale = 10 ** digits;
  const cut = share >= 1 ? 100 : Math.min(Math.round(share * 100 * scale), 100 * scale - 1) / scale;
  return cut === 100 || cut === 0 ? String(cut) : cut.toFixed(digits);
}

/** `1 call`, `12 calls`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function grouped(usd: number): string {
  const [whole, cents] = usd.toFixed(2).split('.');
  return `${count(Number(whole))}.${cents}`;
}
