/** What stands in double braces in a workflow. */
export type Slot = { readonly written: string } & (
  | { readonly kind: 'var' | 'item'; readonly path: readonly string[] }
  | { readonly kind: 'index' | 'texts' }
  | {
      readonly kind: 'task';
      readonly task: string;
      readonly what: TaskValue;
      /** Into the JSON. */
      readonly path: readonly string[];
    }
);

/** What a template can take of a task; `texts` of those that are done once for each item. */
export const taskValues = ['text', 'json', 'texts', 'status'] as const;
export type TaskValue = (typeof taskValues)[number];

/** A text as its parts: what stands as it is, and what is filled in. */
export type Template = readonly (string | Slot)[];

/** What braces hold that names nothing a workflow has. */
export class UnknownSlot extends Error {
  readonly written: string;

  constructor(written: string) {
    super(`{{${written}}} names nothing`);
    this.written = written;
  }
}

/** `\{{` stands for a plain `{{`; as in the templates of prompts. */
const braces = /\\\{\{|\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/g;
const plainName = /^[A-Za-z_][\w.-]*$/;
const ours = /^(?:vars|tasks|item|index|texts)\b/;

/**
 * Takes a template apart. As in prompts, what does not look like a name (`{{ x + 1 }}`) is left as it is.
 *
 * @throws UnknownSlot where a name cannot be one of a workflow's
 */
export function parseTemplate(text: string): Template {
  const parts: (string | Slot)[] = [];
  let plain = '';
  let at = 0;
  for (const match of text.matchAll(braces)) {
    const [written, name] = match;
    plain += text.slice(at, match.index);
    at = match.index + written.length;
    if (name === undefined) plain += '{{';
    else if (!plainName.test(name) && !ours.test(name)) plain += written;
    else {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(slotOf(name));
    }
  }
  plain += text.slice(at);
  if (plain !== '') parts.push(plain);
  return parts;
}

/** @param name what stands between the braces */
export function slotOf(name: string): Slot {
  const [head, ...path] = name.split('.');
  if (path.includes('') || !plainName.test(name)) throw new UnknownSlot(name);
  const written = name;
  if (head === 'vars' && path.length > 0) return { written, kind: 'var', path };
  if (head === 'item') return { written, kind: 'item', path };
  if ((head === 'index' || head === 'texts') && path.length === 0) return { written, kind: head };
  if (head === 'tasks' && path.length > 1) {
    const [task, what, ...into] = path;
    const known = taskValues.find((value) => value === what);
    if (known !== undefined && (known === 'json' || into.length === 0))
      return { written, kind: 'task', task, what: known, path: into };
  }
  throw new UnknownSlot(name);
}

export function slotsOf(template: Template): Slot[] {
  return template.filter((part) => typeof part !== 'string');
}
