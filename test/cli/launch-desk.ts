import { onTestFinished, vi } from 'vitest';
import type {
  LaunchChoices,
  LaunchLook,
  LaunchWish,
  RouteStatus,
  WorkWish,
} from '../../components/launch-choices.ts';
import type { LiveRun } from '../../components/live-run.ts';
import { LaunchDesk } from '../../src/cli/launch/launch-desk.ts';
import type { Environment } from '../../src/spec/environment.ts';
import type { ResolvedSpec } from '../../src/spec/resolved.ts';
import { folder } from '../helpers/spec.ts';

export interface OpenedDesk {
  readonly choices: LaunchChoices;
  /** The specs that runs were begun with. */
  readonly begun: { readonly spec: ResolvedSpec; readonly canary: number | null }[];
  readonly home: string;
  /** The first look that has all there is to know; what it was told before is in `looks`. */
  look(wish: LaunchWish): Promise<LaunchLook>;
  /** How the routes stand once nobody is asked any more. */
  routes(): Promise<readonly RouteStatus[]>;
}

/** A desk over the real thing, with settings of its own, in a working directory with these files. */
export async function openDesk(
  files: Readonly<Record<string, string>> = {},
  environment: Environment = {},
  countByService = true,
): Promise<OpenedDesk> {
  const [cwd, home] = [folder(files), folder()];
  vi.spyOn(process, 'cwd').mockReturnValue(cwd);
  vi.stubEnv('SWARMDECK_HOME', home);
  onTestFinished(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  const begun: OpenedDesk['begun'] = [];
  const desk = await LaunchDesk.open({
    environment,
    countByService,
    begin: async (spec, canary) => {
      begun.push({ spec, canary });
      return {} as LiveRun;
    },
  });
  onTestFinished(() => desk.close());
  const choices = desk.choices();
  return {
    choices,
    begun,
    home,
    look: (wish) =>
      new Promise((resolve) => {
        const end = choices.look(wish, (look) => {
          const { estimate } = look;
          if (estimate !== null && (estimate.pricing || !estimate.counted)) return;
          queueMicrotask(() => end());
          resolve(look);
        });
      }),
    routes: () =>
      new Promise((resolve) => {
        choices.watchRoutes((routes) => {
          if (routes.every(({ state }) => state !== 'asking')) resolve(routes);
        });
      }),
  };
}

export const demonstration: WorkWish = { kind: 'demonstration' };

export const wish = (preset: string, more: Partial<LaunchWish> = {}): LaunchWish => ({
  preset,
  changes: {},
  work: demonstration,
  ...more,
});

export const file = (name: string, repeat = 1): WorkWish => ({ kind: 'file', file: name, repeat });
