import { Chance } from './chance.ts';
import { type PromptServer, promptServer } from './prompt-server.ts';

export const rightAnswer = 'The answer is 42.';
export const wrongAnswer = 'The answer is 41.';

/** A server whose answers to `Question n?` are drawn before: the same, however few of them are asked for. */
export interface VotersServer extends PromptServer {
  /** What asking everybody gives: more than half; null where nobody has that. */
  winnerOf(question: number): string | null;
}

/**
 * Voters that are right with chance `right`, each on their own, and wrong all in the same way, which
 * is the worst case for a vote.
 */
export async function votersServer(options: {
  readonly questions: number;
  readonly voters: number;
  readonly right: number;
  readonly seed: number;
}): Promise<VotersServer> {
  const { questions, voters, right, seed } = options;
  const chance = new Chance(seed);
  const drawn = Array.from({ length: questions }, () =>
    Array.from({ length: voters }, () => (chance.happens(right) ? rightAnswer : wrongAnswer)),
  );
  const asked = new Uint16Array(questions);
  const server = await promptServer(
    () => null,
    0,
    ({ prompt }) => {
      const question = Number(/\d+/.exec(prompt)?.[0]);
      return drawn[question][asked[question]++];
    },
  );
  return {
    ...server,
    winnerOf(question) {
      const count = drawn[question].filter((answer) => answer === rightAnswer).length;
      if (count * 2 > voters) return rightAnswer;
      return count * 2 < voters ? wrongAnswer : null;
    },
  };
}

export const votersQuestions = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ question: `Question ${number}?` }));
