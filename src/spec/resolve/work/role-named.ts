import { namesThereAre } from '../../near-miss.ts';
import { UsageError } from '../../usage-error.ts';
import type { Found } from '../layers.ts';
import type { WorkSource } from './work-source.ts';

/** The role that the work names; null where it names none. @throws UsageError where there is no such role */
export function roleNamed(
  role: Found<string> | null,
  { roles }: Pick<WorkSource, 'roles'>,
): string | null {
  if (role === null || roles.includes(role.value)) return role?.value ?? null;
  throw new UsageError(
    `${role.where}: unknown role \`${role.value}\`${namesThereAre(role.value, roles)}`,
  );
}
