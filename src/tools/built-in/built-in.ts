import type { Environment } from '../../spec/environment.ts';
import type { ResolvedTool } from '../../spec/resolved-tools.ts';
import type { OfferedTool } from '../offered-tool.ts';

/** What a tool that swarmdeck brings is made from: its own settings and those that all have. */
export type BuiltInSettings<Kind extends ResolvedTool['kind']> = ResolvedTool & {
  readonly kind: Kind;
};

/** Makes a tool that swarmdeck brings. */
export type BuiltIn<Kind extends ResolvedTool['kind']> = (
  settings: BuiltInSettings<Kind>,
  environment: Environment,
) => Pick<OfferedTool, 'definition' | 'run'>;
