import type { ContentFile } from '../work/content-workload.ts';
import { isInside } from './chunk-end.ts';
import { FileReader } from './file-reader.ts';

/** Where a chunk stands. */
export interface ChunkPlace {
  /** Index of its file. */
  readonly file: number;
  /** Byte of the file. */
  readonly start: number;
  readonly bytes: number;
}

/** Reads chunks of files by their places; one chunk is held at a time. */
export class ContentReader {
  private readonly files: readonly ContentFile[];
  private readonly overlapBytes: number;
  private readonly reader = new FileReader();

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
    const of = this.files[file];
    const overlap = Math.min(this.overlapBytes, start - of.from);
    const buffer = this.reader.read(of, start - overlap, overlap + bytes);
    let first = 0;
    while (first < overlap && isInside(buffer[first])) first++;
    return buffer.toString('utf8', first);
  }

  /** @throws UsageError where the file that was read last has changed meanwhile */
  close(): void {
    this.reader.close();
  }
}
