import { readAmount } from '../../src/engine/commands/read-setting.ts';
import { type FieldFacts, fieldFacts } from '../../src/spec/field-facts.ts';
import { checkProvider } from '../../src/spec/providers.ts';
import { anyAddress, cleanBaseUrl } from '../../src/spec/resolve/base-url.ts';
import { UsageError } from '../../src/spec/usage-error.ts';
import { validate } from '../../src/spec/validate.ts';
import { count, unknownMark } from '../parts/format.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** What a typed value is, or why it is none. */
export type ReadValue =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** A value as the form shows it: `500`, `4–8`, `auto`, `kaoz 400, order 100`; `–` for none. */
export function valueWords(path: string, value: unknown): string {
  if (value === null || value === undefined) return unknownMark;
  if (path === 'seed' && typeof value === 'number') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? count(value) : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isRange(value)) return `${count(value.min)}–${count(value.max)}`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, each]) => `${name} ${shareOf(each)}`);
    return entries.length === 0 ? unknownMark : oneLine(entries.join(', '));
  }
  return oneLine(String(value));
}

/** A value as it is typed. */
export function editableText(path: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return valueWords(path, value).replaceAll('–', '-');
}

/** What a typed text is for a field, checked as a spec is. */
export function readValue(path: string, label: string, typed: string): ReadValue {
  const facts = fieldFacts(path);
  if (facts === null) return { ok: false, message: `${label}: there is no such field` };
  const text = typed.trim();
  if (isNothing(text) && facts.nullable && !facts.words.includes(text))
    return { ok: true, value: null };
  try {
    const value = validate(facts.schema, parsed(path, facts, text), () => label);
    if (path === 'baseUrl') cleanBaseUrl(text, label, anyAddress);
    if (path === 'provider') checkProvider(text, label);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof UsageError) return { ok: false, message: error.message };
    throw error;
  }
}

/** The values that a field goes round through; none where it is typed. */
export function valueChoices(
  path: string,
  { models, providers }: { models: readonly string[]; providers: readonly string[] },
): readonly unknown[] {
  if (path === 'provider') return providers;
  if (path === 'model') return models;
  const facts = fieldFacts(path);
  if (facts?.kind === 'yes-no') return [true, false];
  return facts?.kind === 'words' ? facts.words : [];
}

function parsed(path: string, facts: FieldFacts, text: string): unknown {
  switch (facts.kind) {
    case 'number':
      return range(text) ?? readAmount(text.replaceAll(',', '')) ?? word(text);
    case 'yes-no':
      return { yes: true, true: true, no: false, false: false }[text] ?? word(text);
    case 'mapping':
      return mapping(path, text);
    default:
      return word(text);
  }
}

/** Nothing typed is nothing said: the sentence then says so. */
function word(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** `4-8`, `4–8` and `4..8` are from 4 to 8. */
function range(text: string): { min: number; max: number } | null {
  const match = /^(\d[\d_,]*[kM]?)\s*(?:-|–|\.\.)\s*(\d[\d_,]*[kM]?)$/.exec(text);
  if (match === null) return null;
  const [min, max] = match.slice(1).map((each) => readAmount(each.replaceAll(',', '')) ?? 0);
  return { min, max };
}

/** `timeout=1, server 2`: a number for each name; of roles it is their share, 1 where none is said. */
function mapping(path: string, text: string): Record<string, unknown> {
  const entries = text.split(',').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    entries.map((part) => {
      const [name, said] = part.trim().split(/[\s=:]+/);
      const value = said === undefined ? undefined : (readAmount(said) ?? said);
      return [name, path === 'roles' ? (value === undefined ? {} : { share: value }) : value];
    }),
  );
}

function shareOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return String((value as { share?: number }).share ?? 1);
}

function isRange(value: unknown): value is { min: number; max: number } {
  return typeof value === 'object' && value !== null && 'min' in value && 'max' in value;
}

function isNothing(text: string): boolean {
  return ['', 'none', 'null', '-', unknownMark].includes(text);
}
