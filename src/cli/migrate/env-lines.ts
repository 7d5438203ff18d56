import { parseEnv } from 'node:util';

export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface EnvLines {
  /** The last of each name, in the order of the file. */
  readonly variables: readonly EnvVariable[];
  /** Lines that are neither a variable, a comment nor empty, and variables that are set again. */
  readonly problems: readonly {
    readonly line: number;
    readonly what: string | null;
    readonly why: string;
  }[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=(.*)$/;

/** The variables of a `.env` with their lines. Values are those that Node itself reads. */
export function envLines(text: string): EnvLines {
  const values = parseEnv(text);
  const found = new Map<string, EnvVariable>();
  const problems: EnvLines['problems'][number][] = [];
  let quote: string | null = null;
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (quote !== null) {
      // Inside a value of several lines.
      if (written.includes(quote)) quote = null;
      continue;
    }
    if (/^\s*(#|$)/.test(written)) continue;
    const [, name, rest] = assignment.exec(written) ?? [];
    if (name === undefined) {
      problems.push({ line, what: null, why: 'expected NAME=value; the line is left out' });
      continue;
    }
    const opened = /^\s*(["'`])/.exec(rest)?.[1];
    if (opened !== undefined && rest.indexOf(opened, rest.indexOf(opened) + 1) < 0) {
      if (
        text
          .split(/\r?\n/)
          .slice(line)
          .some((later) => later.includes(opened))
      )
        quote = opened;
    }
    const before = found.get(name);
    if (before !== undefined) {
      problems.push({
        line: before.line,
        what: name,
        why: `it is set again on line ${line}, which counts`,
      });
      found.delete(name);
    }
    found.set(name, { name, value: (values[name] ?? '').trim(), line });
  }
  return { variables: [...found.values()], problems };
}
