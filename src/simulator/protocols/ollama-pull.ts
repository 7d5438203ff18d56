import { hashText } from '../random.ts';
import { isServed } from '../served-models.ts';
import type { OllamaModels } from './ollama-models.ts';
import { type Ask, Refusal } from './protocol.ts';

/** A model whose name has this in it breaks off in the middle. */
const breaking = 'breaks';
const broken = 'max retries exceeded: unexpected EOF';
const missing = 'pull model manifest: file does not exist';
const steps = 10;
const bytes = 637_699_456;

/**
 * Pulls a model: layers with their progress, and at the end it is installed.
 *
 * @param pullMs how long that takes
 */
export function pullAsk(model: string, stream: boolean, models: OllamaModels, pullMs: number): Ask {
  // A stream has begun by the time that this is found out.
  if (!stream && !isServed(model))
    throw new Refusal({ status: 500, kind: 'server', message: missing });
  const digest = `sha256:${hashText(model).toString(16).padStart(8, '0').repeat(8)}`;
  const status = `pulling ${digest.slice(7, 19)}`;
  const breaks = model.includes(breaking);
  const lines: object[] = [{ status: 'pulling manifest' }];
  if (!isServed(model)) lines.push({ error: missing });
  else {
    lines.push({ status, digest, total: bytes });
    const last = breaks ? steps / 2 : steps;
    for (let step = 1; step <= last; step++)
      lines.push({ status, digest, total: bytes, completed: Math.round((bytes * step) / steps) });
    if (breaks) lines.push({ error: broken });
    else
      lines.push(
        { status: 'verifying sha256 digest' },
        { status: 'writing manifest' },
        { status: 'success' },
      );
  }
  const last = lines.at(-1);
  const afterMs = pullMs / lines.length;
  return {
    kind: 'script',
    streamType: stream ? 'application/x-ndjson' : 'application/json',
    parts: stream
      ? lines.map((line) => ({ afterMs, text: `${JSON.stringify(line)}\n` }))
      : [{ afterMs: pullMs, text: JSON.stringify(last) }],
    done: () => {
      if (isServed(model) && !breaks) models.install(model);
    },
  };
}
