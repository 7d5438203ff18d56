import type { ToolCall } from '../providers/provider.ts';
import { readArguments } from './argument-check.ts';
import { BadArguments } from './bad-arguments.ts';
import { cutText } from './cut-text.ts';
import type { RoleTool } from './offered-tool.ts';
import type { Tool, ToolCallWatch, ToolFailure, ToolOutcome } from './tool.ts';

/** How a call ended, before its text is cut. */
interface End {
  readonly text: string;
  readonly failure: ToolFailure | null;
}

/**
 * Runs one call of a tool: reads and checks its arguments, asks where the operator is to be asked, waits
 * for a place, runs it within its time. Never rejects.
 */
export async function runToolCall(
  { tool, check, places }: RoleTool,
  call: ToolCall,
  watch: ToolCallWatch,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const { name } = tool.definition;
  const { maxResultBytes } = tool.limits;
  let durationMs = 0;
  const ended = ({ text, failure }: End): ToolOutcome => ({
    ...cutText(text, maxResultBytes),
    failure,
    durationMs,
  });
  try {
    signal.throwIfAborted();
    const args = readArguments(call.arguments);
    await check(args);
    signal.throwIfAborted();
    if (tool.approval === 'never') return ended(refused(`${name} is not allowed to run.`));
    if (tool.approval === 'ask' && !(await watch.approve(tool, call))) {
      return ended(refused(`The operator did not allow this call of ${name}.`));
    }
    await places.take(signal);
    try {
      watch.started(tool);
      const began = performance.now();
      const end = await runWithin(tool, args, signal);
      durationMs = performance.now() - began;
      return ended(end);
    } finally {
      places.give();
    }
  } catch (error) {
    // Nobody waits for an answer of the operator any more.
    const isOff = error instanceof Error && error.name === 'AbortError';
    return ended(signal.aborted || isOff ? cancelled : failed(error));
  }
}

const cancelled: End = { text: 'The call was cancelled.', failure: 'cancelled' };

function refused(text: string): End {
  return { text, failure: 'refused' };
}

/**
 * What the tool gives within its time. One that goes on in spite of its signal is not waited for: its
 * place is given to the next.
 */
function runWithin(
  tool: Tool,
  args: Parameters<Tool['run']>[0],
  signal: AbortSignal,
): Promise<End> {
  signal.throwIfAborted();
  const { timeoutMs } = tool.limits;
  const own = new AbortController();
  const { promise, resolve } = Promise.withResolvers<End>();
  const cut = () => {
    resolve(cancelled);
    own.abort(signal.reason);
  };
  const late = setTimeout(() => {
    const text = `${tool.definition.name} took longer than ${timeoutMs / 1000} s and was cut.`;
    resolve({ text, failure: 'timeout' });
    own.abort(new DOMException(text, 'TimeoutError'));
  }, timeoutMs);
  signal.addEventListener('abort', cut, { once: true });
  // In a function of its own: what is thrown at once is a rejection too.
  const running = (async () => tool.run(args, own.signal))();
  running.then(
    (text) => resolve({ text, failure: null }),
    (error) => resolve(failed(error)),
  );
  return promise.finally(() => {
    clearTimeout(late);
    signal.removeEventListener('abort', cut);
  });
}

function failed(error: unknown): End {
  const text = error instanceof Error ? error.message : String(error);
  const failure = error instanceof BadArguments ? 'bad-arguments' : 'failed';
  return { text: text.trim() === '' ? 'The tool failed and said nothing.' : text, failure };
}
