import { type Slot, slotOf } from './workflow-template.ts';

/**
 * The language of `when`, from what binds least to what binds most:
 *
 *     or          a or b        a || b
 *     and         a and b       a && b
 *     not         not a         !a
 *     comparison  a == b   !=   <   <=   >   >=   a contains b
 *     value       {{tasks.check.json.ok}}   "text"   'text'   12.5   true   false   null   ( … )
 */
export type Condition =
  | { readonly op: 'or' | 'and'; readonly left: Condition; readonly right: Condition }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'is'; readonly of: Operand }
  | { readonly op: Comparison; readonly left: Operand; readonly right: Operand };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';
export type Operand = { readonly slot: Slot } | { readonly literal: Literal };
export type Literal = string | number | boolean | null;

const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'contains'];
const words: Readonly<Record<string, Literal>> = { true: true, false: false, null: null };
const token =
  /\s*(?:\{\{\s*([^{}]*?)\s*\}\}|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.-]*)|(==|!=|<=|>=|&&|\|\||[<>!()])|(\S))/gy;

interface Token {
  readonly kind: 'value' | 'word' | 'sign' | 'other';
  readonly written: string;
  readonly value?: Operand;
}

/** What is wrong with a condition, in words that go after its place. */
export class ConditionError extends Error {}

/**
 * @throws ConditionError where it is none
 * @throws UnknownSlot where braces hold what no workflow has
 */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (...written: string[]): boolean => {
    const found = at < tokens.length && tokens[at].kind !== 'value';
    if (!found || !written.includes(tokens[at].written)) return false;
    at += 1;
    return true;
  };
  const or = (): Condition => {
    let left = and();
    while (next('or', '||')) left = { op: 'or', left, right: and() };
    return left;
  };
  const and = (): Condition => {
    let left = not();
    while (next('and', '&&')) left = { op: 'and', left, right: not() };
    return left;
  };
  const not = (): Condition => (next('not', '!') ? { op: 'not', of: not() } : comparison());
  const comparison = (): Condition => {
    if (next('(')) {
      const inside = or();
      if (!next(')')) throw expected('a closing )', tokens[at]);
      return inside;
    }
    const left = operand();
    const sign = tokens[at]?.written;
    if (tokens[at]?.kind === 'value' || !comparisons.includes(sign)) return { op: 'is', of: left };
    at += 1;
    return { op: sign as Comparison, left, right: operand() };
  };
  const operand = (): Operand => {
    const found = tokens[at];
    if (found?.value === undefined) throw expected('a value', found);
    at += 1;
    return found.value;
  };
  const condition = or();
  if (at < tokens.length) throw expected('and, or, or the end', tokens[at]);
  return condition;
}

export function slotsOfCondition(condition: Condition): Slot[] {
  switch (condition.op) {
    case 'not':
      return slotsOfCondition(condition.of);
    case 'or':
    case 'and':
      return [...slotsOfCondition(condition.left), ...slotsOfCondition(condition.right)];
    case 'is':
      return slotIn(condition.of);
    default:
      return [...slotIn(condition.left), ...slotIn(condition.right)];
  }
}

function slotIn(operand: Operand): Slot[] {
  return 'slot' in operand ? [operand.slot] : [];
}

function tokensOf(text: string): Token[] {
  return [...text.trimEnd().matchAll(token)].map(
    ([all, slot, quoted, number, word, sign, other]): Token => {
      const written = all.trim();
      if (slot !== undefined) return { kind: 'value', written, value: { slot: slotOf(slot) } };
      if (quoted !== undefined)
        return { kind: 'value', written, value: { literal: unquoted(quoted) } };
      if (number !== undefined)
        return { kind: 'value', written, value: { literal: Number(number) } };
      if (word !== undefined && Object.hasOwn(words, word))
        return { kind: 'value', written, value: { literal: words[word] } };
      if (word !== undefined) return { kind: 'word', written };
      return { kind: sign === undefined ? 'other' : 'sign', written: sign ?? other };
    },
  );
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

function expected(what: string, found: Token | undefined): ConditionError {
  if (found === undefined) return new ConditionError(`expected ${what}, but it ends there`);
  const { kind, written } = found;
  return new ConditionError(`expected ${what}, got \`${written}\`${mend(kind, written)}`);
}

function mend(kind: Token['kind'], written: string): string {
  if (written === '=') return '; did you mean `==`?';
  if (written === '"' || written === "'") return '; a quote is not closed';
  if (kind !== 'word') return '';
  if (/^(?:vars|tasks|item|index|texts)\b/.test(written)) return `; write {{${written}}}`;
  return `; a text stands in quotes, "${written}"`;
}
