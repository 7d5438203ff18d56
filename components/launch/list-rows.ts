import { Attribute, Tone } from '../painter/style.ts';
import { count, unknownMark } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';
import type { LaunchEntry } from './launch-entries.ts';
import { type Line, padded, pressable } from './line.ts';

interface ListLook {
  /** Key of the selected entry. */
  readonly selected: string | undefined;
  /** Agents of the selected one, where they are known better than from its preset. */
  readonly agents: number | null;
  readonly width: number;
  readonly rows: number;
}

/** The part of the list that fits, the selected entry in it; the operator's own under a title. */
export function listLines(entries: readonly LaunchEntry[], look: ListLook): Line[] {
  const { rows, selected } = look;
  const all: { readonly line: Line; readonly key: string | null }[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'own' && entries[index - 1]?.kind !== 'own')
      all.push({ line: [['   yours', Tone.dim]], key: null });
    all.push({ line: entryLine(entry, look), key: entry.key });
  }
  if (all.length <= rows) return all.map(({ line }) => line);
  const room = Math.max(1, rows - 1);
  const at = all.findIndex(({ key }) => key === selected);
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), all.length - room));
  const shown = all.slice(from, from + room).map(({ line }) => line);
  if (rows < 2) return shown;
  const below = all.length - from - room;
  const words = [from > 0 ? `${from} above` : '', below > 0 ? `${below} more` : ''];
  return [...shown, [[`   … ${words.filter((part) => part !== '').join(' · ')}`, Tone.dim]]];
}

/** Name, agents, provider; a dot before what was changed by hand. */
function entryLine({ key, label, preset, changes }: LaunchEntry, look: ListLook): Line {
  const { selected, agents: known, width } = look;
  const isSelected = key === selected;
  const changed = changes.agents;
  const own = typeof changed === 'number' ? changed : preset.agents;
  const agents = isSelected && known !== null ? known : own;
  const provider = changes.provider ?? preset.provider;
  const nameWidth = Math.min(19, Math.max(8, width - 15));
  const figure = (agents === 0 ? unknownMark : count(agents)).padStart(5);
  const service = provider === null ? '' : ` · ${oneLine(String(provider))}`;
  const style = isSelected ? Tone.select : Tone.fg;
  const line: Line = [
    [isSelected ? ' › ' : '   ', isSelected ? Tone.accent : Tone.fg],
    [padded(oneLine(label), nameWidth), isSelected ? style | Attribute.bold : style],
    [padded(figure + service, Math.max(0, width - nameWidth - 3)), isSelected ? style : Tone.dim],
  ];
  return pressable(line, { kind: 'entry', key });
}
