import type { ConsensusOutcome } from '../plan/consensus/consensus-outcome.ts';
import { usdWords } from './compare-words.ts';
import { count, percent, plural } from './figure-words.ts';
import { markdownTable, oneLine } from './markdown-table.ts';

/** Questions that are told, and letters of an answer: the whole stands in outcome.json. */
const mostQuestions = 100;
const mostLetters = 300;

/**
 * What was voted, for people: of each question the answer with its confidence, and what others said.
 * Markdown below the heading of a section, its last line end included.
 *
 * @param outcome of kind `consensus`, as outcome.json has it
 */
export function consensusMarkdown(outcome: ConsensusOutcome): string {
  const { questions, decided, undecided, asked, saved_calls, saved_usd, cut_calls } = outcome;
  const cut = cut_calls > 0 ? `; ${plural(cut_calls, 'call')} cut` : '';
  const worth = saved_usd === null ? '' : `, about ${usdWords(saved_usd)}`;
  const more = questions.length - mostQuestions;
  const table = markdownTable(
    [
      { title: 'question' },
      { title: 'answer' },
      { title: 'confidence', right: true },
      { title: 'votes', right: true },
      { title: 'others said' },
    ],
    questions
      .slice(0, mostQuestions)
      .map((question) => [
        `${question.id}: ${cutText(question.question)}`,
        question.decided ? cutText(question.answer ?? '') : 'undecided',
        confidenceWords(question),
        count(question.votes.reduce((sum, { votes }) => sum + votes, 0)),
        (question.decided ? question.dissent : question.votes)
          .map(({ answer, votes }) => `${cutText(answer)} (${count(votes)})`)
          .join('; '),
      ]),
  );
  return [
    `${count(decided)} of ${plural(decided + undecided, 'question')} decided. ${plural(saved_calls, 'call')} of ${count(asked + saved_calls)} saved${worth}${cut}.\n`,
    `${table}${more > 0 ? `\n${plural(more, 'question')} more in outcome.json.\n` : ''}`,
    "The confidence is the winner's share of the weight, with Wilson's interval (95 %).\n",
  ].join('\n');
}

function confidenceWords({ confidence, interval }: ConsensusOutcome['questions'][number]): string {
  if (confidence === null || interval === null) return '–';
  const [low, high] = interval.map((share) => Math.round(share * 100));
  return `${percent(confidence)} (${low}–${high})`;
}

function cutText(text: string): string {
  const line = oneLine(text);
  return line.length <= mostLetters ? line : `${line.slice(0, mostLetters - 1).trimEnd()}…`;
}
