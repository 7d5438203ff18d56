/** Why voters are not asked, or cut: also how they are told from those that the operator has cancelled. */
export const droppedReason = 'the question is decided without it';
