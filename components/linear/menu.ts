import { listed, spoken } from './spoken.ts';

/** One way to answer. */
export interface Choice {
  /** What it is called; picks it, beside its number. */
  readonly word: string;
  /** Other words that pick it. */
  readonly also?: readonly string[];
  /** What it does; empty where the word says it. */
  readonly says: string;
  pick(): void;
}

/** Answers as a numbered list: a number or a word picks one. */
export class Menu {
  private readonly title: readonly string[];
  private readonly choices: readonly Choice[];

  /** @param title what is asked, and what is to be known before the answer; a sentence each */
  constructor(title: readonly string[], choices: readonly Choice[]) {
    this.title = title;
    this.choices = choices;
  }

  lines(): string[] {
    return [
      ...this.title,
      // A word stands as it is typed.
      ...this.choices.map(
        ({ word, says }, index) => `${index + 1}. ${spoken(listed([word, says]))}.`,
      ),
    ];
  }

  /** How it is answered. */
  hint(): string {
    const numbers = this.choices.map((_, index) => String(index + 1));
    const last = numbers.pop();
    return numbers.length === 0 ? `Type ${last}.` : `Type ${numbers.join(', ')} or ${last}.`;
  }

  /** @returns whether it was an answer */
  pick(typed: string): boolean {
    const wanted = typed.toLowerCase().replace(/\.$/, '');
    const choice =
      this.choices[Number(wanted) - 1] ??
      this.choices.find(({ word, also }) => word === wanted || also?.includes(wanted));
    if (choice === undefined) return false;
    choice.pick();
    return true;
  }
}
