import type { Normalize } from '../../spec/work/consensus-workload.ts';
import type { PlanCode } from '../plan-code.ts';
import { jsonForm } from './json-form.ts';
import type { Normalizer } from './normalizer.ts';
import { numberForm } from './number-form.ts';
import { OwnForm } from './own-form.ts';
import { exactForm, textForm } from './text-form.ts';

/** The normalizer that a workload asks for; `code` where that is the operator's. */
export function normalizerOf(normalize: Normalize): {
  readonly form: Normalizer;
  readonly code?: PlanCode;
} {
  switch (normalize.kind) {
    case 'exact':
      return { form: exactForm };
    case 'text':
      return { form: textForm };
    case 'number':
      return { form: numberForm };
    case 'json':
      return { form: jsonForm(normalize.pointer) };
    case 'module': {
      const own = new OwnForm(normalize);
      return { form: own.form, code: own };
    }
  }
}
