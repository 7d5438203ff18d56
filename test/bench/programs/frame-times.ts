/**
 * Loaded into the built program before it starts (`node --import`): tells what each frame takes. All
 * of it is in the figure: snapshot, rows, difference and write.
 */
import { ConsoleLoop } from '../../../components/console-loop.ts';
import { framesFile, momentNow } from './frames-file.ts';

const record = framesFile(import.meta.url);
const { frame } = ConsoleLoop.prototype;
ConsoleLoop.prototype.frame = function (all) {
  const start = momentNow();
  frame.call(this, all);
  record(start, momentNow());
};
