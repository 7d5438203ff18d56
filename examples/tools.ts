/** A tool of one's own, as a plain object; `defineTool` of swarmdeck gives it its types. */
export const harbour = {
  name: 'harbour_depth',
  description: 'The depth of a harbour in metres.',
  parameters: {
    type: 'object',
    properties: { name: { type: 'string', description: 'Name of the harbour' } },
    required: ['name'],
    additionalProperties: false,
  },
  run: ({ name }: { name: string }) => ({ name, metres: 4 + (name.length % 9) }),
};
