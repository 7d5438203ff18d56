import type { Slot, Template } from '../../spec/workflow/workflow-template.ts';

/** What a value becomes in a prompt: texts as they are, nothing as nothing, lists and mappings as JSON. */
export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function renderTemplate(template: Template, fill: (slot: Slot) => unknown): string {
  let text = '';
  for (const part of template) text += typeof part === 'string' ? part : textOfValue(fill(part));
  return text;
}
