import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const bufferBytes = 64 * 1024;

/**
 * A file that appears whole or not at all: written beside its place and renamed into it. For
 * streams of any length; `writeFileAtomic` for what is at hand.
 */
export class AtomicFile {
  readonly #path: string;
  readonly #partPath: string;
  readonly #descriptor: number;
  #open = true;
  #parts: string[] = [];
  #length = 0;

  constructor(path: string) {
    this.#path = path;
    this.#partPath = `${path}.part`;
    this.#descriptor = openSync(this.#partPath, 'w');
  }

  write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= bufferBytes) this.#flush();
  }

  /** Puts the file in its place. */
  commit(): void {
    this.#flush();
    this.#close();
    renameSync(this.#partPath, this.#path);
  }

  /** Leaves what was there before. */
  abort(): void {
    this.#close();
    rmSync(this.#partPath, { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }

  #flush(): void {
    const bytes = Buffer.from(this.#parts.join(''));
    // A write may take a part only.
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    this.#parts = [];
    this.#length = 0;
  }
}

/** Writes a whole file with `fill`; an error on the way leaves what was there before. */
export async function writeAtomic(
  path: string,
  fill: (file: AtomicFile) => void | Promise<void>,
): Promise<void> {
  const file = new AtomicFile(path);
  try {
    await fill(file);
    file.commit();
  } catch (error) {
    file.abort();
    throw error;
  }
}

export function writeFileAtomic(path: string, text: string): void {
  const file = new AtomicFile(path);
  try {
    file.write(text);
    file.commit();
  } catch (error) {
    file.abort();
    throw error;
  }
}
