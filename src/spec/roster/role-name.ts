const longest = 64;

/**
 * What a role is called whose name is written freely: `Invoice Matching (EMEA)` becomes
 * `invoice-matching-emea`. In small letters, since some file systems know no others; empty where nothing
 * of the name can be part of one.
 */
export function roleName(written: string): string {
  return written
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}
