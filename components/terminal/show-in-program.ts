import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Ctrl+C and Ctrl+\ send to everything in the foreground, which we are in too. */
const ofTheProgram = ['SIGINT', 'SIGQUIT'] as const;
/** What a shell answers where there is no such program, or where it may not be run. */
const notRun: Readonly<Record<number, string>> = {
  126: 'cannot be run',
  127: 'is not there',
};

/**
 * Shows a text in a program that has the terminal for that long. The text lies in a file of its own,
 * which only its owner can read and which is gone afterwards. We go on meanwhile.
 *
 * @param command as a shell takes it, without the file
 * @returns one sentence where the program could not be run; else null
 */
export async function showInProgram(
  text: string,
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const directory = await mkdtemp(join(tmpdir(), 'swarmdeck-'));
  const file = join(directory, 'conversation.txt');
  const letThrough = keepFromUs();
  try {
    await writeFile(file, text, { mode: 0o600 });
    return await run(command, file, env);
  } finally {
    letThrough();
    await rm(directory, { recursive: true, force: true });
  }
}

function run(
  command: string,
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${command} "$1"`, 'sh', file], {
      stdio: 'inherit',
      env: { ...env },
    });
    child.on('error', (error) => resolve(`no program could be started: ${error.message}`));
    child.on('exit', (code) => {
      const why = notRun[code ?? 0];
      resolve(why === undefined ? null : `${command} ${why}`);
    });
  });
}

/** As git does while its editor runs: a Ctrl+C there is meant for it, and stops no run. */
function keepFromUs(): () => void {
  const ours = ofTheProgram.map((signal) => {
    const listeners = process.rawListeners(signal) as NodeJS.SignalsListener[];
    for (const listener of listeners) process.off(signal, listener);
    process.on(signal, ignore);
    return { signal, listeners };
  });
  return () => {
    for (const { signal, listeners } of ours) {
      for (const listener of listeners) process.on(signal, listener);
      process.off(signal, ignore);
    }
  };
}

function ignore(): void {}
