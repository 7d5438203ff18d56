import type { Key } from 'ink';

/**
 * The keys in what Ink calls one input, as names: `p`, `+`, `enter`, `ctrl+c`, `up`. Terminals send
 * several keys in one chunk (`++` is two), so characters are taken one by one.
 */
export function keyNames(input: string, key: Key): string[] {
  if (key.eventType === 'release') return [];
  const special = specialName(key);
  if (special !== null) return [special];
  if (key.ctrl && input.length === 1) return [`ctrl+${input.toLowerCase()}`];
  if (key.meta || key.super || key.hyper) return [];
  return [...input].map(characterName);
}

function specialName(key: Key): string | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return null;
}

function characterName(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\t') return 'tab';
  if (character === '\x1b') return 'escape';
  if (code < 0x20) return `ctrl+${String.fromCharCode(code + 0x60)}`;
  return character;
}
