import { existsSync } from 'node:fs';
import type { Environment } from '../../spec/environment.ts';
import type { ResolvedMcpServer } from '../../spec/resolved-tools.ts';
import { ChildTransport } from './child-transport.ts';
import { filled } from './filled.ts';
import type { McpOptions, McpWay } from './mcp-session.ts';

/**
 * What a command needs to run at all. The rest of the environment holds keys that are not for it: what it
 * is to have, its `env` says.
 */
const inherited = [
  ...['HOME', 'LANG', 'LC_ALL', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'],
  ...['APPDATA', 'COMSPEC', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'PATHEXT', 'PROGRAMDATA'],
  ...['PROGRAMFILES', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERNAME', 'USERPROFILE'],
  'WINDIR',
];

const mostWords = 300;

/** By a command that is run here. */
export function childWay(
  server: ResolvedMcpServer & { readonly transport: 'stdio' },
  { environment }: McpOptions,
): McpWay {
  const { name, command, args, cwd } = server;
  const { values, hidden } = filled(server.env, `mcpServers.${name}.env`, environment);
  const env = { ...basic(environment), ...values };
  const transport = new ChildTransport({ command, args, cwd, env });
  return {
    transport,
    words: (error) => {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT')
        return `cannot be started: there is no ${existsSync(cwd) ? `command ${command}` : `directory ${cwd}`}`;
      if (transport.ended === null) return `does not do as it should: ${message}`;
      const said = lastWords(hidden(transport.lastWords));
      return `has ended (${transport.ended})${said === '' ? '' : `: ${said}`}`;
    },
    isForgotten: () => false,
    isLost: () => false,
    close: () => transport.close(),
  };
}

function basic(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of inherited) {
    const value = environment[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** The line that says why, of what a program leaves on stderr when it fails. */
function lastWords(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((text) => /\berror\b|\w+Error:/i.test(text)) ?? lines.at(-1) ?? '';
  return line.slice(0, mostWords);
}
