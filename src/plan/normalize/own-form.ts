import { UsageError } from '../../spec/usage-error.ts';
import type { PlanCode } from '../plan-code.ts';
import type { Normalizer } from './normalizer.ts';

/**
 * What a function of the operator's says that an answer comes to: `(answer: string) => string | number |
 * boolean | null`. Null, undefined, what is blank, and a function that throws say nothing; nor does all
 * else, a promise for one, because answers are compared as they come.
 */
export class OwnForm implements PlanCode {
  readonly file: string;
  readonly exported: string;
  readonly where = 'workload.consensus.normalize';
  private given: ((answer: string) => unknown) | null = null;

  constructor({ file, exported }: { readonly file: string; readonly exported: string }) {
    this.file = file;
    this.exported = exported;
  }

  give(value: unknown): void {
    if (typeof value !== 'function') {
      throw new UsageError(
        `${this.where}: expected \`${this.exported}\` of ${this.file} to be a function of an answer, got ${typeof value}`,
      );
    }
    this.given = value as (answer: string) => unknown;
  }

  readonly form: Normalizer = (text) => {
    if (this.given === null) throw new Error('the code of the plan was not given');
    let said: unknown;
    try {
      said = this.given(text);
    } catch {
      return null;
    }
    if (!['string', 'number', 'boolean'].includes(typeof said)) return null;
    const key = String(said);
    return key.trim() === '' ? null : { key, answer: key };
  };
}
