import { EventNames } from './event-names.ts';
import type { FrontEnd, Streams } from './front-end.ts';
import type { Session } from './session.ts';

/** One event a line on stdout: `{"v":1,"seq":1,"t":0,"type":"run.started",…}`. */
export function jsonFrontEnd(session: Session, streams: Streams): FrontEnd {
  const names = new EventNames(session.plan, session.engine.state);
  session.engine.onEvent((event) => {
    streams.stdout.write(`${JSON.stringify(names.named(event))}\n`);
  });
  return { end() {} };
}
