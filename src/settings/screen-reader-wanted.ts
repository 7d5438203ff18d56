/**
 * Whether the console is to be for a screen reader: by the environment (`SWARMDECK_SCREEN_READER`, or
 * Ink's own `INK_SCREEN_READER`), which wins over the operator's setting.
 */
export function screenReaderWanted(
  env: Readonly<Record<string, string | undefined>>,
  setting = false,
): boolean {
  const own = env.SWARMDECK_SCREEN_READER;
  if (own === '1' || own === 'true') return true;
  if (own === '0' || own === 'false') return false;
  return env.INK_SCREEN_READER === 'true' || setting;
}
