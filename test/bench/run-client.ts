import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ClientOptions, Measurement } from './measure.ts';

/** Runs one client in a process of its own, and gives what it measured. */
export async function runClient(
  name: string,
  options: ClientOptions,
  nodeFlags: readonly string[] = [],
): Promise<Measurement> {
  const script = fileURLToPath(new URL(`./clients/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [...nodeFlags, script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const exit = once(child, 'exit');
  const lines = (await text(child.stdout)).trim().split('\n');
  const [code] = await exit;
  if (code !== 0) throw new Error(`client ${name} ended with code ${code}`);
  return JSON.parse(lines.at(-1) ?? '') as Measurement;
}
