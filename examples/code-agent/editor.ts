import type { AgentContext, CodeTask } from 'swarmdeck';

const mostWords = 12;

/** Writes, counts, and has it shortened where it is too long: what a model is bad at, code does. */
export default {
  async processTask({ prompt }: CodeTask, { chat, signal }: AgentContext) {
    const draft = await chat(prompt);
    const words = countWords(draft.text);
    if (words <= mostWords || signal.aborted) return { text: draft.text, words };
    const short = await chat([
      { role: 'system', content: `You shorten texts to ${mostWords} words at most.` },
      { role: 'user', content: draft.text },
    ]);
    return { text: short.text, words: countWords(short.text), before: words };
  },
};

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
