import { OllamaReader, type WireLine } from './ollama-reader.ts';

interface GeneratedLine extends WireLine {
  readonly response?: string;
}

/** Reads one reply of Ollama's generate. */
export class OllamaGenerateReader extends OllamaReader {
  protected override saidIn({ response }: GeneratedLine): string {
    return response ?? '';
  }
}
