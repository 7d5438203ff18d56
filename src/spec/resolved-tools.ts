/**
 * The tools of a run as `resolveSpec` gives them: plain data, every path absolute, and secrets named by
 * where they are found.
 */

/** What a role is given: a built-in tool, all tools of a module, or those of an MCP server. */
export type ToolUse =
  | { readonly kind: 'calculator' }
  /** Hosts that it may ask: `api.example.com`, `*.example.com`, `*`, each with a port or without. */
  | { readonly kind: 'http_get'; readonly allow: readonly string[] }
  /** The directory that it may read. */
  | { readonly kind: 'read_file'; readonly root: string }
  | { readonly kind: 'module'; readonly file: string }
  /** Null is every tool of the server. */
  | { readonly kind: 'mcp'; readonly server: string; readonly tool: string | null };

/** One entry of the tools of a role, with its settings. */
export type ResolvedTool = ToolUse & {
  /** Seconds that one call of it may take. */
  readonly timeoutSeconds: number;
  /** Calls of it at one time, over all agents of the run. */
  readonly concurrency: number;
  /** Bytes of UTF-8 that the model is told at most. */
  readonly maxResultBytes: number;
  readonly approval: 'always' | 'ask' | 'never';
};

/**
 * An MCP server that a role has tools of. Values of `env` and `headers` may end in `env:NAME`, and `url`
 * may be that: it is filled in when the server is opened, and stands in no file.
 */
export type ResolvedMcpServer =
  | {
      readonly name: string;
      readonly transport: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string;
    }
  | {
      readonly name: string;
      /** `http` is streamable HTTP, and the older SSE where a server knows no other. */
      readonly transport: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };
