import { namesThereAre } from '../near-miss.ts';
import { UsageError } from '../usage-error.ts';

/** `\{{` stands for a plain `{{`. A name has no braces and does not begin or end with a space. */
const slot = /\\\{\{|\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/g;
const plainName = /^[A-Za-z_][\w.-]*$/;

export type Variables = Readonly<Record<string, string | number | boolean>>;

/**
 * Fills every `{{name}}` from the variables.
 *
 * What stands in double braces but does not look like a name (`{{ x + 1 }}`) is left as it is; a name
 * that there is no value for is a UsageError, because it would be sent to a model as it stands.
 *
 * @param place where the text stands, as the sentence begins
 */
export function fillTemplate(template: string, variables: Variables, place: () => string): string {
  if (!template.includes('{{')) return template;
  return template.replace(slot, (written, name: string | undefined) => {
    if (name === undefined) return '{{';
    if (Object.hasOwn(variables, name)) return String(variables[name]);
    if (!plainName.test(name)) return written;
    const names = Object.keys(variables);
    const hint =
      names.length === 0
        ? '; there are no vars here (write \\{{ for plain braces)'
        : namesThereAre(name, names);
    throw new UsageError(`${place()}: {{${name}}} names nothing${hint}`);
  });
}
