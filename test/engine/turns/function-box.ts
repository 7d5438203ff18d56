import type { ToolDefinition } from '../../../src/providers/provider.ts';
import type { Tool, ToolBox, ToolOutcome } from '../../../src/tools/tool.ts';

/** What a tool of a test does. */
export type Work = (signal: AbortSignal) => Promise<string>;

/** Tools of the role `agent` that are functions right here; what they are about is told elsewhere. */
export class FunctionBox implements ToolBox {
  readonly tools: readonly Tool[];
  readonly ran: string[] = [];

  constructor(works: Readonly<Record<string, Work>>, approval: Tool['approval'] = 'always') {
    this.tools = Object.entries(works).map(([name, work]) => ({
      definition: {
        name,
        description: `does ${name}`,
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
      },
      source: 'test',
      limits: { timeoutMs: 10_000, concurrency: 100, maxResultBytes: 1_000 },
      approval,
      run: (_, signal) => work(signal),
    }));
  }

  get definitions(): ToolDefinition[] {
    return this.tools.map(({ definition }) => definition);
  }

  of(): readonly Tool[] {
    return this.tools;
  }

  async run(...[_, call, watch, signal]: Parameters<ToolBox['run']>): Promise<ToolOutcome> {
    const tool = this.tools.find(({ definition }) => definition.name === call.name);
    const none = { durationMs: 0, bytes: 0 };
    if (tool === undefined) return { ...none, text: 'no such tool', failure: 'unknown-tool' };
    try {
      if (tool.approval === 'ask' && !(await watch.approve(tool, call)))
        return { ...none, text: 'refused by the operator', failure: 'refused' };
      watch.started(tool);
      this.ran.push(call.name);
      const text = await tool.run({}, signal);
      return { text, failure: null, durationMs: 1, bytes: text.length };
    } catch (error) {
      const failure = signal.aborted ? 'cancelled' : 'failed';
      return { ...none, text: (error as Error).message, failure };
    }
  }

  async close(): Promise<void> {}
}

/** A tool that runs until it is cut. */
export const untilCut: Work = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
