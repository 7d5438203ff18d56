/** One thing that was looked at. */
export interface Finding {
  readonly area: 'terminal' | 'environment' | 'spec' | 'provider';
  /** What it is about: `terminal`, `openai/gpt-5-mini`. */
  readonly name: string;
  /** A note is neither well nor ill. */
  readonly state: 'ok' | 'bad' | 'note';
  readonly detail: string;
  /** What to do; empty where nothing is. */
  readonly mend: string;
}

type Said = Pick<Finding, 'area' | 'name' | 'detail'>;

export function ok(area: Finding['area'], name: string, detail: string): Finding {
  return { ...said(area, name, detail), state: 'ok', mend: '' };
}

export function note(area: Finding['area'], name: string, detail: string, mend = ''): Finding {
  return { ...said(area, name, detail), state: 'note', mend };
}

export function bad(area: Finding['area'], name: string, detail: string, mend: string): Finding {
  return { ...said(area, name, detail), state: 'bad', mend };
}

/** A sentence of ours says what is wrong, and behind its semicolon the mend. */
export function refused(area: Finding['area'], name: string, { message }: Error): Finding {
  const [detail, ...mend] = message.split('; ');
  return bad(area, name, detail, mend.join('; '));
}

function said(area: Finding['area'], name: string, detail: string): Said {
  return { area, name, detail };
}
