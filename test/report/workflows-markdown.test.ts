import { expect, it } from 'vitest';
import { outcomeSection } from '../../src/report/outcome-section.ts';

it('tells of each workflow what it came to, what failed and the last answers', () => {
  const one = { took_with_it: [], failed: [], tasks_done: 3, cost_usd: 0.01 };
  const failed = [
    { task: 'draft', status: 'failed', error: 'timeout: none\nat all', critical: true },
  ];
  const section = outcomeSection({
    kind: 'workflows',
    workflows: [
      { ...one, workflow: 'hr', state: 'done', outputs: { final: 'All is well.\n\nReally.' } },
      {
        ...{ ...one, workflow: 'pay', state: 'failed', outputs: { final: null }, failed },
        took_with_it: [{ task: 'final', because: 'draft failed' }],
      },
    ],
  });
  expect(section).toBe(`## Outcome

| Workflow | State | Done | Cost | Failed | It took with it |
| --- | --- | ---: | ---: | --- | --- |
| hr | done | 3 | $0.0100 |  |  |
| pay | failed | 3 | $0.0100 | draft: timeout: none at all | final |

### hr: final

> All is well.
>
> Really.

`);
});

it('tells of the first of many', () => {
  const workflows = Array.from({ length: 60 }, (_, index) => ({
    ...{
      workflow: `w${index}`,
      state: 'done',
      outputs: { final: index < 60 ? 'x'.repeat(700) : '' },
    },
    ...{ took_with_it: [], failed: [], tasks_done: 1, cost_usd: null },
  }));
  const section = outcomeSection({ kind: 'workflows', workflows });
  expect(section).toContain('\n10 more in outcome.json\n');
  expect(section.match(/^### /gm)).toHaveLength(10);
  expect(section).toContain(`${'x'.repeat(600)}…`);
  expect(section).toContain('| w49 | done | 1 | unknown |');
});
