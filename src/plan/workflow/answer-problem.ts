/** An answer that a later task cannot be made of: it fails without a call, and this says why. */
export class AnswerProblem extends Error {}
