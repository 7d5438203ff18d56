import type { PromptItem } from '../work/prompts-workload.ts';

/** What the demonstration asks about, and what it asks; together 720 prompts before one repeats. */
const questions = [
  (about: string) => `Explain ${about} to a curious twelve-year-old in five sentences.`,
  (about: string) => `Which three mistakes do people make first with ${about}?`,
  (about: string) => `Write the opening line of a detective story set around ${about}.`,
  (about: string) => `List the tools you would pack to learn ${about} on a desert island.`,
  (about: string) => `What would have to be true for ${about} to vanish within a century?`,
  (about: string) => `Make the best honest case against ${about}, then answer it.`,
  (about: string) => `Describe ${about} using only words of one or two syllables.`,
  (about: string) => `Name a number that everyone should know about ${about}, and why.`,
  (about: string) => `Invent a museum exhibit about ${about}: its title and its one object.`,
  (about: string) => `What does ${about} look like at three in the morning?`,
  (about: string) => `Draft a polite letter of complaint about ${about}.`,
  (about: string) => `Who first depended on ${about}, and what did they use before?`,
  (about: string) => `Give a five-step plan for teaching ${about} to a parrot.`,
  (about: string) => `Summarise the history of ${about} as a weather forecast.`,
  (about: string) => `Which question about ${about} has nobody answered yet?`,
  (about: string) => `Compare ${about} with a game of chess in one paragraph.`,
  (about: string) => `Suggest an experiment about ${about} that fits on a kitchen table.`,
  (about: string) => `Write a haiku about ${about}, then explain its second line.`,
];

const subjects = [
  'cathedral building',
  'sourdough',
  'railway timetables',
  'tidal power',
  'the Antikythera mechanism',
  'lighthouse keeping',
  'bird migration',
  'knots',
  'container shipping',
  'map projections',
  'bell ringing',
  'glass blowing',
  'double-entry bookkeeping',
  'the monsoon',
  'crossword puzzles',
  'bridge inspection',
  'seed banks',
  'radio astronomy',
  'traffic lights',
  'cheese ageing',
  'origami',
  'elevator scheduling',
  'coral reefs',
  'stage lighting',
  'earthquake drills',
  'movable type',
  'beekeeping',
  'parliamentary procedure',
  'the postal service',
  'snow forecasting',
  'lace making',
  'satellite navigation',
  'vaccine cold chains',
  'organ pipes',
  'sign languages',
  'wind tunnels',
  'canal locks',
  'perfume',
  'night trains',
  'proofreading',
];

/** `count` prompts of our own, all different as long as there are, for a run on the simulator. */
export function demonstrationPrompts(count: number): PromptItem[] {
  // 18 and 40 share a factor, so the pair is counted through and not stepped in both at once.
  return Array.from({ length: count }, (_, index) => {
    const subject = subjects[index % subjects.length];
    const turn = Math.floor(index / subjects.length);
    return { prompt: questions[(index + turn) % questions.length](subject) };
  });
}
