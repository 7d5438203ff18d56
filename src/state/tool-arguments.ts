/** What cannot be seen, turns the direction of text or moves a cursor: an operator who says yes has to see it. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The arguments of a call as its tool is given them, in one line of JSON in which nothing is hidden; as
 * the model wrote them where they are none.
 */
export function argumentsLine(written: string): string {
  const value = parsed(written);
  return spelled(value === undefined ? written : JSON.stringify(value));
}

/** The same with a line for each value. */
export function argumentsLines(written: string): string {
  const value = parsed(written);
  const text = value === undefined ? written : JSON.stringify(value, null, 2);
  return text.split('\n').map(spelled).join('\n');
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

function spelled(text: string): string {
  return text.replace(unseen, escaped).replace(loneSurrogate, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
