import type { AnswerForm } from '../answer-forms.ts';

/** The two names of the field that bounds an answer. */
export type TokenField = 'max_tokens' | 'max_completion_tokens';

/** What a server that speaks Chat Completions does in its own way. */
export interface ChatProfile {
  /** The header that carries the key: `Bearer …` in the first, the key alone in the other. */
  readonly keyHeader: 'authorization' | 'api-key';
  /** Where the server says that it wants the other name, that one is sent from then on. */
  readonly tokenField: TokenField;
  /** `stream_options` is known there; without it no usage comes. */
  readonly asksUsage: boolean;
  /** Where a stream tells its usage besides `usage`: the field that holds another `usage`. */
  readonly usageIn?: string;
  /**
   * Version of the interface in which the model stands in the path (`/deployments/MODEL`) and the
   * version in the query; it is spoken at addresses that do not end in `/v1`.
   */
  readonly deploymentsVersion?: string;
  /** The list of models is given to anybody, whatever the key. */
  readonly listIsOpen?: boolean;
  /** What there is for answers that match a schema, the surest first; one that is refused is left out. */
  readonly answerForms: readonly Exclude<AnswerForm, 'words'>[];
  /** The model sees the schema of its answer; elsewhere at most a grammar keeps it from others. */
  readonly showsSchema?: boolean;
  /** Fields of every body. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Its usage tells what a call cost. */
  readonly tellsCost?: true;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

const usual: ChatProfile = {
  keyHeader: 'authorization',
  tokenField: 'max_tokens',
  asksUsage: true,
  answerForms: ['strict', 'schema', 'json'],
};

/**
 * Every server that we know to speak Chat Completions, by the name of its provider.
 *
 * @see https://learn.microsoft.com/azure/foundry/openai/reference Azure OpenAI
 * @see https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
 * @see https://github.com/ggml-org/llama.cpp/tree/master/tools/server
 * @see https://lmstudio.ai/docs/developer/openai-compat
 * @see https://console.groq.com/docs/api-reference
 * @see https://openrouter.ai/docs/api-reference/overview
 * @see https://openrouter.ai/docs/use-cases/usage-accounting
 * @see https://docs.together.ai/reference/chat-completions
 */
export const chatProfiles: Readonly<Record<string, ChatProfile>> = {
  /** Any server: OpenAI itself, what an operator gives an address of, our simulator. */
  openai: usual,
  simulator: { ...usual, showsSchema: true },
  'azure-openai': {
    ...usual,
    keyHeader: 'api-key',
    tokenField: 'max_completion_tokens',
    showsSchema: true,
    deploymentsVersion: '2024-10-21',
  },
  vllm: usual,
  llamacpp: { ...usual, listIsOpen: true },
  /** It refuses a format that says JSON and no more. */
  lmstudio: { ...usual, answerForms: ['strict', 'schema'] },
  groq: { ...usual, tokenField: 'max_completion_tokens', usageIn: 'x_groq' },
  openrouter: {
    ...usual,
    tellsCost: true,
    listIsOpen: true,
    // OpenRouter itself tells its cost unasked by now; what stands in for it may not.
    body: { usage: { include: true } },
    /** By this header it names the program in its statistics. */
    headers: { 'x-title': 'swarmdeck' },
  },
  together: usual,
};
