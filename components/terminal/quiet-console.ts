import { format } from 'node:util';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * While the screen is ours nothing else may write to it: what goes to the console or to stderr is
 * given to `stray` instead. Returns what undoes it.
 */
export function quietConsole(stray: (text: string) => void): () => void {
  const before = methods.map((method) => console[method]);
  for (const method of methods)
    console[method] = (...values: unknown[]) => stray(`${format(...values)}\n`);
  const { write } = process.stderr;
  process.stderr.write = ((
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | (() => void),
    after?: () => void,
  ) => {
    stray(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const done = typeof encoding === 'function' ? encoding : after;
    if (done) queueMicrotask(done);
    return true;
  }) as typeof write;
  return () => {
    methods.forEach((method, index) => {
      console[method] = before[index];
    });
    process.stderr.write = write;
  };
}
