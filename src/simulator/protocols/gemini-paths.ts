/** The official client asks under v1 since its version 3. */
const methods = /^\/v1(?:beta)?\/models\/([^/:]+):(\w+)$/;

/** The model and what is asked of it, `generateContent`; null for a path that asks nothing of one. */
export function geminiPath(
  path: string,
): { readonly model: string; readonly method: string } | null {
  const [, name, method] = methods.exec(path) ?? [];
  return name === undefined ? null : { model: decoded(name), method };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
