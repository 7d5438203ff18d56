import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import type { ContentFile } from '../work/content-workload.ts';
import { isInside } from './chunk-end.ts';

/** Where a chunk stands. */
export interface ChunkPlace {
  /** Index of its file. */
  readonly file: number;
  /** Byte of the file. */
  readonly start: number;
  readonly bytes: number;
}

/** Reads chunks of files by their places. One file is open at a time, and one chunk is held. */
export class ContentReader {
  private readonly files: readonly ContentFile[];
  private readonly overlapBytes: number;
  private open: { readonly file: number; readonly descriptor: number } | null = null;

  constructor(files: readonly ContentFile[], overlapBytes: number) {
    this.files = files;
    this.overlapBytes = overlapBytes;
  }

  /**
   * The text of a chunk, with the end of the one before it where they overlap.
   *
   * @throws UsageError where its file has changed since it was looked through
   */
  text({ file, start, bytes }: ChunkPlace): string {
    const { from } = this.files[file];
    const overlap = Math.min(this.overlapBytes, start - from);
    const buffer = Buffer.allocUnsafe(overlap + bytes);
    const descriptor = this.descriptorOf(file);
    for (let read = 0; read < buffer.length; ) {
      const more = readSync(descriptor, buffer, read, buffer.length - read, start - overlap + read);
      if (more === 0) throw this.changed(file);
      read += more;
    }
    let first = 0;
    while (first < overlap && isInside(buffer[first])) first++;
    return buffer.toString('utf8', first);
  }

  /** Closes the file that is open. @throws UsageError where it has changed while it was read */
  close(): void {
    if (this.open === null) return;
    const { file, descriptor } = this.open;
    this.open = null;
    const isSame = this.isAsBefore(file, descriptor);
    closeSync(descriptor);
    if (!isSame) throw this.changed(file);
  }

  private descriptorOf(file: number): number {
    if (this.open?.file === file) return this.open.descriptor;
    this.close();
    const descriptor = this.opened(file);
    this.open = { file, descriptor };
    if (!this.isAsBefore(file, descriptor)) throw this.changed(file);
    return descriptor;
  }

  private opened(file: number): number {
    const { path, name } = this.files[file];
    try {
      return openSync(path, 'r');
    } catch (error) {
      throw new UsageError(`${name}: it cannot be read any more: ${(error as Error).message}`);
    }
  }

  private isAsBefore(file: number, descriptor: number): boolean {
    const { size, mtimeMs } = fstatSync(descriptor);
    const { bytes, modifiedMs } = this.files[file];
    return size === bytes && mtimeMs === modifiedMs;
  }

  private changed(file: number): UsageError {
    const { name } = this.files[file];
    return new UsageError(
      `${name} has changed while it was read: start again once nobody writes it`,
    );
  }
}
