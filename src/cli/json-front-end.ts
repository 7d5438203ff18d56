import { EventNames } from './event-names.ts';
import type { FrontEnd, Streams } from './front-end.ts';
import type { Session } from './session.ts';

const drainMs = 10_000;

/**
 * One event a line on stdout: `{"v":1,"seq":1,"t":0,"type":"run.started",…}`. A reader that goes
 * away drains the run: nobody is left to see what it does.
 */
export function jsonFrontEnd(session: Session, streams: Streams): FrontEnd {
  const names = new EventNames(session.plan, session.engine.state);
  session.engine.onEvent((event) => {
    streams.stdout.write(`${JSON.stringify(names.named(event))}\n`);
  });
  streams.stdout.once('error', () => {
    session.command({ type: 'stop', mode: 'drain', withinMs: drainMs }, { by: 'SIGPIPE' });
  });
  return { end() {} };
}
