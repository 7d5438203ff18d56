/** An answer in the form in which it is compared. */
export interface AnswerForm {
  /** The same for all answers that are the same. */
  readonly key: string;
  /** What the answer comes to, as it was written. */
  readonly answer: string;
}

/** What an answer says; null where it says nothing that can be compared. */
export type Normalizer = (text: string) => AnswerForm | null;
