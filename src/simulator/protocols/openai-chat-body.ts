import type { OfferedTool, ToolChoice } from './protocol.ts';
import { invalid, isObject, type JsonObject, requiredText } from './read-json.ts';

/** Functions that are offered, in the form of Chat Completions. */
export function readTools(tools: unknown): OfferedTool[] {
  if (tools === undefined || tools === null) return [];
  if (!Array.isArray(tools)) throw invalid("Invalid type for 'tools': expected a list.", 'tools');
  return tools.map((tool: unknown, index) => {
    const at = `tools[${index}].function`;
    const described = isObject(tool) ? tool.function : null;
    if (!isObject(described)) throw invalid(`Missing required parameter: '${at}'.`, at);
    const { parameters } = described;
    return {
      name: requiredText(described, 'name'),
      parameters: isObject(parameters) ? parameters : null,
    };
  });
}

export function readToolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (isObject(choice) && isObject(choice.function))
    return { name: requiredText(choice.function, 'name') };
  return 'auto';
}

/** The schema that an answer must match; null where any will do. */
export function readSchema(format: unknown): JsonObject | null {
  if (!isObject(format) || format.type !== 'json_schema') return null;
  const at = 'response_format.json_schema';
  if (!isObject(format.json_schema) || !isObject(format.json_schema.schema))
    throw invalid(`Missing required parameter: '${at}.schema'.`, at);
  return format.json_schema.schema;
}
