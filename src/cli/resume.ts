import { changeSpec } from '../spec/change-spec.ts';
import { findRun } from '../store/find-run.ts';
import { openRun } from '../store/open-run.ts';
import { checkedSettings } from './checked-settings.ts';
import { showFinishedRun } from './finished-run.ts';
import type { Streams } from './front-end.ts';
import { resumeSession } from './resume-session.ts';
import type { ShowOptions } from './run-options.ts';
import { chosenUi, showRun } from './show-run.ts';

export interface ResumeOptions extends ShowOptions {
  readonly concurrency?: string;
  readonly budget?: string;
  readonly set?: readonly string[];
  /** What failed is done once more. */
  readonly failed?: boolean;
}

/** `swarmdeck resume RUN`: goes on with what is not finished, in the same log. Gives the exit code. */
export async function resumeCommand(
  run: string,
  options: ResumeOptions,
  streams: Streams,
): Promise<number> {
  const ui = chosenUi(options);
  if (ui === 'console') await checkedSettings();
  const opened = openRun(findRun(run));
  try {
    const spec = await changeSpec(opened.spec, options);
    const retryFailed = options.failed ?? false;
    const finished = await showFinishedRun(opened, ui, streams, retryFailed);
    if (finished !== null) return finished;
    const session = await resumeSession(opened, spec, {
      interactive: ui === 'console',
      retryFailed,
      yes: options.yes,
    });
    return await showRun(session, options, streams);
  } finally {
    opened.store.close();
  }
}
