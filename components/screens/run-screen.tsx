import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { type Draw, Painted } from '../painter/painted.tsx';
import { drawAgents } from '../panes/agents-rows.ts';
import { isMoving } from '../panes/agents-view.ts';
import { drawCost } from '../panes/cost-rows.ts';
import { drawCounts, drawHeader, drawOneLine } from '../panes/header-rows.ts';
import { drawLimits } from '../panes/limits-rows.ts';
import { drawLog, drawLogLines } from '../panes/log-rows.ts';
import { drawQueue, drawQueueLine } from '../panes/queue-rows.ts';
import { drawRoutes, drawRoutesLine } from '../panes/routes-rows.ts';
import { drawThroughput } from '../panes/throughput-rows.ts';
import { Footer } from '../parts/footer.tsx';
import { drawWork, drawWorkLine } from '../workload/overview-rows.ts';
import { type ArrangedColumn, arrange, type BlockName, columnGap } from './arrange.ts';
import { OpenQuestion } from './open-question.tsx';
import { PressablePane } from './pressable-pane.tsx';

const blocks: Readonly<Record<BlockName, Draw>> = {
  agents: drawAgents,
  throughput: drawThroughput,
  routes: drawRoutes,
  queue: drawQueue,
  cost: drawCost,
  limits: drawLimits,
  log: drawLog,
  counts: drawCounts,
  'routes-line': drawRoutesLine,
  'queue-line': drawQueueLine,
  work: drawWork,
  'work-line': drawWorkLine,
  'log-lines': drawLogLines,
  'one-line': drawOneLine,
};

/** A run as it goes: header, panes by the size of the terminal, footer, and a question over them. */
export function RunScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const zoom = useConsole((state) => state.zoom);
  const { roles } = useConsole((state) => state.facts.roster);
  const routeLines = useConsole((state) => state.facts.routeLines);
  const proven = useConsole((state) => state.facts.proven);
  const asked = useConsole((state) => state.facts.asked);
  const work = useConsole((state) => state.workload.kind !== null);
  const list = useConsole((state) => state.agentsView.look === 'list');
  const plan = arrange({ columns, rows, roles, routeLines, proven, asked, work, zoom, list });
  return (
    <>
      {plan.header > 0 && <Painted draw={drawHeader} width={columns} height={plan.header} calm />}
      <Box flexGrow={1} flexDirection="column" overflow="hidden">
        <Box columnGap={columnGap}>
          {plan.columns.map((column) => (
            <PaneColumn key={column.slots[0]?.block ?? 'none'} column={column} />
          ))}
        </Box>
      </Box>
      {plan.footer > 0 && <Footer columns={columns} rows={plan.footer} />}
      <OpenQuestion bottom={Math.max(0, rows - plan.footer)} />
    </>
  );
}

function PaneColumn({ column: { width, slots } }: { column: ArrangedColumn }): ReactNode {
  const moving = useConsole((state) => isMoving(state.agentsView));
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      {slots.map(({ block, height, gapAbove }) => (
        <PressablePane key={block} block={block} gapAbove={gapAbove}>
          <Painted
            draw={blocks[block]}
            width={width}
            height={height}
            calm={block !== 'agents' || moving}
          />
        </PressablePane>
      ))}
    </Box>
  );
}
