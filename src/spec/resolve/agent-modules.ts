import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RoleCode } from '../resolved.ts';
import { UsageError } from '../usage-error.ts';
import type { Layers } from './layers.ts';

/**
 * The modules whose code is the agents of a role, by its name. They are found here, and loaded when a
 * session begins.
 *
 * @param start what paths start from: those of the spec, and all others
 * @throws UsageError where there is no such file
 */
export function agentModules(
  layers: Layers,
  start: { readonly specDirectory: string; readonly cwd: string },
): ReadonlyMap<string, RoleCode> {
  const modules = new Map<string, RoleCode>();
  for (const name of layers.roleNames()) {
    const path = `roles.${name}.code`;
    const found = layers.find(path, ({ roles }) => roles?.[name]?.code);
    if (!found) continue;
    const { value, where, source } = found;
    const { file, exported } = moduleAt(
      value,
      source === 'spec' ? start.specDirectory : start.cwd,
      where,
    );
    layers.record(path, moduleWords({ file, exported }), source);
    modules.set(name, { kind: 'module', file, exported });
  }
  return modules;
}

/** A module of the operator's. */
export interface ModulePlace {
  /** Absolute. */
  readonly file: string;
  /** The name that it is exported by, `default` where nobody says. */
  readonly exported: string;
}

/**
 * The module that `./agent.ts` or `./agents.ts#kaoz` names.
 *
 * @param directory what a relative path starts from
 * @param where what a sentence about it begins with
 * @throws UsageError where there is no such file
 */
export function moduleAt(written: string, directory: string, where: string): ModulePlace {
  const [, path, exported] = /^(.*?)(?:#([^#]*))?$/s.exec(written) ?? [];
  const file = resolve(directory, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`${where}: expected a module, but there is no file ${file}`);
  }
  return { file, exported: exported || 'default' };
}

/** As the operator reads it. */
export function moduleWords({ file, exported }: ModulePlace): string {
  return exported === 'default' ? file : `${file}#${exported}`;
}
