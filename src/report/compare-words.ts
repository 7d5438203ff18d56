import type { AmountFigure, ShareFigure } from '../plan/compare/outcome-shape.ts';

/** `98 % 87–100`: a share with where it lies; `–` where there is none. */
export function shareWords(figure: Pick<ShareFigure, 'share' | 'interval'> | null): string {
  if (figure === null || figure.share === null) return '–';
  const whole = (share: number) => Math.round(share * 100);
  const [low, high] = figure.interval ?? [];
  const within = low === undefined || high === undefined ? '' : ` ${whole(low)}–${whole(high)}`;
  return `${whole(figure.share)} %${within}`;
}

/** The middle with where it lies, in words of its unit: `1.2s 1.1s–1.4s`. */
export function amountWords(
  { median, interval }: AmountFigure,
  words: (value: number) => string,
): string {
  if (median === null) return '–';
  return interval === null
    ? words(median)
    : `${words(median)} ${words(interval[0])}–${words(interval[1])}`;
}

/** `840 ms`, `1.2 s`. */
export function msWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Dollars with three digits that say something. */
export function usdWords(usd: number): string {
  const digits = usd === 0 || usd >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits)}`;
}

export function wholeWords(value: number): string {
  return Math.round(value).toLocaleString('en');
}
