import type { ReactNode } from 'react';
import { ApprovalQuestion } from '../approvals/approval-question.tsx';
import { useConsole } from '../console-store.ts';
import { CanaryQuestion } from './canary-question.tsx';
import { ConfirmQuestion } from './confirm-question.tsx';
import { Question } from './question.tsx';

/** The question that is open, over the lowest rows of a screen. @param bottom the row below its last one */
export function OpenQuestion({ bottom }: { bottom: number }): ReactNode {
  const overlay = useConsole((state) => state.overlay);
  if (overlay === null || overlay === 'help') return null;
  if (overlay === 'confirm') return <ConfirmQuestion bottom={bottom} />;
  if (overlay === 'approval') return <ApprovalQuestion bottom={bottom} />;
  if (overlay === 'canary') return <CanaryQuestion bottom={bottom} />;
  return <Question bottom={bottom} />;
}
