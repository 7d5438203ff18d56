import type { ConsoleOptions, ConsoleOutcome } from '../console-options.ts';
import type { LiveRun } from '../live-run.ts';
import { quietConsole } from '../terminal/quiet-console.ts';
import { LaunchTalk } from './launch-talk.ts';
import { LineTerminal } from './line-terminal.ts';
import { RunTalk } from './run-talk.ts';
import type { Talk } from './talk.ts';

const tickMs = 250;

/**
 * The console for a screen reader: sentences that are appended, and lines that are typed. Takes and
 * gives what `openConsole` does.
 */
export async function openLinearConsole(options: ConsoleOptions): Promise<ConsoleOutcome> {
  const { stdin, stdout, env, operator = 'operator', leaveAtEnd = false } = options;
  const closed = Promise.withResolvers<ConsoleOutcome>();
  const close = () => closed.resolve({ action: 'closed' });
  const leave = (exitCode: number | null) => closed.resolve({ action: 'left', exitCode });
  const stray: string[] = [];
  const unquiet = quietConsole(options.stray ?? ((text) => stray.push(text)));
  let talk: Talk;
  const voice = new LineTerminal(
    { stdin, stdout, dumb: env.TERM === 'dumb' },
    {
      line: (text) => talk.line(text),
      interrupt: () => talk.interrupt(),
      leave: () => talk.leave(),
      end: close,
      complete: (line) => talk.complete(line),
    },
  );
  const show = (run: LiveRun) => {
    talk = new RunTalk({ run, operator, voice, leave, leaveAtEnd });
    talk.begin();
  };
  if (options.run) show(options.run);
  else if (options.launch) {
    talk = new LaunchTalk({ choices: options.launch, voice, leave, onRun: show });
    talk.begin();
  } else throw new Error('the console was opened with nothing to show');
  options.signal?.addEventListener('abort', close, { once: true });
  if (options.signal?.aborted) close();
  const timer = setInterval(() => {
    // A terminal that takes nothing is not told more; what is to be told is gathered meanwhile.
    if (voice.ready) talk.tick();
    voice.flush();
  }, tickMs);

  const outcome = await closed.promise;
  clearInterval(timer);
  options.signal?.removeEventListener('abort', close);
  voice.close();
  unquiet();
  for (const text of stray) process.stderr.write(text);
  return outcome;
}
