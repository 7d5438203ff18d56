import { availableParallelism } from 'node:os';
import type { LaunchEstimate } from '../../../components/launch-choices.ts';
import { moneyWords } from '../../cost/money-words.ts';
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

/** Whether the budget of a run may stop it before its end; null where it does not. */
export function budgetHint(
  { budget: { usd } }: ResolvedSpec,
  { costNanoUsd }: LaunchEstimate,
): string | null {
  if (usd === null || costNanoUsd === null) return null;
  const cap = usd * 1e9;
  const { expected, high } = costNanoUsd;
  if (high <= cap) return null;
  const verb = expected > cap ? 'does not cover it' : 'may stop it';
  return `the budget of ${moneyWords(cap)} ${verb}: ~${moneyWords(expected)} is expected, up to ${moneyWords(high)}`;
}

function short(value: number): string {
  return value < 10 ? String(Math.round(value * 100) / 100) : count(value);
}
