/**
 * The name that a model's dated and latest versions share, and with it their price:
 * `gpt-4o-2024-08-06`, `claude-sonnet-4-20250514` (which is also `claude-sonnet-4-0`).
 */
export function modelFamily(model: string): string {
  return model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest|0)$/, '');
}
