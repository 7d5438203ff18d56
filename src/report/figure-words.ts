/** 95,500 ms as `1m35s`, 4,200 as `4.2s`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m${two(whole % 60)}s`;
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** Whole numbers with their thousands separated. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1 task`, `2,000 tasks`. */
export function plural(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** Nano-dollars as `$4.18`, `$0.0042` or `$0.000042` where fewer digits would say nothing; null is unknown. */
export function money(nanoUsd: number | null): string {
  if (nanoUsd === null) return '–';
  const usd = nanoUsd / 1e9;
  const size = Math.abs(usd);
  const digits = size === 0 || size >= 0.095 ? 2 : size >= 0.00095 ? 4 : 6;
  return `$${usd.toFixed(digits)}`;
}

/** A share of 0 to 1 as `99.2 %`. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  const value = share * 100;
  return `${value === 100 || value === 0 ? value : value.toFixed(1)} %`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
