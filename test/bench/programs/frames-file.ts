import { openSync, writeSync } from 'node:fs';

/**
 * Where the measured program writes its frames, a line each: the moment at which it began, ms since
 * 1970, and what it took, ms. Written once a second, so that writing is not measured with them.
 *
 * @param module the address of the module that measures, with `?into=FILE`
 */
export function framesFile(module: string): (startMs: number, endMs: number) => void {
  const file = openSync(new URL(module).searchParams.get('into') ?? '', 'w');
  let lines = '';
  const flush = () => {
    writeSync(file, lines);
    lines = '';
  };
  setInterval(flush, 1_000).unref();
  process.on('exit', flush);
  return (startMs, endMs) => {
    const at = performance.timeOrigin + startMs;
    lines += `${at.toFixed(1)} ${(endMs - startMs).toFixed(3)}\n`;
  };
}
