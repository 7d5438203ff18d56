import { balanced } from '../gates/balance.ts';
import type { Balance } from '../spec/resolved.ts';
import type { RouteRuntime } from './route-runtime.ts';

export interface RoleRoutes {
  /** Routes by rank; those of one rank share the calls. */
  readonly tiers: readonly (readonly number[])[];
  readonly balance: Balance;
}

/** In which order the routes of a role are tried for its next call. */
export class RouteChoice {
  private readonly roles: readonly RoleRoutes[];
  private readonly routes: readonly RouteRuntime[];
  private readonly loadOf: (route: number) => number;
  /** Calls that each role has sent. */
  private readonly turns: number[];

  constructor(roles: readonly RoleRoutes[], routes: readonly RouteRuntime[]) {
    this.roles = roles;
    this.routes = routes;
    this.loadOf = (route) => routes[route].load;
    this.turns = roles.map(() => 0);
  }

  /** @param chosen the route that a task is to go over before all others; -1 for none */
  tiers(role: number, chosen: number): readonly (readonly number[])[] {
    const { tiers } = this.roles[role];
    return chosen < 0 ? tiers : [[chosen], ...tiers];
  }

  /**
   * The routes of a tier in the order in which they are tried. Those that are down come first: they
   * take a call only where it is time to see whether they are back, and are left out of the turns.
   */
  order(role: number, tier: readonly number[]): readonly number[] {
    if (tier.length < 2) return tier;
    const down = tier.filter((route) => this.routes[route].blocked);
    const up = down.length === 0 ? tier : tier.filter((route) => !down.includes(route));
    const order = balanced(up, this.roles[role].balance, this.turns[role], this.loadOf);
    return down.length === 0 ? order : [...down, ...order];
  }

  /** A call of the role was sent. */
  sent(role: number): void {
    this.turns[role]++;
  }
}
