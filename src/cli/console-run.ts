import { availableParallelism } from 'node:os';
import type { LiveRun, PresetDesk } from '../../components/console-options.ts';
import { builtInPresets } from '../../presets/index.ts';
import type { Preset } from '../spec/preset.ts';
import { completeSelection } from '../state/selection/complete-selection.ts';
import { resolveSelection } from '../state/selection/resolve-selection.ts';
import { agentsOf } from '../state/selection/selection.ts';
import { presetNamed, presetTuning } from './preset-tuning.ts';
import { RunResults } from './run-results.ts';
import type { Session } from './session.ts';
import { tuningPreset } from './tuning-preset.ts';

/** A session as the console steers it. */
export function consoleRun(session: Session): LiveRun {
  const { engine } = session;
  const { facts, state } = engine;
  return {
    past: false,
    tasks: session.tasks,
    snapshot: () => session.snapshot(),
    taskId: (task) => facts.taskId(task),
    work: () => session.work(),
    command: (command, asker) => session.command(command, asker),
    preview: (command) => session.preview(command),
    tuning: () => engine.tuning(),
    completeSelection: (text, cursor) => completeSelection(text, cursor, facts),
    agentsOf(selection) {
      if ('tasks' in selection) return { ok: true, agents: agentsOf(selection.tasks, state) };
      const resolved = resolveSelection(selection.query, facts, engine.t());
      return resolved.ok ? { ok: true, agents: agentsOf(resolved.tasks, state) } : resolved;
    },
    presets: presetDesk(session),
    results: new RunResults(facts, session.record, false),
    answersOf(tasks) {
      try {
        return session.answersOf(tasks);
      } catch {
        // A run whose record cannot be written any more ends by itself, and says so.
        return [];
      }
    },
  };
}

function presetDesk(session: Session): PresetDesk {
  return {
    names: async () => (await allPresets()).map(({ name }) => name),
    tuningOf: async (name) => {
      const builtIn = builtInPresets.find((preset) => preset.name === name);
      const preset = builtIn ?? presetNamed(name, await allPresets());
      return presetTuning(preset, session.spec, availableParallelism());
    },
    save: async (name) => {
      const own = await ownPresets();
      const replaced = own.save(tuningPreset(name, session.spec.name, session.engine.tuning()));
      return `${replaced ? 'replaced' : 'saved'} preset ${name} in ${own.file}`;
    },
  };
}

async function allPresets(): Promise<readonly Preset[]> {
  return [...builtInPresets, ...(await ownPresets()).list()];
}

/** Loaded only when asked for: the settings' library takes memory of its own. */
async function ownPresets() {
  const { savedPresets } = await import('../settings/saved-presets.ts');
  return savedPresets({ reserved: builtInPresets.map(({ name }) => name) });
}
