/** What has become of one voter of a question. */
export const VoterState = {
  /** Was not asked. */
  waiting: 0,
  asked: 1,
  voted: 2,
  /** Has no vote: it failed, was cancelled or cut, or its answer says nothing that can be counted. */
  lost: 3,
  /** Was not asked, and need not be: nothing would change. */
  spared: 4,
} as const;
