import type { Random } from './random.ts';

/**
 * Words for answers that read like prose and mean little. ASCII without anything that JSON would
 * escape, so that a chunk is put together by joining strings.
 */
const words = {
  noun: `agent answer arch balance bridge budget buttress cathedral circuit city column compass
    council craft crowd current design detail distance door draft engine evening example field
    figure foundation garden harbour horizon idea island journey lantern ledger letter light
    limit machine map measure method mirror model morning mountain nave network orchard order
    pattern place plan platform point principle proof purpose question queue reason record
    result river road room route rule sample scale season shape signal source spire step stone
    story stream structure swarm system table task theory thread tower town trace traffic
    valley value vault view village voice wall weather window winter word workshop`,
  verb: `answers balances binds bridges carries changes completes connects crosses defines
    describes divides explains follows gathers guides holds improves joins keeps limits links
    marks measures meets moves needs opens orders outlines reaches reflects repeats replaces
    resolves shapes shows sorts steadies supports surrounds tests traces turns weighs widens`,
  adjective: `ancient bright broad calm careful clear close common complete deep distant early
    even exact fair familiar final firm gentle gradual hidden honest large late lasting light
    living long narrow new ordinary patient plain practical precise quiet rare ready recent
    robust second sharp shared short simple single slow small solid steady strong subtle
    sudden useful visible warm whole wide`,
  adverb: `again almost always clearly early evenly gently mostly never often plainly quickly
    quietly rarely roughly seldom slowly soon steadily usually well`,
  opener: `Altogether Besides Finally First Generally Here However Instead Moreover Next Often
    Otherwise Still Therefore Typically`,
  preposition: 'above across after against along around before behind beside beyond near under',
} as const;

type Kind = keyof typeof words;

/** The words of each kind as tokens: with the space that comes before them. */
const tokens = Object.fromEntries(
  Object.entries(words).map(([kind, list]) => [kind, list.split(/\s+/).map((word) => ` ${word}`)]),
) as unknown as Record<Kind, readonly string[]>;

/** Sentences by the kinds of their words; what is no kind stands for itself. */
const sentences: readonly (readonly string[])[] = [
  'The adjective noun verb the noun preposition the adjective noun',
  'opener, the noun verb some adjective noun',
  'A noun adverb verb every noun, and the noun verb it',
  'Each noun verb the adjective noun, so the noun adverb verb the noun',
  'opener, one adjective noun adverb verb another noun preposition the noun',
  'Where the noun verb the noun, some adjective noun verb the rest',
  'This noun verb more than the adjective noun preposition it',
  'Nothing preposition the noun verb the adjective, adjective noun',
].map((sentence) => sentence.split(' '));

/**
 * The tokens of an answer, one word each, as many as asked for. An answer that is complete ends
 * with a full stop, one that was cut off may end anywhere.
 */
export function answerTokens(count: number, complete: boolean, random: Random): string[] {
  const answer: string[] = [];
  while (answer.length < count) {
    const sentence = pick(sentences, random);
    for (let at = 0; at < sentence.length && answer.length < count; at++) {
      const comma = sentence[at].endsWith(',');
      const plain = comma ? sentence[at].slice(0, -1) : sentence[at];
      const kind = tokens[plain as Kind];
      let token = kind === undefined ? ` ${plain}` : pick(kind, random);
      if (at === sentence.length - 1) token += '.';
      else if (comma) token += ',';
      answer.push(answer.length === 0 ? token.slice(1) : token);
    }
  }
  if (complete && count > 0) answer[count - 1] = `${answer[count - 1].replace(/[.,]$/, '')}.`;
  return answer;
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)];
}
