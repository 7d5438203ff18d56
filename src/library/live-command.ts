import type { Command } from '../engine/commands/command.ts';
import { isOfConsole, type ParsedCommand } from '../engine/commands/parse-command.ts';

/** A command that was read, where it is one of a run: the console's own have nothing to do here. */
export function liveCommand(
  parsed: ParsedCommand,
):
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly reason: string } {
  if (!parsed.ok) return { ok: false, reason: parsed.message };
  const { command } = parsed;
  if (!isOfConsole(command)) return { ok: true, command };
  return { ok: false, reason: `${command.type} is a command of the console` };
}
