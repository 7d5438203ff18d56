import { expect, test } from 'vitest';
import { closedSchema } from '../../src/providers/anthropic/closed-schema.ts';
import { isStrictSchema } from '../../src/providers/strict-schema.ts';
import { invoiceSchema, strictSchema } from '../helpers/invoice-schema.ts';

const text = { type: 'string' };
const closed = (more: object) => ({ type: 'object', additionalProperties: false, ...more });

test.each<[string, object]>([
  ['everything required and closed, down to the last', strictSchema],
  [
    'a choice inside',
    closed({ properties: { a: { anyOf: [text, { type: 'null' }] } }, required: ['a'] }),
  ],
  [
    'a definition that refers to itself',
    {
      ...closed({ properties: { a: { $ref: '#/$defs/a' } }, required: ['a'] }),
      $defs: { a: closed({ properties: { next: { $ref: '#/$defs/a' } }, required: ['next'] }) },
    },
  ],
  ['a property with the name of a word', closed({ properties: { not: text }, required: ['not'] })],
  ['objects as values', closed({ properties: { a: { const: { b: 1 } } }, required: ['a'] })],
])('a schema is strict: %s', (_, schema) => {
  expect(isStrictSchema(schema as Record<string, unknown>)).toBe(true);
});

test.each<[string, object]>([
  ['open', { type: 'object', properties: { a: text }, required: ['a'] }],
  ['something optional', closed({ properties: { a: text, b: text }, required: ['a'] })],
  [
    'something optional in a list',
    closed({
      properties: { a: { type: 'array', items: closed({ properties: { b: text } }) } },
      required: ['a'],
    }),
  ],
  ['an open definition', { ...closed({ properties: {} }), $defs: { a: { type: 'object' } } }],
  ['no object', { type: 'array', items: text }],
  ['a choice at its root', { type: 'object', anyOf: [closed({ properties: {} })] }],
  [
    'words that are not known there',
    closed({ properties: { a: { oneOf: [text] } }, required: ['a'] }),
  ],
  ['the invoice', invoiceSchema],
])('a schema is not strict: %s', (_, schema) => {
  expect(isStrictSchema(schema as Record<string, unknown>)).toBe(false);
});

test('Anthropic is told bounds in words, and every object is closed', () => {
  const schema = closedSchema(invoiceSchema) as Record<string, never>;
  const { properties, $defs } = schema as unknown as typeof invoiceSchema;
  expect(schema).toMatchObject({ additionalProperties: false, required: invoiceSchema.required });
  expect(properties.supplier).toMatchObject({ additionalProperties: false });
  expect($defs.line).toMatchObject({ additionalProperties: false });
  expect(properties.total).toEqual({
    type: 'number',
    description: '{minimum: 0, multipleOf: 0.01}',
  });
  expect(properties.lines).toEqual({
    type: 'array',
    minItems: 1,
    items: { $ref: '#/$defs/line' },
    description: '{maxItems: 9}',
  });
  expect(properties.status).toEqual({ enum: ['paid', 'open', 'overdue'] });
});

test.each<[string, object]>([
  ['a map', { type: 'object', additionalProperties: text }],
  ['anything at all', { type: 'object' }],
  [
    'an object that is open on purpose',
    { type: 'object', properties: {}, additionalProperties: true },
  ],
  ['what cannot be said there', { type: 'object', properties: { a: { not: text } } }],
])('Anthropic is not sent a schema that would mean something else: %s', (_, schema) => {
  expect(closedSchema(schema as Record<string, unknown>)).toBeNull();
});
