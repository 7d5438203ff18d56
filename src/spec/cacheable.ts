import type { ResolvedRole, ResolvedRoute, ResolvedSpec } from './resolved.ts';

/**
 * Whether the same words from a role get the same answer: chance is ruled out by its own word, and
 * nothing but the model has a part in it.
 */
export function isCacheableRole({
  sampling,
  tools,
  code,
}: Pick<ResolvedRole, 'sampling' | 'tools' | 'code'>): boolean {
  return sampling?.temperature === 0 && tools.length === 0 && (code ?? null) === null;
}

/** A program, or an agent at a service, knows more than it is told. */
export function isCacheableRoute({ exec, agent }: Pick<ResolvedRoute, 'exec' | 'agent'>): boolean {
  return exec === undefined && agent === undefined;
}

/** Indexes of the roles whose tasks can be answered from earlier runs. */
export function cacheableRoles({
  roles,
  routes,
}: Pick<ResolvedSpec, 'roles' | 'routes'>): number[] {
  return roles.flatMap((role, index) =>
    isCacheableRole(role) && role.routes.some((route) => isCacheableRoute(routes[route]))
      ? [index]
      : [],
  );
}
