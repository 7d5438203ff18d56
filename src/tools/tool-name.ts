import { createHash } from 'node:crypto';

const mostLength = 64;

/** Whether every service takes this as the name of a function. */
export function isToolName(name: string): boolean {
  return /^[a-zA-Z0-9_-]{1,64}$/.test(name);
}

/**
 * The names under which models know the tools of an MCP server: `server__tool`, with _ for every
 * character that services do not take. A name that is too long, or the same as another's after that, ends
 * in a hash of what it is made from, so that it is the same in every run.
 *
 * @param tools names as the server has them, each once
 */
export function serverToolNames(server: string, tools: readonly string[]): Map<string, string> {
  const plain = tools.map((tool) => `${server}__${tool}`.replace(/[^a-zA-Z0-9_-]/g, '_'));
  return new Map(
    tools.map((tool, index) => {
      const name = plain[index];
      const isShared = plain.indexOf(name) !== plain.lastIndexOf(name);
      const isOwn = name === `${server}__${tool}`;
      if (name.length <= mostLength && (isOwn || !isShared)) return [tool, name];
      const hash = createHash('sha256').update(`${server}/${tool}`).digest('hex').slice(0, 8);
      return [tool, `${name.slice(0, mostLength - hash.length - 1)}_${hash}`];
    }),
  );
}
