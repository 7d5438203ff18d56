import { type Spec, specSchema } from '../../spec/schema/spec.ts';

const columns = 110;

/** A spec as YAML, in the order of the schema, to be read and changed by people, with comments above it. */
export async function specText(spec: Spec, comments: readonly string[]): Promise<string> {
  const { Document, isSeq, visit } = await import('yaml');
  const fields = Object.keys(specSchema.shape).filter((field) => Object.hasOwn(spec, field));
  const document = new Document(
    Object.fromEntries(fields.map((field) => [field, spec[field as keyof Spec]])),
  );
  visit(document, {
    Pair(_, { key, value }) {
      // A list of tags is a few words: it stands on the line of its name.
      if (String(key) === 'tags' && isSeq(value)) value.flow = true;
    },
  });
  const head = comments.map((comment) => `# ${comment}\n`).join('');
  return head + document.toString({ lineWidth: columns, flowCollectionPadding: false });
}
