import { callsNothing } from './providers.ts';

/** Whether nobody is billed: the simulator answers, beside code that asks no model. */
export function isSimulated(routes: readonly { readonly provider: string }[]): boolean {
  const asked = routes.filter(({ provider }) => !callsNothing(provider));
  return asked.length > 0 && asked.every(({ provider }) => provider === 'simulator');
}
