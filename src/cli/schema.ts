import type { Writable } from 'node:stream';
import { specJsonSchema } from '../spec/json-schema.ts';

/** `swarmdeck schema`: the JSON Schema of a spec, on stdout. Gives the exit code. */
export function schemaCommand({ stdout }: { readonly stdout: Writable }): number {
  stdout.write(`${JSON.stringify(specJsonSchema(), null, 2)}\n`);
  return 0;
}
