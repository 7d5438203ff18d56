import type { ResultHead } from '../../src/state/result-head.ts';
import { Attribute, Tone } from '../painter/style.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { oneLine } from '../terminal/sanitize.ts';

/** How the end of a task is marked: never by its colour alone. */
interface EndLook {
  readonly mark: string;
  readonly style: number;
}

const looks: Readonly<Record<string, EndLook>> = {
  done: { mark: '■', style: Tone.ok },
  failed: { mark: '✗', style: Tone.bad },
  poison: { mark: '!', style: Tone.bad | Attribute.inverse },
  cancelled: { mark: '–', style: Tone.dim },
  skipped: { mark: '·', style: Tone.dim },
};

/** A task that has no end any more, having been opened again, waits. */
const waits: EndLook = { mark: '∙', style: Tone.dim };

export const endLook = (status: string): EndLook => looks[status] ?? waits;

/** Columns that names may take, at most. */
const longestId = 24;
const longestAgent = 16;

export interface ColumnWidths {
  readonly id: number;
  readonly agent: number;
  /** The figures are left out where there is no room for them. */
  readonly figures: boolean;
}

/** As wide as what is in sight, as far as there is room. */
export function columnWidths(heads: readonly ResultHead[], columns: number): ColumnWidths {
  const widest = (of: (head: ResultHead) => string, least: number, most: number) =>
    Math.min(
      most,
      heads.reduce((width, head) => Math.max(width, displayWidth(oneLine(of(head)))), least),
    );
  const figures = columns >= 56;
  const id = widest((head) => head.id, 4, Math.min(longestId, Math.floor(columns / 4)));
  const agent = widest(agentWord, 5, Math.min(longestAgent, Math.floor(columns / 5)));
  return { id, agent: columns >= 40 ? agent : 0, figures };
}

export const agentWord = ({ agent, role }: ResultHead): string => agent ?? role;
