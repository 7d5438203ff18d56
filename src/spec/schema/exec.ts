import * as z from 'zod/mini';
import { defaultMaxOutputBytes } from '../defaults.ts';
import { execProfileNames } from '../exec-profiles.ts';
import { failureClasses } from '../failure-classes.ts';
import { field, oneOf, required, text, wholeNumber } from './fields.ts';

const pointerWords = 'a JSON pointer like /message/text';
const pointer = z
  .string({ error: pointerWords })
  .check(z.regex(/^(\/([^/~]|~[01])*)+$/, { error: pointerWords }));

const condition = z.record(
  pointer,
  z.union([z.string(), z.number(), z.boolean(), z.null()], {
    error: 'a text, a number, true, false or null',
  }),
);

/** A place in a line, of all lines or of some. */
const place = z.union([
  pointer,
  z.strictObject({
    at: required(pointer, 'JSON pointer; * is each element of a list'),
    when: field(condition, 'What a line must hold, by JSON pointer, to be one that is meant'),
  }),
]);

const jsonlSchema = z.strictObject({
  text: field(place, 'Where pieces of the answer stand'),
  final: field(place, 'Where the whole answer stands, in place of the pieces'),
  done: field(condition, 'The line that ends the answer; default: the one with the whole answer'),
  error: field(place, 'Where it stands why the program failed'),
  stage: field(place, 'Where it stands what the program does now'),
  usage: field(
    z.strictObject({
      input: field(place, 'Tokens of input that were not read from a cache'),
      output: field(place, 'Tokens of output'),
      cacheRead: field(place, 'Tokens that were read from a cache'),
      cacheWrite: field(place, 'Tokens that were written to a cache'),
    }),
    'Where tokens stand; the last line that has some counts',
  ),
  cost: field(place, 'Where it stands what the call cost, in US dollars'),
});

const commandWords = 'a command, or a list of a program and its arguments';
const codeWords = 'an exit code from 1 to 255';
const valueWords = 'a text, a number, true, false, or env:NAME';
const nameWords = 'the name of a variable';

/** A program that answers, in place of a service. */
export const execSchema = z.strictObject({
  command: field(
    z.union([
      z
        .string({ error: commandWords })
        .check(z.regex(/\S/, { error: 'a command that is not empty' })),
      z
        .array(z.string({ error: 'a text' }), { error: commandWords })
        .check(z.minLength(1, { error: 'a program at least' })),
    ]),
    'Program and arguments: a list, or a text that is split as a shell would, and that no shell reads',
  ),
  input: field(
    oneOf(['stdin', 'argument']),
    'How the prompt gets there; as an argument it stands for {{prompt}}, or comes last',
    { default: 'stdin' },
  ),
  cwd: field(
    text('a directory'),
    'Where it runs; in a spec from its own directory; default: where swarmdeck was started',
  ),
  env: field(
    z.record(
      z
        .string({ error: nameWords })
        .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: nameWords })),
      z.union([z.string(), z.number(), z.boolean()], { error: valueWords }),
    ),
    'Variables besides those of swarmdeck itself; env:NAME is one of the environment or of .env',
  ),
  profile: field(oneOf(execProfileNames), 'How its output is understood', { default: 'text' }),
  jsonl: field(jsonlSchema, 'What its lines mean, of the profile jsonl'),
  exitCodes: field(
    z.record(
      z
        .string({ error: codeWords })
        .check(z.regex(/^([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/, { error: codeWords })),
      oneOf(failureClasses),
    ),
    'Class of the failure by exit code, before the usual ones: { 75: overloaded }',
  ),
  maxOutputBytes: field(
    wholeNumber(1, 2 ** 30),
    'Bytes that it may write; a call that writes more fails',
    { default: defaultMaxOutputBytes },
  ),
});

export type ExecSpec = z.infer<typeof execSchema>;
