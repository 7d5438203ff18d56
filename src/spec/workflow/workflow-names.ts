import { namesThereAre } from '../near-miss.ts';
import { UsageError } from '../usage-error.ts';
import { ConditionError, parseCondition, slotsOfCondition } from './condition.ts';
import { parseTemplate, type Slot, slotsOf, UnknownSlot } from './workflow-template.ts';

/** What templates of a workflow may name. */
export interface KnownNames {
  /** By name, whether it is done once for each item of a list. */
  readonly tasks: ReadonlyMap<string, boolean>;
  /** Names of vars; those of the rows of its inputs among them. */
  readonly vars: Iterable<string>;
}

/** Where a template stands. */
export interface TemplatePlace {
  /** Whether its task is done once for each item; not of the template that names the list. */
  readonly hasItem: boolean;
  /** Whether its task reduces others. */
  readonly hasTexts: boolean;
  readonly where: () => string;
}

/**
 * The slots of a template, each of which names something that there is (but for the paths into vars).
 *
 * @throws UsageError with the near miss
 */
export function templateSlots(text: string, names: KnownNames, place: TemplatePlace): Slot[] {
  return checked(() => slotsOf(parseTemplate(text)), names, place);
}

/** As `templateSlots`, of a condition. */
export function conditionSlots(text: string, names: KnownNames, place: TemplatePlace): Slot[] {
  return checked(() => slotsOfCondition(parseCondition(text)), names, place);
}

function checked(read: () => Slot[], names: KnownNames, place: TemplatePlace): Slot[] {
  let slots: Slot[];
  try {
    slots = read();
  } catch (error) {
    if (error instanceof UnknownSlot) throw unknown(error.written, names, place);
    if (error instanceof ConditionError) throw new UsageError(`${place.where()}: ${error.message}`);
    throw error;
  }
  for (const slot of slots) checkSlot(slot, names, place);
  return slots;
}

function checkSlot(slot: Slot, names: KnownNames, place: TemplatePlace): void {
  const { written, kind } = slot;
  const refuse = (mend: string) =>
    new UsageError(`${place.where()}: {{${written}}} names nothing; ${mend}`);
  if (kind === 'var' && ![...names.vars].includes(slot.path[0]))
    throw unknown(written, names, place);
  if ((kind === 'item' || kind === 'index') && !place.hasItem)
    throw refuse('only a task with forEach has it, in its prompt, system and when');
  if (kind === 'texts' && !place.hasTexts) throw refuse('only a task with reduce has it');
  if (kind !== 'task') return;
  const fansOut = names.tasks.get(slot.task);
  if (fansOut === undefined) throw unknown(written, names, place);
  if (slot.what === 'text' && fansOut)
    throw refuse(
      `${slot.task} is done once for each item, write {{tasks.${slot.task}.texts}} for all of them`,
    );
  if (slot.what === 'texts' && !fansOut)
    throw refuse(`${slot.task} is done once, write {{tasks.${slot.task}.text}}`);
}

function unknown(written: string, names: KnownNames, place: TemplatePlace): UsageError {
  const vars = [...names.vars];
  const known = [
    ...vars.map((name) => `vars.${name}`),
    ...[...names.tasks].flatMap(([name, fansOut]) => [
      `tasks.${name}.${fansOut ? 'texts' : 'text'}`,
      `tasks.${name}.json`,
    ]),
    ...(place.hasItem ? ['item', 'index'] : []),
    ...(place.hasTexts ? ['texts'] : []),
  ];
  const [, task, ...rest] = written.split('.');
  const fansOut = names.tasks.get(task);
  let hint = vars.includes(written)
    ? `; did you mean \`vars.${written}\`?`
    : namesThereAre(written, known);
  if (written.startsWith('tasks.') && fansOut !== undefined && rest.length === 0)
    hint = `; did you mean \`tasks.${task}.${fansOut ? 'texts' : 'text'}\`?`;
  return new UsageError(
    `${place.where()}: {{${written}}} names nothing${hint || '; write \\{{ for plain braces'}`,
  );
}
