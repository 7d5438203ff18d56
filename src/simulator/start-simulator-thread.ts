import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SimulatorOptions } from './start-simulator.ts';

export interface SimulatorThread {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Ends the thread and with it every connection. */
  stop(): Promise<void>;
}

/**
 * Starts the simulator in a thread of its own, which never keeps the process alive. It is reached
 * over its socket only; record and config are at `/__sim/`. Rejects as `startSimulator` does. An
 * error in the thread after that is a defect, and uncaught in this process.
 */
export async function startSimulatorThread(
  options: SimulatorOptions = {},
): Promise<SimulatorThread> {
  // The sources run as they are, with types that Node strips; the package holds them compiled.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./simulator-worker.${extension}`, import.meta.url), {
    name: 'simulator',
    workerData: options,
    execArgv: [],
    // A small young generation keeps the thread small; the rest bounds what a defect could take.
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 512 },
  });
  const [url] = (await once(worker, 'message')) as [string];
  worker.unref();
  return {
    url,
    stop: async () => {
      await worker.terminate();
    },
  };
}
