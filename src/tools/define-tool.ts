/** JSON Schema of an object, draft 2020-12 or draft-07 (by `$schema`). */
export type ParameterSchema = Readonly<Record<string, unknown>>;

/**
 * A schema of zod (4 or newer) or of another library that is a Standard Schema and can say itself as
 * JSON Schema. What it makes of the arguments (defaults, conversions) is what `run` gets.
 *
 * @see https://standardschema.dev
 */
export interface ParameterValidator<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Validated<Output> | Promise<Validated<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What a validator says of a value. */
export type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a tool is told besides its arguments. */
export interface ToolContext {
  /** Aborted by a stop, a cancel or the time limit: the tool lets go of everything then. */
  readonly signal: AbortSignal;
}

/** A tool of a module, as a run loads it. */
export interface ModuleTool<Args = never> {
  /** What models call it: letters, digits, _ and -, at most 64. */
  readonly name: string;
  /** What it does and when it is of use, for the model. */
  readonly description: string;
  readonly parameters: ParameterSchema | ParameterValidator;
  /**
   * @param args what the model wrote, once it fits `parameters`
   * @returns what the model is told: a text, or anything that is then written as JSON
   * @throws Error whose message the model is told
   */
  readonly run: (args: Args, context: ToolContext) => unknown;
}

/** The arguments that a validator gives. */
type ArgsOf<Validator extends ParameterValidator> =
  Validator extends ParameterValidator<infer Output> ? Output : never;

/**
 * Says a tool with its types, for a module that a spec names under `tools:`. The module exports it by
 * name, as its default, or in a list as its default. A plain object of the same shape does as well.
 *
 * @example
 * export const weather = defineTool({
 *   name: 'weather',
 *   description: 'The weather of a city now.',
 *   parameters: z.object({ city: z.string() }),
 *   run: async ({ city }, { signal }) => (await fetch(addressOf(city), { signal })).text(),
 * });
 */
export function defineTool<Validator extends ParameterValidator>(
  tool: ModuleTool<ArgsOf<Validator>> & { readonly parameters: Validator },
): ModuleTool<ArgsOf<Validator>>;
export function defineTool<Args = Readonly<Record<string, unknown>>>(
  tool: ModuleTool<Args> & { readonly parameters: ParameterSchema },
): ModuleTool<Args>;
export function defineTool(tool: ModuleTool): ModuleTool {
  return tool;
}
