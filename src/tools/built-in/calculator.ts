import { BadArguments } from '../bad-arguments.ts';
import { arithmetic, functionNames } from './arithmetic.ts';
import type { BuiltIn } from './built-in.ts';

/** Arithmetic, which models are bad at. */
export const calculator: BuiltIn<'calculator'> = () => ({
  definition: {
    name: 'calculator',
    description: `Gives the value of an arithmetic expression: numbers, + - * / % ^, parentheses, pi, e and the functions ${functionNames.join(', ')} (ln is natural, log to base 10, angles in radians, round(x, digits)).`,
    parameters: {
      type: 'object',
      properties: {
        expression: { type: 'string', description: 'Like (17.5 + 3) * 2 ^ 0.5' },
      },
      required: ['expression'],
      additionalProperties: false,
    },
  },
  run: async ({ expression }) => {
    try {
      return numberText(arithmetic(String(expression)));
    } catch (error) {
      throw new BadArguments((error as Error).message);
    }
  },
});

/** Without the digits that binary fractions leave behind: 0.1 + 0.2 is 0.3. */
function numberText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
}
