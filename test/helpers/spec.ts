import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { builtInPresets } from '../../presets/index.ts';
import { type ResolveInput, resolveSpec } from '../../src/spec/resolve-spec.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import { loadSpecDocument } from '../../src/spec/spec-document.ts';
import { UsageError } from '../../src/spec/usage-error.ts';

/** A directory with these files, gone when the test is over. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-spec-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** Resolves the flags and the text of a `swarm.yaml`, with the built-in presets on four cores. */
export async function resolved(
  input: Partial<ResolveInput> = {},
  yaml?: string,
): Promise<ResolvedSpec> {
  const cwd = input.cwd ?? folder();
  if (yaml !== undefined) writeFileSync(join(cwd, 'swarm.yaml'), yaml);
  const specFile = yaml === undefined ? null : await loadSpecDocument('swarm.yaml', cwd);
  const { spec } = await resolveSpec({
    presets: builtInPresets,
    cpuCount: 4,
    cwd,
    specFile,
    ...input,
  });
  return spec;
}

/** The one sentence that the operator is told; fails where nothing is wrong. */
export async function refusal(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.message.includes('\n')) throw new Error(`more than one line: ${error.message}`);
    return error.message;
  }
  throw new Error('expected a UsageError, but it was accepted');
}

/** Streams whose text can be read. */
export function captured() {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) =>
    new PassThrough().on('data', (chunk) => {
      texts[name] += String(chunk);
    });
  return { stdout: stream('stdout'), stderr: stream('stderr'), texts };
}
