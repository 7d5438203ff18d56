import { resolve } from 'node:path';
import { builtInTools } from '../built-in-tools.ts';
import type { Environment } from '../environment.ts';
import { looksSecret } from '../preset-secrets.ts';
import type { ResolvedMcpServer } from '../resolved-tools.ts';
import type { McpServerSpec } from '../schema/tools.ts';
import { namesSecret, withSecret } from '../secret-place.ts';
import { UsageError } from '../usage-error.ts';
import { isLoopback } from './base-url.ts';
import type { Found, Layers } from './layers.ts';
import type { ToolSource } from './tool-table.ts';

/** The servers that the layers name, in the order in which they are met, the file's before the flags'. */
export function mcpServerNames(layers: Layers): string[] {
  const names = new Set<string>();
  for (const { value, place } of layers.layers.toReversed()) {
    for (const name of Object.keys(value.mcpServers ?? {})) {
      names.add(name);
      if (!(builtInTools as readonly string[]).includes(name)) continue;
      const where = place(['mcpServers', name]);
      throw new UsageError(`${where}: is the name of a built-in tool; give the server another`);
    }
  }
  return [...names];
}

/** What is said of one server, field by field. */
type Said = <Field extends keyof McpServerSpec>(
  field: Field,
) => Found<NonNullable<McpServerSpec[Field]>> | null;

type Texts = Readonly<Record<string, string | number | boolean>>;

/**
 * An MCP server by its name. Secrets stay where they are found, and must be there.
 *
 * @throws UsageError where it is no server: neither a command nor an address, or both
 */
export function mcpServer(name: string, layers: Layers, source: ToolSource): ResolvedMcpServer {
  const path = `mcpServers.${name}`;
  const said: Said = (field) => {
    const found = layers.find(`${path}.${field}`, (spec) => spec.mcpServers?.[name]?.[field]);
    if (found !== null) layers.record(`${path}.${field}`, found.value, found.source);
    return found as Found<never> | null;
  };
  const [type, command, url] = [said('type'), said('command'), said('url')];
  if (command !== null && url === null) {
    refuse(said, ['headers'], 'a url, not of a command');
    checkType(type, ['stdio'], 'a command');
    return commandServer(name, command, said, source);
  }
  if (url !== null && command === null) {
    refuse(said, ['args', 'env', 'cwd'], 'a command, not of a url');
    checkType(type, ['http', 'sse'], 'a url');
    const transport = type?.value === 'sse' ? 'sse' : 'http';
    return { name, transport, url: url.value, headers: headersFor(url, said('headers'), source) };
  }
  const where = layers.find(path, (spec) => spec.mcpServers?.[name])?.where;
  throw new UsageError(
    `${where}: expected either a command that runs the server or the url of one that runs, got ${command === null ? 'neither' : 'both'}`,
  );
}

function commandServer(
  name: string,
  command: Found<string>,
  said: Said,
  { specDirectory, cwd, environment }: ToolSource,
): ResolvedMcpServer {
  const startOf = ({ source }: Found<unknown>) => (source === 'spec' ? specDirectory : cwd);
  const [args, directory] = [said('args'), said('cwd')];
  return {
    name,
    transport: 'stdio',
    command: command.value,
    args: (args?.value ?? []).map((arg) => {
      if (!looksSecret('', String(arg))) return String(arg);
      throw new UsageError(
        `${args?.where}: one of them looks like a secret, and a spec holds none; pass it in env as env:NAME`,
      );
    }),
    env: textsOf(said('env'), environment),
    cwd: directory === null ? startOf(command) : resolve(startOf(directory), directory.value),
  };
}

function headersFor(
  url: Found<string>,
  said: Found<Texts> | null,
  { environment, insecure }: ToolSource,
): Record<string, string> {
  const headers = textsOf(said, environment);
  const isOpen = canBeRead(url, environment);
  const secret = Object.keys(headers).find((header) => namesSecret(headers[header]));
  if (!isOpen || secret === undefined || insecure) return headers;
  throw new UsageError(
    `${url.where}: the secret in the header ${secret} would travel unencrypted; use https, or allow it with --insecure`,
  );
}

function refuse(said: Said, fields: readonly (keyof McpServerSpec)[], of: string): void {
  const found = fields.map(said).find((other) => other !== null);
  if (found) throw new UsageError(`${found.where}: is a field of ${of}`);
}

function checkType(type: Found<string> | null, words: readonly string[], of: string): void {
  if (type === null || words.includes(type.value)) return;
  throw new UsageError(
    `${type.where}: expected ${words.join(' or ')} for ${of}, got ${type.value}`,
  );
}

/** What stands in a spec is written into the record of the run: it must hold no secret. */
function textsOf(found: Found<Texts> | null, environment: Environment): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, written] of Object.entries(found?.value ?? {})) {
    const text = String(written);
    const where = `${found?.where}.${name}`;
    if (!namesSecret(text) && looksSecret(name, text)) {
      throw new UsageError(
        `${where}: this looks like a secret, and a spec holds none; write it as env:NAME`,
      );
    }
    withSecret(text, environment, where);
    texts[name] = text;
  }
  return texts;
}

/** Whether others can read what is sent to this address. */
function canBeRead({ value, where }: Found<string>, environment: Environment): boolean {
  const address = withSecret(value, environment, where);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    // What does not parse may hold anything: it is not shown.
    throw new UsageError(
      `${where}: expected an http or https address like https://tools.example.com/mcp, got something else`,
    );
  }
  const inQuery = [...url.searchParams].some(([name, text]) => looksSecret(name, text));
  if (!namesSecret(value) && (url.username !== '' || url.password !== '' || inQuery)) {
    throw new UsageError(
      `${where}: expected an address without a secret in it; name it in headers, or the whole address as env:NAME`,
    );
  }
  return url.protocol === 'http:' && !isLoopback(address);
}
