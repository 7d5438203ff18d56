import { fillTemplate } from './prompts/template.ts';
import { UsageError } from './usage-error.ts';

/**
 * Checks a template that is filled later: it has every slot that it needs, and none that nothing fills.
 *
 * @param where what a sentence about it begins with
 * @param may slots that it can do without
 * @throws UsageError
 */
export function checkSlots(
  template: string,
  needs: readonly string[],
  where: string,
  may: readonly string[] = [],
): void {
  // No text holds a NUL: what is filled in can be told from what was there.
  const mark = (name: string) => `\0${name}\0`;
  const values = Object.fromEntries([...needs, ...may].map((name) => [name, mark(name)]));
  const filled = fillTemplate(template, values, () => where);
  const missing = needs.find((name) => !filled.includes(mark(name)));
  if (missing !== undefined)
    throw new UsageError(`${where}: expected {{${missing}}} in it, where that is to stand`);
}
