import * as z from 'zod/mini';
import { defaultTool } from '../defaults.ts';
import { field, nameOf, oneOf, positiveNumber, required, text, wholeNumber } from './fields.ts';

const toolText = text(
  'http_get, read_file, calculator, a path to a module like ./tools.ts, or the name of an MCP server',
);

/** A tool with settings of its own. */
const toolSchema = z.strictObject({
  use: required(
    toolText,
    'Which: a built-in tool, a path to a module, the name of an MCP server, or server/tool',
  ),
  timeoutSeconds: field(positiveNumber(86_400), 'Seconds that one call of it may take', {
    default: defaultTool.timeoutSeconds,
  }),
  concurrency: field(
    wholeNumber(1, 10_000),
    'Calls of it at one time, over all agents of the run',
    {
      default: defaultTool.concurrency,
    },
  ),
  maxResultBytes: field(
    wholeNumber(256, 16_777_216),
    'Bytes of its result that the model is told; the rest is cut off',
    { default: defaultTool.maxResultBytes },
  ),
  approval: field(
    oneOf(['always', 'ask', 'never']),
    'Whether it runs: always, each time that the operator says so, or never',
    { default: defaultTool.approval },
  ),
  allow: field(
    z.array(text('a host like api.example.com or *.example.com')),
    'Hosts that http_get may ask; by itself it may ask none',
  ),
  root: field(text('a directory'), 'Directory that read_file may read; by itself it may read none'),
});

/** One tool, or a list of them. */
export const toolsSchema = z.union([toolText, z.array(z.union([toolText, toolSchema]))]);

const value = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, or env:NAME' });
const values = z.record(z.string(), value);

/** An MCP server: a command that is run here, or an address. */
const mcpServerSchema = z.strictObject({
  type: field(oneOf(['stdio', 'http', 'sse']), 'How it is spoken to; default: by command or url'),
  command: field(
    text('a command'),
    'Command that runs the server; it speaks over stdin and stdout',
  ),
  args: field(z.array(value), 'Arguments of the command'),
  env: field(
    values,
    'Environment of the command besides PATH, HOME and the like; secrets as env:NAME',
  ),
  cwd: field(text('a directory'), "Directory that the command runs in; default: the spec's own"),
  url: field(
    text('an http or https address, or env:NAME'),
    'Address of a server that runs already: streamable HTTP, or the older SSE',
  ),
  headers: field(values, 'Headers of every request; secrets as env:NAME or Bearer env:NAME'),
});

export const mcpServersSchema = z.record(nameOf('a name'), mcpServerSchema);

export type ToolsSpec = z.infer<typeof toolsSchema>;
export type ToolEntry = Exclude<ToolsSpec, string>[number];
export type McpServerSpec = z.infer<typeof mcpServerSchema>;
