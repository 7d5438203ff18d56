import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/client';

/**
 * What a model is told of the result of an MCP tool: its texts; what is no text is named in brackets.
 * A result with nothing to read is its structured content as JSON.
 */
export function contentText({
  content,
  structuredContent,
}: Pick<CallToolResult, 'content' | 'structuredContent'>): string {
  if (content.length > 0) return content.map(blockText).join('\n');
  return structuredContent === undefined ? '[no result]' : JSON.stringify(structuredContent);
}

function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type}: ${block.mimeType}, ${bytesOf(block.data)} bytes]`;
    case 'resource_link':
      return `[link: ${block.name} at ${block.uri}]`;
    case 'resource': {
      const { resource } = block;
      const kind = resource.mimeType === undefined ? '' : `, ${resource.mimeType}`;
      if ('text' in resource) return `[resource: ${resource.uri}${kind}]\n${resource.text}`;
      return `[resource: ${resource.uri}${kind}, ${bytesOf(resource.blob)} bytes]`;
    }
    default:
      return `[${(block as { type: string }).type}]`;
  }
}

function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
