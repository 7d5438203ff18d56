import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { UsageError } from '../spec/usage-error.ts';

/** A profile of what this process spends its CPU on, since it was started. */
export interface CpuProfile {
  /** Ends it and writes it to a file. Gives a sentence on where it is and how to look at it. */
  writeTo(file: string): Promise<string>;
}

/**
 * Begins a V8 CPU profile of this thread, a sample a millisecond; it costs a few percent of the CPU.
 *
 * @throws UsageError where this Node has no inspector
 */
export async function startCpuProfile(): Promise<CpuProfile> {
  const inspector = new Session();
  try {
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.start');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--cpu-prof: this Node cannot profile (${said}); leave it out`);
  }
  return {
    writeTo: async (file) => {
      const { profile } = await inspector.post('Profiler.stop');
      inspector.disconnect();
      try {
        writeFileSync(file, JSON.stringify(profile));
      } catch (error) {
        return `the CPU profile could not be written: ${(error as Error).message}`;
      }
      return `CPU profile: ${file} (open it in VS Code, in the Performance panel of Chrome's DevTools, or at speedscope.app)`;
    },
  };
}
