import type { ChunkPlace } from '../../spec/content/content-reader.ts';
import type { ContentWorkload } from '../../spec/work/content-workload.ts';

/** Where the chunks of a content are, over all its files: eight bytes a chunk. */
export class ChunkTable {
  readonly count: number;
  private readonly files: ContentWorkload['files'];
  /** Bytes of the content before each chunk, and of all of it at the end. */
  private readonly offsets: Float64Array;
  /** Of each file, the number of its first chunk. */
  private readonly firsts: Uint32Array;

  constructor({ files }: Pick<ContentWorkload, 'files'>) {
    this.files = files;
    this.count = files.reduce((sum, { chunks }) => sum + chunks.length, 0);
    this.offsets = new Float64Array(this.count + 1);
    this.firsts = new Uint32Array(files.length);
    let chunk = 0;
    for (const [file, { chunks }] of files.entries()) {
      this.firsts[file] = chunk;
      for (const bytes of chunks) this.offsets[chunk + 1] = this.offsets[chunk++] + bytes;
    }
  }

  place(chunk: number): ChunkPlace {
    const file = this.fileOf(chunk);
    const inFile = this.offsets[chunk] - this.offsets[this.firsts[file]];
    return { file, start: this.files[file].from + inFile, bytes: this.bytesOf(chunk, 1) };
  }

  /** Bytes of so many chunks, without overlap. */
  bytesOf(first: number, count: number): number {
    return this.offsets[first + count] - this.offsets[first];
  }

  /** Name of the file that a chunk is from. */
  fileName(chunk: number): string {
    return this.files[this.fileOf(chunk)].name;
  }

  private fileOf(chunk: number): number {
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= chunk) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
