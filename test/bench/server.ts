import { startSimulator } from '../../src/simulator/start-simulator.ts';

/** The simulator alone, with the config given as one JSON argument; the first line is its address. */
const { url, stop } = await startSimulator(JSON.parse(process.argv[2] ?? '{}'));
console.log(url);
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
