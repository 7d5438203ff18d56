/** How the sentences of a run's state write numbers: what holds it back, what alerts say, its health. */

/** `1,204`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1 task`, `1,204 tasks`. */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${Math.round(value) === 1 ? '' : 's'}`;
}

/** What a stop has closed: `8 sockets closed`, `20 processes ended`, or both. */
export function closedWords(proof: {
  readonly socketsClosed: number;
  readonly processesEnded?: number;
}): string {
  const { socketsClosed, processesEnded = 0 } = proof;
  const sockets = `${plural(socketsClosed, 'socket')} closed`;
  if (processesEnded === 0) return sockets;
  const processes = `${count(processesEnded)} process${processesEnded === 1 ? '' : 'es'} ended`;
  return socketsClosed === 0 ? processes : `${sockets}, ${processes}`;
}

/** A share of 0 to 1 as `94 %`; never 100 where something is missing. */
export function percent(share: number): string {
  return `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))} %`;
}

/** A length of time as `12s`, `1m42s`, `2h05m`, `3d04h`, to the second and rounded up. */
export function timeWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h${two(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
