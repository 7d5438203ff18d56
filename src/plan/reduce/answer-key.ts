import { createHash } from 'node:crypto';
import type { Dedupe } from '../../spec/work/workload.ts';
import { textKey } from '../normalize/text-form.ts';

/** The same for answers that count as one; short, so that 100,000 of them can be held. */
export function answerKey(text: string, dedupe: Dedupe): string {
  const plain = dedupe === 'text' ? textKey(text) : text;
  return createHash('sha1').update(plain).digest('base64');
}
