/** Nested, with a list, enums, bounds, references, and properties that may be left out or null. */
export const invoiceSchema = {
  type: 'object',
  required: ['number', 'status', 'supplier', 'lines', 'total'],
  properties: {
    number: { type: 'string', minLength: 3, maxLength: 40 },
    status: { enum: ['paid', 'open', 'overdue'] },
    supplier: {
      type: 'object',
      required: ['name', 'address'],
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        vatId: { type: ['string', 'null'] },
      },
    },
    lines: { type: 'array', minItems: 1, maxItems: 9, items: { $ref: '#/$defs/line' } },
    total: { type: 'number', minimum: 0, multipleOf: 0.01 },
    paid: { type: 'boolean' },
    days: { type: 'integer', exclusiveMinimum: 0, maximum: 90 },
  },
  $defs: {
    address: {
      type: 'object',
      required: ['city'],
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
    line: {
      type: 'object',
      required: ['text', 'amount'],
      properties: {
        text: { type: 'string' },
        amount: { type: 'number' },
        unit: { enum: ['piece', 'hour'] },
      },
    },
  },
} as const;

/** The same as OpenAI's strict mode wants it: closed, and with everything required. */
export const strictSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['city', 'parts'],
  properties: {
    city: { type: 'string' },
    parts: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: ['string', 'null'] } },
      },
    },
  },
} as const;
