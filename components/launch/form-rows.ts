import { fieldFacts } from '../../src/spec/field-facts.ts';
import { type Filter, isKept } from '../filter/filter.ts';
import { Attribute, type Segment, Tone } from '../painter/style.ts';
import { graphemes } from '../terminal/display-width.ts';
import type { AskedLine } from './asked-line.ts';
import { type FormField, formGroups } from './form-fields.ts';
import { valueWords } from './form-value.ts';
import type { LaunchEntry } from './launch-entries.ts';
import type { LaunchState } from './launch-state.ts';
import { type Line, padded, paddedLeft, pressable } from './line.ts';

/** The fields that a filter keeps, with the titles of their groups before them. */
export function keptFields(filter: Filter | undefined): FormField[] {
  return formGroups.flatMap(({ title, fields }) =>
    fields.filter(({ label, path }) => isKept(filter, `${title} ${label} ${path}`)),
  );
}

interface FormLook {
  readonly launch: LaunchState;
  readonly entry: LaunchEntry;
  readonly filter: Filter | undefined;
  readonly width: number;
  readonly rows: number;
}

/** The part of the form that fits, the field that it is at in sight. */
export function formLines({ launch, entry, filter, width, rows }: FormLook): Line[] {
  const kept = new Set(keptFields(filter));
  const all: { readonly line: Line; readonly path: string | null }[] = [];
  for (const { title, fields } of formGroups) {
    const shown = fields.filter((field) => kept.has(field));
    if (shown.length === 0) continue;
    all.push({ line: [[` ${title}`, Tone.dim | Attribute.bold]], path: null });
    for (const field of shown)
      all.push({
        line: pressable(fieldLine(field, launch, entry, width), {
          kind: 'field',
          path: field.path,
        }),
        path: field.path,
      });
  }
  if (all.length === 0) return [[[' no setting is kept by the filter', Tone.dim]]];
  const at = Math.max(
    0,
    all.findIndex(({ path }) => path === launch.field),
  );
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map(({ line }) => line);
}

const labelWidth = 19;
const numberWidth = 9;

/** ` › • agents   250   500 → 250`: what differs from the preset is marked. */
function fieldLine(
  { path, label, unit }: FormField,
  { look, field: at, asked }: LaunchState,
  { changes }: LaunchEntry,
  width: number,
): Line {
  const now = look?.fields[path];
  const changed = path in changes;
  const value = changed ? changes[path] : now?.value;
  const isAt = path === at;
  const lead: Segment[] = [
    [isAt ? ' › ' : '   ', Tone.accent],
    [changed ? '• ' : '  ', Tone.accent],
    [padded(label, labelWidth), isAt ? Tone.select : Tone.fg],
    [' ', Tone.fg],
  ];
  if (asked?.field === path) return [...lead, ...editedValue(asked)];
  const said = (each: unknown) => inUnit(valueWords(path, each), each, unit);
  const isSaid = value !== null && value !== undefined;
  const tone = changed ? Tone.accent : isSaid ? Tone.fg : Tone.dim;
  const room = width - labelWidth - 7;
  const shown: Segment[] =
    fieldFacts(path)?.kind === 'number'
      ? [
          [paddedLeft(said(value), numberWidth), tone],
          [isSaid && unit !== '' && unit !== dollars ? ` ${unit}` : '', Tone.dim],
        ]
      : [[padded(said(value), Math.max(4, room)).trimEnd(), tone]];
  if (!changed) return [...lead, ...shown];
  return [...lead, ...shown, [`   ${said(now?.preset)} → ${said(value)}`, Tone.accent]];
}

/** Money has its unit before it. */
const dollars = '$';

function inUnit(words: string, value: unknown, unit: string): string {
  return unit === dollars && typeof value === 'number' ? dollars + words : words;
}

function editedValue({ line: { text, cursor }, busy }: AskedLine): Segment[] {
  const [under = ' ', ...after] = graphemes(text.slice(cursor));
  return [
    [text.slice(0, cursor), Tone.fg],
    [under, busy ? Tone.dim : Tone.fg | Attribute.inverse],
    [after.join(''), Tone.fg],
  ];
}
