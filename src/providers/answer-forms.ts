import { schemaNote } from '../spec/schema-note.ts';
import type { JsonSchema } from '../spec/schema-object.ts';
import type { Message, Turn } from './provider.ts';
import { isStrictSchema } from './strict-schema.ts';
import type { WireRequest } from './wire-protocol.ts';

/**
 * How an answer that must match a schema is asked for, the surest first: the service sees to it
 * (`strict`), it is told the schema (`schema`), it is told that the answer is JSON (`json`), or the
 * instructions alone say so (`words`).
 */
export type AnswerForm = 'strict' | 'schema' | 'json' | 'words';

export interface AnswerFormsOptions {
  /** What the service has fields for, the surest first. */
  readonly forms: readonly Exclude<AnswerForm, 'words'>[];
  /** It shows the schema to its model; others do no more than keep to a grammar, or ignore it. */
  readonly showsSchema: boolean;
  /** The schema as the service takes it; null where it would take no such. */
  readonly narrowed?: (schema: JsonSchema) => JsonSchema | null;
  /** How a refusal names what it refuses, besides what is common. */
  readonly refusal?: RegExp;
}

/** What a call asks of its answer. */
export interface AskedAnswer {
  /** `words` where it may be anything. */
  readonly form: AnswerForm;
  /** As it goes to the service; {} where it may be anything. */
  readonly schema: JsonSchema;
  /** Those of the turn, with the schema among the instructions where nobody else tells it. */
  readonly messages: readonly Message[];
}

interface Known {
  /** Forms that have not been refused, the surest first; never empty. */
  forms: readonly AnswerForm[];
  readonly schema: JsonSchema;
}

const anything: JsonSchema = {};
const refusing: ReadonlySet<number> = new Set([400, 422, 501]);
/** A status for trouble of its own, with which servers of local models refuse too. */
const trouble = 500;

/** Names of the field in all protocols, and words in which grammars and models refuse. */
const common =
  /response_?format|text\.format|output_(?:config|format)|response_?(?:json_?)?schema|response[ _]?mime|json_(?:schema|object)|\bschema\b|\bgrammar\b|structured[ _]outputs?/i;
/** They are about the schema of a tool, which asking in another way would not mend. */
const ofTools =
  /schema for function|\btools?(?:\[|\.\d)|input_schema|function_(?:declarations|parameters)/i;
const ofGrammar = /invalid format|schema in format|parse grammar/i;
/** Groq's: the field was understood, and the model did not keep to it. */
const ofTheAnswer = /json_validate_failed/;

/**
 * How a service is asked for answers that match a schema: in the surest of its forms that it has not
 * refused. What one model, or one schema, is refused says nothing of others.
 */
export class AnswerForms {
  private readonly options: AnswerFormsOptions;
  private readonly known = new WeakMap<JsonSchema, Known>();
  /** By request: what it asked for. */
  private readonly sentAs = new WeakMap<WireRequest, { schema: JsonSchema; form: AnswerForm }>();

  constructor(options: AnswerFormsOptions) {
    this.options = options;
  }

  /** How a turn asks for its answer now. */
  of({ messages, outputSchema }: Turn): AskedAnswer {
    if (outputSchema === undefined) return { form: 'words', schema: anything, messages };
    const { forms, schema } = this.knownOf(outputSchema);
    const [form] = forms;
    const isTold = this.options.showsSchema && (form === 'strict' || form === 'schema');
    return { form, schema, messages: isTold ? messages : noted(messages, outputSchema) };
  }

  /** Remembers how a request asked, for `adapt`. @returns the request */
  sent(request: WireRequest, { outputSchema }: Turn, { form }: AskedAnswer): WireRequest {
    if (outputSchema !== undefined && form !== 'words')
      this.sentAs.set(request, { schema: outputSchema, form });
    return request;
  }

  /** A look at a refused request. @returns whether it is to be sent again, as it is asked now */
  adapt(request: WireRequest, status: number, body: string): boolean {
    const sent = this.sentAs.get(request);
    return sent !== undefined && this.refused(sent.schema, sent.form, status, body);
  }

  /**
   * @param form in which it was asked
   * @returns whether that was refused, so that it is to be asked in another
   */
  refused(outputSchema: JsonSchema, form: AnswerForm, status: number, words: string): boolean {
    if (form === 'words' || !this.isRefusal(status, words)) return false;
    const known = this.knownOf(outputSchema);
    // Others that were sent before may have been refused before.
    known.forms = known.forms.slice(known.forms.indexOf(form) + 1);
    return true;
  }

  private isRefusal(status: number, words: string): boolean {
    if (status === trouble) return ofGrammar.test(words);
    if (!refusing.has(status) || ofTools.test(words) || ofTheAnswer.test(words)) return false;
    return common.test(words) || (this.options.refusal?.test(words) ?? false);
  }

  private knownOf(outputSchema: JsonSchema): Known {
    let known = this.known.get(outputSchema);
    if (known === undefined) {
      known = this.first(outputSchema);
      this.known.set(outputSchema, known);
    }
    return known;
  }

  private first(outputSchema: JsonSchema): Known {
    const { forms, narrowed } = this.options;
    // Its dialect says nothing to a service, and some refuse the word.
    const { $schema: _, ...plain } = outputSchema;
    const schema = narrowed === undefined ? plain : narrowed(plain);
    const isObject = plain.type === 'object';
    const fits = (form: AnswerForm) => {
      if (form === 'strict') return schema !== null && isStrictSchema(schema);
      if (form === 'schema') return schema !== null;
      // A service's word for JSON is an object everywhere.
      return isObject;
    };
    return { forms: [...forms.filter(fits), 'words'], schema: schema ?? plain };
  }
}

/** One message of the system, the first: templates of many models take no other. */
function noted(messages: readonly Message[], schema: JsonSchema): readonly Message[] {
  const note = schemaNote(schema);
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: note }, ...messages];
  return [{ ...first, content: `${first.content}\n\n${note}` }, ...rest];
}
