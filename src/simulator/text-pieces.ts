import { asciiJson } from './protocols/ascii-json.ts';

const charactersAToken = 4;

/** Tokens that a text of so many characters takes, as the simulator counts. */
export function tokensOfLength(characters: number): number {
  return Math.ceil(characters / charactersAToken);
}

/** A text in tokens, each as it stands in a JSON string. */
export function textPieces(text: string): string[] {
  const out: string[] = [];
  for (let at = 0; at < text.length; at += charactersAToken)
    out.push(asciiJson(text.slice(at, at + charactersAToken)).slice(1, -1));
  return out;
}
