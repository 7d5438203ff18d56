/** A file of the content: where it is read from, and where its chunks end. */
export interface ContentFile {
  /** What the operator calls it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Where its text begins: after a byte order mark. */
  readonly from: number;
  /** Of the file, when it was looked through: it is not to change before its text is in the record. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Bytes of each chunk, in order: together they are the whole text. */
  readonly chunks: readonly number[];
}

/** One text that agents read in chunks. The texts themselves stay where they are until the run has a record. */
export interface ContentWorkload {
  readonly kind: 'content';
  /** What the operator sees: `book.txt (434 chunks, broadcast)`. */
  readonly source: string;
  readonly files: readonly ContentFile[];
  /** Bytes of the text before a chunk that it begins with. */
  readonly overlapBytes: number;
  /** Chunks a post. */
  readonly batchSize: number;
  readonly mode: 'broadcast' | 'distribute';
  /** Null leaves it to the instructions of the roles. */
  readonly instruction: string | null;
  /** Name of the role whose agents read; null is all of them. */
  readonly role: string | null;
}
