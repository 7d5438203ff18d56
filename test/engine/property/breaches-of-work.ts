import { TaskStatus } from '../../../src/state/agent-state.ts';
import type { Breach } from './breach.ts';
import type { Stage } from './stage.ts';
import { chainOfTasks, threeVoters } from './work/staged-work.ts';

const byYou = { by: 'you' } as const;

/** What is allowed and what must be noticed where tasks depend on each other. */
export const breachesOfWork = {
  'a task goes when all that it needs has ended': {
    work: chainOfTasks,
    keep(stage) {
      release(stage, 0);
      cancel(stage, 0);
      release(stage, 1);
      stage.begin(1);
      stage.event({ type: 'tasks.paused', tasks: [2], ...byYou });
    },
    breaks: {
      'one that waits': (stage) => void stage.begin(2),
      'one that was skipped': (stage) => {
        stage.event({ type: 'tasks.resumed', tasks: [2], ...byYou });
        stage.event({ type: 'tasks.skipped', tasks: [2], reason: '' });
        stage.book.begin(2, 0);
      },
      'in the queue before the other has ended': (stage) => {
        stage.event({ type: 'tasks.resumed', tasks: [2], ...byYou });
        release(stage, 2);
      },
      'in the queue while it is held back': (stage) => {
        cancel(stage, 1);
        release(stage, 2);
      },
      'before that is durable': (stage) => {
        stage.event({ type: 'tasks.resumed', tasks: [2], ...byYou });
        // It was not due before.
        stage.event({ type: 'tasks.blocked', tasks: [2] });
        stage.world.durableSeq = () => 1;
        cancel(stage, 1);
        release(stage, 2);
      },
      'tried again before it': (stage) => {
        cancel(stage, 1);
        stage.event({ type: 'tasks.resumed', tasks: [2], ...byYou });
        cancel(stage, 2);
        for (const task of [1, 2]) stage.event({ type: 'task.reopened', task, ...byYou });
        stage.ask({ type: 'retry', selection: { tasks: [1, 2] } });
      },
    },
  },
  'a plan is done to its end': {
    work: chainOfTasks,
    keep(stage) {
      stage.event({ type: 'tasks.skipped', tasks: [2], reason: '' });
      stage.end({ phase: 'STOPPED', exitCode: 130 });
    },
    breaks: {
      'done, and one waits': (stage) => stage.end(),
      'nothing goes on': (stage) => {
        const reason = "2 tasks wait for others: a fault of swarmdeck's";
        stage.end({ phase: 'FAILED', exitCode: 1, reason });
      },
    },
  },
  'what is skipped is what the rules say': {
    work: threeVoters,
    keep(stage) {
      release(stage, 0, 1);
      stage.answer(stage.begin(0), 10, 'yes');
      stage.answer(stage.begin(1), 10, 'yes');
    },
    breaks: {
      'for no reason': (stage) => {
        stage.event({ type: 'tasks.skipped', tasks: [2], reason: '' });
        stage.end();
      },
      'an end too early': (stage) => {
        stage.event({ type: 'task.reopened', task: 1, ...byYou });
        stage.answer(stage.begin(1), 10, 'no');
        stage.event({ type: 'tasks.skipped', tasks: [2], reason: '', unneeded: true });
        stage.end();
      },
    },
  },
  'no budget of a workflow or a task is passed': {
    work: chainOfTasks,
    keep(stage) {
      // The workflow may take 200 nano-dollars, and a task 120.
      release(stage, 0);
      stage.answer(stage.begin(0, 0, 100), 60);
      release(stage, 1);
      stage.begin(1, 1, 120);
    },
    breaks: {
      'of the workflow': (stage) => {
        release(stage, 2);
        stage.begin(2, 2, 30);
      },
      'of a task': (stage) => {
        fail(stage, 1);
        stage.begin(1, 1, 121);
      },
      'by a call without a bound': (stage) => {
        fail(stage, 1);
        stage.begin(1, 1, null);
      },
      'over sessions': (stage) => {
        stage.event({ type: 'run.resumed', ...resumed, requeued: [1] });
        stage.begin(1, 1, 30);
      },
    },
  },
  'what is dropped is cut and free': {
    work: threeVoters,
    keep(stage) {
      release(stage, 0, 1, 2);
      const call = stage.begin(0, 0, 50);
      stage.begin(1, 1, 50);
      stage.fail(call, 'cancelled');
      cancel(stage, 0, true);
      cancel(stage, 2);
    },
    breaks: {
      'its call runs on': (stage) => {
        cancel(stage, 1, true);
        stage.end();
      },
      'money stays set aside': (stage) => {
        stage.fail(stage.book.calls[1], 'cancelled');
        cancel(stage, 1, true);
        stage.world.state.agents.reservedNanoUsd[1] = 50;
        stage.end();
      },
    },
  },
} as const satisfies Readonly<Record<string, Breach>>;

const resumed = {
  at: '',
  session: 2,
  concurrency: 3,
  budget: { runNanoUsd: null, agentNanoUsd: null, dayNanoUsd: null, roleNanoUsd: [null] },
} as const;

function release(stage: Stage, ...tasks: number[]): void {
  stage.event({ type: 'tasks.released', tasks });
}

/** Ends a task without an answer, by hand or because nobody needs it. */
function cancel(stage: Stage, task: number, unneeded = false): void {
  const none = { attempts: 1, durationMs: 0, outputTokens: 0, uncertain: false, reason: '' };
  const { status } = stage.world.state.tasks;
  const agent = status[task] === TaskStatus.running ? task : -1;
  stage.event({ type: 'task.cancelled', task, agent, ...none, ...(unneeded && { unneeded }) });
}

/** Its call fails, and nothing stays taken for it. */
function fail(stage: Stage, task: number): void {
  stage.event({
    type: 'task.retrying',
    ...{ task, agent: task, route: 0, attempt: 1, class: 'server', status: 500, message: '' },
    ...{ waitMs: 0, uncertain: false, outputTokens: 0 },
  });
}
