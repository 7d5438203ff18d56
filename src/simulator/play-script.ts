import type { Reply } from './http/reply.ts';
import type { ScriptAsk } from './protocols/protocol.ts';
import type { Ticker, Timed } from './ticker.ts';

/**
 * Sends the parts of a script when they are due.
 *
 * @param onEnd called once: with `true` where the client went before the end
 */
export function playScript(
  { streamType, parts, done }: ScriptAsk,
  reply: Reply,
  ticker: Ticker,
  onEnd: (cut: boolean) => void,
): void {
  let at = 0;
  let over = false;
  reply.open(200, { 'content-type': streamType });
  reply.onGone = () => {
    over = true;
    onEnd(true);
  };
  const next = (nowT: number) => {
    const timed: Timed = {
      dueT: nowT + parts[at].afterMs,
      fire(firedT) {
        if (over) return;
        const { text } = parts[at++];
        if (at < parts.length) {
          reply.write(text);
          next(firedT);
          return;
        }
        over = true;
        done();
        reply.finish(text);
        onEnd(false);
      },
    };
    ticker.schedule(timed);
  };
  next(performance.now());
}
