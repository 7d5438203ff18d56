import { FileReader } from '../../spec/content/file-reader.ts';
import { readText } from '../../spec/embeddings/read-text.ts';
import type { EmbeddingsWorkload, GivenText } from '../../spec/work/embeddings-workload.ts';

/** The texts of a workload by their numbers: those of a file are read when they are asked for. */
export interface TextSource {
  readonly count: number;
  of(text: number): GivenText;
  /** At most. */
  bytes(text: number): number;
  /** @throws UsageError where the file has changed while it was read */
  close(): void;
}

export function textSource({ texts }: Pick<EmbeddingsWorkload, 'texts'>): TextSource {
  if (texts.from === 'spec') {
    const { items } = texts;
    return {
      count: items.length,
      of: (text) => items[text],
      bytes: (text) => Buffer.byteLength(items[text].text),
      close() {},
    };
  }
  const { name, format, starts, lengths } = texts;
  const reader = new FileReader();
  // The name and the text of one are asked for one after the other.
  let last: { readonly text: number; readonly given: GivenText } | null = null;
  return {
    count: starts.length,
    of(text) {
      if (last?.text !== text) {
        const line = reader.read(texts, starts[text], lengths[text]).toString();
        last = { text, given: readText(line, format, name) };
      }
      return last.given;
    },
    bytes: (text) => lengths[text],
    close: () => reader.close(),
  };
}
