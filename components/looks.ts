import type { ConsoleSettings } from '../src/settings/console-settings.ts';
import { asciiGlyphs, type GlyphSet, unicodeGlyphs } from './glyphs.ts';
import type { Encoding } from './painter/differ.ts';
import type { Background } from './terminal/background.ts';
import {
  type ColourDepth,
  colourDepth,
  type Environment,
  knowsUnicode,
} from './terminal/colour-depth.ts';
import { sgrBytes, sgrTable, type ThemeName } from './theme.ts';

/** What of the console's looks stays as it is while it is open. */
export interface Looks {
  readonly asciiOnly: boolean;
  readonly depth: ColourDepth;
  readonly glyphs: GlyphSet;
  /** How the painter writes cells in a theme. */
  encoding(look: { readonly theme: ThemeName; readonly background: Background }): Encoding;
}

/** What the settings say and, where they leave it open, what the terminal can show. */
export function looksOf({ glyphs }: ConsoleSettings, env: Environment): Looks {
  const asciiOnly = glyphs === 'auto' ? !knowsUnicode(env) : glyphs === 'ascii';
  const depth = colourDepth(env);
  return {
    asciiOnly,
    depth,
    glyphs: asciiOnly ? asciiGlyphs : unicodeGlyphs,
    encoding: ({ theme, background }) => ({
      sgr: sgrBytes(sgrTable(theme, depth, background)),
      asciiOnly,
    }),
  };
}
