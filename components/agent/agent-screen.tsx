import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useConsole } from '../console-store.ts';
import { Painted } from '../painter/painted.tsx';
import { Footer } from '../parts/footer.tsx';
import { OpenQuestion } from '../screens/open-question.tsx';
import { drawAgentHeader } from './agent-header-rows.ts';
import { arrangeAgent, sideGap } from './arrange-agent.ts';
import { drawCall, drawCallLines } from './call-rows.ts';
import { drawReading } from './reading-rows.ts';

/** One agent closely: its conversation as it arrives, and all about its call. */
export function AgentScreen(): ReactNode {
  const columns = useConsole((state) => state.columns);
  const rows = useConsole((state) => state.rows);
  const asked = useConsole((state) => state.facts.asked);
  const { header, above, width, body, side, footer } = arrangeAgent(columns, rows, asked);
  return (
    <>
      {header > 0 && <Painted draw={drawAgentHeader} width={columns} height={header} calm />}
      {above > 0 && <Painted draw={drawCallLines} width={columns} height={above} calm />}
      <Box columnGap={sideGap}>
        <Painted draw={drawReading} width={width} height={body} />
        {side > 0 && <Painted draw={drawCall} width={side} height={body} calm />}
      </Box>
      {footer > 0 && <Footer columns={columns} rows={footer} />}
      <OpenQuestion bottom={Math.max(0, rows - footer)} />
    </>
  );
}
