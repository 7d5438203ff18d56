import { fieldDescription } from '../spec/json-schema.ts';
import { type Preset, presetSchema } from '../spec/preset.ts';
import { table } from './runs-format.ts';

/** All presets, what each means, and who made it. */
export function presetsTable(builtIn: readonly Preset[], own: readonly Preset[]): string {
  const row = (preset: Preset, from: string) => [
    preset.name,
    agentsWords(preset),
    callsWords(preset),
    from,
    preset.summary,
  ];
  return table(
    [
      { title: 'name' },
      { title: 'agents', right: true },
      { title: 'calls at once', right: true },
      { title: 'from' },
      { title: 'summary' },
    ],
    [
      ...builtIn.map((preset) => row(preset, 'built in')),
      ...own.map((preset) => row(preset, 'you')),
    ],
  );
}

/** Every value that a preset sets, with its meaning and unit. */
export function presetDetails(preset: Preset): string {
  const { name, summary, ...fields } = preset;
  const rows = leaves(fields, '').map(([path, value]) => [
    path,
    value,
    fieldDescription(presetSchema, path),
  ]);
  const columns = [{ title: 'field' }, { title: 'value', right: true }, { title: 'meaning' }];
  return `${name}: ${summary}\n\n${table(columns, rows)}`;
}

function agentsWords({ agents, sizing }: Preset): string {
  if (agents === 'auto') return `${sizing?.perCore ?? 'auto'} a core`;
  return agents === undefined ? '' : String(agents);
}

function callsWords({ agents, concurrency, concurrencyPerAgent }: Preset): string {
  if (typeof concurrency === 'object') return `${concurrency.min}–${concurrency.max}`;
  if (concurrency !== undefined) return String(concurrency);
  if (typeof agents === 'number') return String(Math.round(agents * (concurrencyPerAgent ?? 1)));
  return concurrencyPerAgent === undefined ? '' : `${concurrencyPerAgent} an agent`;
}

function leaves(value: object, lead: string): [path: string, value: string][] {
  return Object.entries(value).flatMap(([name, inside]): [string, string][] => {
    const path = lead === '' ? name : `${lead}.${name}`;
    if (typeof inside === 'object' && inside !== null) return leaves(inside, path);
    return [[path, inside === null ? 'no limit' : String(inside)]];
  });
}
