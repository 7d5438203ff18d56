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
    const [, written, exported] = /^(.*?)(?:#([^#]*))?$/s.exec(value) ?? [];
    const file = resolve(source === 'spec' ? start.specDirectory : start.cwd, written);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      throw new UsageError(`${where}: expected a module, but there is no file ${file}`);
    }
    const code: RoleCode = { kind: 'module', file, exported: exported || 'default' };
    layers.record(path, exported ? `${file}#${exported}` : file, source);
    modules.set(name, code);
  }
  return modules;
}
