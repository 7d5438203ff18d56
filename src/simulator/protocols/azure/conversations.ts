import { Shelf } from '../../shelf.ts';
import { invalid, isObject, type JsonObject } from '../read-json.ts';
import { notFound, unixNow } from './azure-shape.ts';

export type Item = JsonObject & { readonly id: string };

/** Items that one request may add. */
const mostAtOnce = 20;

interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  metadata: unknown;
  items: Item[];
}

/** The conversations of a project, with what was said in each. */
export class Conversations {
  private readonly kept = new Shelf<Conversation>();
  private number = 0;

  create({ items, metadata }: JsonObject): object {
    const id = `conv_${(++this.number).toString(36).padStart(10, '0')}`;
    const conversation = {
      id,
      createdAt: unixNow(),
      metadata: metadata ?? {},
      items: [] as Item[],
    };
    this.kept.set(id, conversation);
    if (items !== undefined) this.post(id, items);
    return json(conversation);
  }

  get(id: string): object {
    return json(this.find(id));
  }

  update(id: string, { metadata }: JsonObject): object {
    const conversation = this.find(id);
    conversation.metadata = metadata ?? conversation.metadata;
    return json(conversation);
  }

  delete(id: string): object {
    this.find(id);
    this.kept.delete(id);
    return { id, object: 'conversation.deleted', deleted: true };
  }

  items(id: string): readonly Item[] {
    return this.find(id).items;
  }

  item(id: string, item: string): Item {
    const found = this.find(id).items.find((one) => one.id === item);
    if (found === undefined) throw notFound('item', item);
    return found;
  }

  deleteItem(id: string, item: string): object {
    this.item(id, item);
    const conversation = this.find(id);
    conversation.items = conversation.items.filter((one) => one.id !== item);
    return json(conversation);
  }

  /** What a client adds; a `Refusal` where it is too much. @returns as they are kept */
  post(id: string, items: unknown): Item[] {
    if (!Array.isArray(items) || items.length === 0)
      throw invalid("Missing required parameter: 'items'.", 'items');
    if (items.length > mostAtOnce)
      throw invalid(
        `Invalid 'items': array too long. Expected at most ${mostAtOnce} items.`,
        'items',
      );
    return this.add(id, items.filter(isObject));
  }

  /** What was said in it, in any number. */
  add(id: string, items: readonly JsonObject[]): Item[] {
    const { items: list } = this.find(id);
    const kept = items.map((item) => this.itemOf(item));
    list.push(...kept);
    return kept;
  }

  private itemOf(item: JsonObject): Item {
    const { content, role } = item;
    const type = item.type ?? 'message';
    const asPart = role === 'assistant' ? 'output_text' : 'input_text';
    return {
      status: 'completed',
      ...item,
      type,
      id: typeof item.id === 'string' ? item.id : `item_${(++this.number).toString(36)}`,
      ...(typeof content === 'string' ? { content: [{ type: asPart, text: content }] } : {}),
    };
  }

  private find(id: string): Conversation {
    const found = this.kept.get(id);
    if (found === undefined) throw notFound('conversation', id);
    return found;
  }
}

function json({ id, createdAt, metadata }: Conversation): object {
  return { id, object: 'conversation', created_at: createdAt, metadata };
}
