/**
 * Loaded into the built program before it starts (`node --import`), and told in its own address
 * (`?into=FILE`) where to write: a line for each frame with the moment at which it began, ms since
 * 1970, and what it took, ms. All of a frame is in it: snapshot, rows, difference and write.
 */
import { openSync, writeSync } from 'node:fs';
import { ConsoleLoop } from '../../../components/console-loop.ts';

const file = openSync(new URL(import.meta.url).searchParams.get('into') ?? '', 'w');
let lines = '';
const flush = () => {
  writeSync(file, lines);
  lines = '';
};
setInterval(flush, 1_000).unref();
process.on('exit', flush);

const { frame } = ConsoleLoop.prototype;
ConsoleLoop.prototype.frame = function (all) {
  const start = performance.now();
  frame.call(this, all);
  const end = performance.now();
  lines += `${(performance.timeOrigin + start).toFixed(1)} ${(end - start).toFixed(3)}\n`;
};
