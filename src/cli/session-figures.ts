import type { Sample } from '../state/events.ts';
import type { ProcessFigures } from '../store/process-figures.ts';

/** What this process has used for a run. @param sample the last of the run; null where there is none */
export function sessionFigures(
  cpuAtStart: NodeJS.CpuUsage,
  sample: Pick<Sample, 'bytesIn' | 'bytesOut'> | null,
): ProcessFigures {
  const cpu = process.cpuUsage(cpuAtStart);
  return {
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    bytesIn: sample?.bytesIn ?? 0,
    bytesOut: sample?.bytesOut ?? 0,
  };
}
