/**
 * What counts as one observation. Repetitions of a prompt are alike, and taking each for an observation
 * of its own would make evidence out of nothing: where there are several prompts each prompt is one,
 * with the mean of its repetitions. A single prompt that is repeated is asked about itself, and there
 * each repetition is one.
 */
export function unitsOf(rounds: Float64Array, prompts: number): Float64Array {
  if (prompts === 1 || rounds.length === prompts) return rounds;
  const units = new Float64Array(prompts);
  for (let prompt = 0; prompt < prompts; prompt++) {
    let sum = 0;
    let seen = 0;
    for (let round = prompt; round < rounds.length; round += prompts) {
      if (Number.isNaN(rounds[round])) continue;
      sum += rounds[round];
      seen++;
    }
    units[prompt] = seen === 0 ? Number.NaN : sum / seen;
  }
  return units;
}

/** Of each unit that both have, the first less the second. */
export function differences(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, unit) => value - second[unit]).filter(isKnown);
}

export function known(values: Float64Array): Float64Array {
  return values.filter(isKnown);
}

function isKnown(value: number): boolean {
  return !Number.isNaN(value);
}
