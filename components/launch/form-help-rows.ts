import { fieldFacts } from '../../src/spec/field-facts.ts';
import { providerNames } from '../../src/spec/providers.ts';
import type { Source } from '../../src/spec/resolve/layers.ts';
import { Tone } from '../painter/style.ts';
import { wrapWithin } from '../parts/wrap.ts';
import { oneLine } from '../terminal/sanitize.ts';
import { fieldLabel } from './form-fields.ts';
import { valueChoices, valueWords } from './form-value.ts';
import type { LaunchEntry } from './launch-entries.ts';
import type { LaunchState } from './launch-state.ts';
import type { Line } from './line.ts';

/** What the field means that the form is at, what fits, and where its value comes from. */
export function formHelpLines(
  launch: LaunchState,
  { changes, preset }: LaunchEntry,
  width: number,
): Line[] {
  const { field: path, asked, look } = launch;
  if (path === null) return [];
  const facts = fieldFacts(path);
  if (facts === null) return [];
  const says = asked?.field === path ? asked.says : null;
  const lines: Line[] = [];
  const say = (text: string, style: number, most = 4) => {
    for (const line of wrapWithin(oneLine(text), width - 2, most))
      lines.push([[` ${line}`, style]]);
  };
  // What does not fit is said first: it must be seen where there is room for one line.
  if (says !== null) say(says.text, says.ok ? Tone.ok : Tone.warn);
  say(facts.description, Tone.fg);
  say(expectedWords(path, launch), Tone.dim);
  if (path in changes)
    say(
      `the ${preset.name === 'none' ? 'default' : 'preset'} is ${valueWords(path, look?.fields[path]?.preset)}: d brings it back`,
      Tone.dim,
    );
  else say(sourceWords(look?.fields[path]?.source, launch), Tone.dim);
  return lines;
}

/** The title over what is said of the field. */
export const formHelpTitle = ({ field }: LaunchState): string =>
  field === null ? '' : fieldLabel(field);

/** `takes a whole number from 0 to 100`, or the choices. */
function expectedWords(path: string, { routes }: LaunchState): string {
  const facts = fieldFacts(path);
  const choices = valueChoices(path, choiceSources(routes));
  if (choices.length > 0 && facts?.kind !== 'text')
    return `← → ${choices.map((choice) => valueWords(path, choice)).join(', ')}`;
  const none = facts?.nullable ? ', or nothing for no limit' : '';
  const more = choices.length > 0 ? ' · ← → those that are known' : '';
  if (path === 'roles') return 'takes names with their shares: kaoz 400, order 100';
  if (facts?.kind === 'mapping') return 'takes names with numbers: timeout 1, server 2';
  return `takes ${facts?.expected ?? ''}${none}${more}`;
}

/** What the fields that go round through names go round through. */
export function choiceSources(routes: LaunchState['routes']) {
  const chosen = routes.find((route) => route.chosen);
  return { providers: providerNames, models: chosen?.models ?? [] };
}

function sourceWords(source: Source | undefined, { work }: LaunchState): string {
  switch (source) {
    case 'spec':
      return work.kind === 'file' ? `said in ${work.file}` : 'said in the spec';
    case 'environment':
      return 'said in the environment';
    case 'preset':
      return 'said by the preset';
    case 'settings':
      return 'said in the settings';
    default:
      return 'the default: said nowhere';
  }
}
