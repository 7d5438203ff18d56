/**
 * Puts texts into groups that fit one call each, in their order and about even.
 *
 * @param tokens of each text
 * @param limit of a group; a text that is longer is a group of its own
 * @param least texts that a group has where there are more to come: 2 makes sure that there are fewer
 *   groups than texts, even where none of them fits
 * @returns where each group begins
 */
export function packTexts(tokens: readonly number[], limit: number, least: number): number[] {
  const total = tokens.reduce((sum, each) => sum + each, 0);
  // As few as can be, and these of the same size: a small rest would be a poor part.
  const even = total / Math.max(1, Math.ceil(total / limit));
  const starts: number[] = [];
  let inGroup = 0;
  let texts = 0;
  tokens.forEach((each, index) => {
    const full = inGroup + each > limit || inGroup >= even;
    if (index === 0 || (full && texts >= least)) {
      starts.push(index);
      inGroup = 0;
      texts = 0;
    }
    inGroup += each;
    texts++;
  });
  return starts;
}

/** As many groups as there were: as even as they can be by number. */
export function splitTexts(texts: number, groups: number): number[] {
  return Array.from({ length: groups }, (_, group) => Math.floor((group * texts) / groups));
}
