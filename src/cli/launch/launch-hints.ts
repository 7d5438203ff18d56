import { availableParallelism } from 'node:os';
import type { Preset } from '../../spec/preset.ts';
import type { Changes } from '../../spec/resolve/changes-layer.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { count } from '../format.ts';

/** Below, cores idle; above, agents that wait for the CPU wait for each other. */
const fewestPerCore = 0.5;
const mostPerCore = 8;

/**
 * What the operator may want to know of the size, where it goes by the CPU: of a preset that sizes by
 * cores, or settings that do.
 *
 * @param cores of this machine
 */
export function sizeHint(
  { agents, autoAgents }: ResolvedSpec,
  preset: Preset | null,
  changes: Changes,
  cores = availableParallelism(),
): string | null {
  const byCpu =
    autoAgents !== null ||
    preset?.sizing !== undefined ||
    Object.keys(changes).some((path) => path.startsWith('sizing.'));
  if (!byCpu) return null;
  const perCore = agents / cores;
  const figures = `${short(perCore)} agents a core (${count(agents)} on ${count(cores)} cores)`;
  if (perCore < fewestPerCore) return `${figures}: below half an agent a core, cores stand idle`;
  if (perCore > mostPerCore)
    return `${figures}: above eight a core, agents wait for each other's CPU time`;
  return null;
}

function short(value: number): string {
  return value < 10 ? String(Math.round(value * 100) / 100) : count(value);
}
