/** How the output of a program is understood, by the name that a spec uses. */
export const execProfileNames = [
  'text',
  'jsonl',
  'claude-code',
  'codex',
  'gemini-cli',
  'opencode',
] as const;

export type ExecProfileName = (typeof execProfileNames)[number];
