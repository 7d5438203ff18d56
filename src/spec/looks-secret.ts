const secretName =
  /^(.*[-_])?(key|api-?key|secret|password|passwd|credentials?|token|authorization)$/i;
const secretText = /\b(sk-[\w-]{8,}|Bearer\s+\S{8,})/;

/** Whether what has this name is meant to be secret: `OPENAI_API_KEY`, `apiKey`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'));
}

export function isSecretText(text: string): boolean {
  return secretText.test(text);
}
