import { openSync, writeSync } from 'node:fs';

/** A moment of the thread that draws. */
export interface Moment {
  /** On the clock of `performance.now()`, ms. */
  readonly at: number;
  /** CPU that the thread has used, ms: what others take from the machine is not in it. */
  readonly cpuMs: number;
}

export function momentNow(): Moment {
  const { user, system } = process.threadCpuUsage();
  return { at: performance.now(), cpuMs: (user + system) / 1_000 };
}

/**
 * Where the measured program writes its frames, a line each: the moment at which it began, ms since
 * 1970, what it took on the clock and of CPU, ms. Written once a second, so that writing is not
 * measured with them.
 *
 * @param module the address of the module that measures, with `?into=FILE`
 */
export function framesFile(module: string): (start: Moment, end: Moment) => void {
  const file = openSync(new URL(module).searchParams.get('into') ?? '', 'w');
  let lines = '';
  const flush = () => {
    writeSync(file, lines);
    lines = '';
  };
  setInterval(flush, 1_000).unref();
  process.on('exit', flush);
  return (start, end) => {
    const figures = [performance.timeOrigin + start.at, end.at - start.at, end.cpuMs - start.cpuMs];
    lines += `${figures.map((figure) => figure.toFixed(3)).join(' ')}\n`;
  };
}
