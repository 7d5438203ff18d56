import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A refusal, or null for a good answer. `RESET` breaks the connection. */
export type Refusal =
  | { readonly status: number; readonly body: object; readonly headers?: Record<string, string> }
  | 'RESET'
  | null;

export interface AskedCall {
  readonly prompt: string;
  readonly key: string;
  readonly model: string;
  /** Calls before this one. */
  readonly number: number;
  /** The request, parsed. */
  readonly request: Record<string, unknown>;
}

export interface PromptServer {
  /** With `/v1`. */
  readonly url: string;
  readonly calls: readonly AskedCall[];
  close(): Promise<void>;
}

const answerOf = (text: string) =>
  [
    JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] }),
    '{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
    '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}',
    '[DONE]',
  ]
    .map((data) => `data: ${data}\n\n`)
    .join('');

/** A Chat Completions server that decides by what it is asked. `after` holds an answer back, ms. */
export async function promptServer(
  decide: (call: AskedCall) => Refusal,
  after: number | ((call: AskedCall) => number) = 0,
  text: (call: AskedCall) => string = () => 'well',
): Promise<PromptServer> {
  const calls: AskedCall[] = [];
  const server = createServer(async (request, response) => {
    const sent = JSON.parse(await textOf(request));
    const call: AskedCall = {
      prompt: sent.messages.at(-1).content,
      key: String(request.headers.authorization).replace('Bearer ', ''),
      model: sent.model,
      number: calls.length,
      request: sent,
    };
    calls.push(call);
    const refusal = decide(call);
    if (refusal === 'RESET') request.socket.resetAndDestroy();
    else if (refusal !== null) refuse(response, refusal);
    else {
      const afterMs = typeof after === 'number' ? after : after(call);
      setTimeout(() => answerWell(response, text(call)), afterMs);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerWell(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(answerOf(text));
}

function refuse(
  response: ServerResponse,
  { status, body, headers }: Exclude<Refusal, 'RESET' | null>,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

/** The bodies of the refusals that tests need. */
export const refusals = {
  poison: (detail: unknown): Refusal => ({
    status: 500,
    body: { error: { message: `cannot tokenise "${detail}"` } },
  }),
  quota: {
    status: 429,
    body: { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
  },
  noModel: { status: 404, body: { error: { message: 'The model does not exist' } } },
  key: { status: 401, body: { error: { message: 'Incorrect API key provided' } } },
} as const;
