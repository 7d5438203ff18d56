import { unixNow } from './azure-shape.ts';
import { type ClassicRun, wireCall } from './classic-run.ts';

export type RunStep = ReturnType<typeof stepOf>;

/** The steps of a run as far as it is: calls of tools, and at last its message. */
export function stepsOf(run: ClassicRun): RunStep[] {
  const { status } = run;
  const steps: RunStep[] = [];
  if (run.answered.length > 0) steps.push(toolStep(run, 0, 'completed'));
  const { answer } = run;
  if (answer === null) return steps;
  if (answer.toolCalls.length > 0) {
    if (status === 'requires_action') steps.push(toolStep(run, steps.length, 'in_progress'));
  } else if (status !== 'queued')
    steps.push(messageStep(run, status === 'in_progress' ? status : endWord(status)));
  return steps;
}

/** The step that is the message of the run. */
export function messageStep(run: ClassicRun, status: string) {
  return stepOf(run, `step_${run.answer?.id}`, status, 'message_creation', {
    type: 'message_creation',
    message_creation: { message_id: run.messageId },
  });
}

/** The step that calls tools. */
export function toolStep(run: ClassicRun, index: number, status: string) {
  const calls = status === 'completed' ? run.answered : (run.answer?.toolCalls ?? []);
  return stepOf(run, `step_${run.id}_${index}`, status, 'tool_calls', {
    type: 'tool_calls',
    tool_calls: calls.map(wireCall),
  });
}

function endWord(status: string): string {
  return ['cancelled', 'failed', 'expired'].includes(status) ? status : 'completed';
}

function stepOf(run: ClassicRun, id: string, status: string, type: string, details: object) {
  return {
    id,
    object: 'thread.run.step',
    created_at: unixNow(),
    run_id: run.id,
    thread_id: run.origin.threadId,
    assistant_id: run.origin.agent,
    type,
    status,
    step_details: details,
    last_error: null,
    completed_at: status === 'completed' ? unixNow() : null,
    metadata: {},
    usage: null,
  };
}
