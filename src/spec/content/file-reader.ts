import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';

/** A file as it was when it was looked through. */
export interface ReadFile {
  /** What the operator calls it. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Reads parts of files by position, one file open at a time, and sees that they stay as they were. */
export class FileReader {
  private open: { readonly file: ReadFile; readonly descriptor: number } | null = null;

  /** @throws UsageError where the file has changed since it was looked through */
  read(file: ReadFile, start: number, bytes: number): Buffer {
    const buffer = Buffer.allocUnsafe(bytes);
    const descriptor = this.descriptorOf(file);
    for (let read = 0; read < bytes; ) {
      const more = readSync(descriptor, buffer, read, bytes - read, start + read);
      if (more === 0) throw changed(file);
      read += more;
    }
    return buffer;
  }

  /** Closes the file that is open. @throws UsageError where it has changed while it was read */
  close(): void {
    if (this.open === null) return;
    const { file, descriptor } = this.open;
    this.open = null;
    const isSame = isAsBefore(file, descriptor);
    closeSync(descriptor);
    if (!isSame) throw changed(file);
  }

  private descriptorOf(file: ReadFile): number {
    if (this.open?.file === file) return this.open.descriptor;
    this.close();
    const descriptor = opened(file);
    this.open = { file, descriptor };
    if (!isAsBefore(file, descriptor)) throw changed(file);
    return descriptor;
  }
}

function opened({ path, name }: ReadFile): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new UsageError(`${name}: it cannot be read any more: ${(error as Error).message}`);
  }
}

function isAsBefore({ bytes, modifiedMs }: ReadFile, descriptor: number): boolean {
  const { size, mtimeMs } = fstatSync(descriptor);
  return size === bytes && mtimeMs === modifiedMs;
}

function changed({ name }: ReadFile): UsageError {
  return new UsageError(`${name} has changed while it was read: start again once nobody writes it`);
}
