import type { Comparison, Condition, Operand } from '../../spec/workflow/condition.ts';
import type { Slot } from '../../spec/workflow/workflow-template.ts';
import { AnswerProblem } from './answer-problem.ts';
import { textOfValue } from './text-of-value.ts';

/**
 * Whether a condition holds. Of itself a value holds unless it is false, 0, null, an empty list or a text of
 * nothing but white space. Texts are compared without the white space around them; what looks like a number
 * is one.
 *
 * @throws AnswerProblem where numbers are compared and one is none
 */
export function evaluateCondition(condition: Condition, fill: (slot: Slot) => unknown): boolean {
  switch (condition.op) {
    case 'or':
      return evaluateCondition(condition.left, fill) || evaluateCondition(condition.right, fill);
    case 'and':
      return evaluateCondition(condition.left, fill) && evaluateCondition(condition.right, fill);
    case 'not':
      return !evaluateCondition(condition.of, fill);
    case 'is':
      return holds(read(condition.of, fill));
    default:
      return compare(condition.op, condition.left, condition.right, fill);
  }
}

function read(operand: Operand, fill: (slot: Slot) => unknown): unknown {
  return 'slot' in operand ? fill(operand.slot) : operand.literal;
}

function holds(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

function compare(
  op: Comparison,
  left: Operand,
  right: Operand,
  fill: (slot: Slot) => unknown,
): boolean {
  const [a, b] = [read(left, fill), read(right, fill)];
  switch (op) {
    case '==':
      return isSame(a, b);
    case '!=':
      return !isSame(a, b);
    case 'contains':
      return Array.isArray(a)
        ? a.some((each) => isSame(each, b))
        : textOfValue(a).includes(textOfValue(b));
    case '<':
      return wanted(left, a, op) < wanted(right, b, op);
    case '<=':
      return wanted(left, a, op) <= wanted(right, b, op);
    case '>':
      return wanted(left, a, op) > wanted(right, b, op);
    case '>=':
      return wanted(left, a, op) >= wanted(right, b, op);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  const none = [a, b].filter((value) => value === null || value === undefined).length;
  if (none > 0) return none === 2;
  const [left, right] = [numberIn(a), numberIn(b)];
  if (left !== null && right !== null) return left === right;
  return textOfValue(a).trim() === textOfValue(b).trim();
}

function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value.trim());
  return Number.isFinite(number) ? number : null;
}

function wanted(operand: Operand, value: unknown, op: Comparison): number {
  const number = numberIn(value);
  if (number !== null) return number;
  const what = 'slot' in operand ? `{{${operand.slot.written}}}` : textOfValue(value);
  throw new AnswerProblem(`when: ${what} is no number, and ${op} compares numbers`);
}
