/** The thread of `startSimulatorThread`: serves until it is ended, and tells its address. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SimulatorOptions, startSimulator } from './start-simulator.ts';

const simulator = await startSimulator(workerData as SimulatorOptions);
parentPort?.postMessage(simulator.url);
