import type { Place } from '../place.ts';
import type { Spec } from '../schema/spec.ts';

/** Where a value came from, the strongest first. */
export type Source = 'flag' | 'spec' | 'environment' | 'preset' | 'settings' | 'default';

/** One place that values come from, checked against the schema. */
export interface Layer {
  readonly source: Source;
  readonly value: Spec;
  readonly place: Place;
}

/** A value and where it came from, by the path of the field that it stands in. */
export type Provenance = Map<string, { readonly value: unknown; readonly source: Source }>;

export interface Found<T> {
  readonly value: T;
  readonly source: Source;
  /** 0 is the strongest layer. */
  readonly rank: number;
  /** The words that a sentence about the value begins with. */
  readonly where: string;
}

/** The layers of a spec, strongest first, and a record of what was taken from which. */
export class Layers {
  readonly provenance: Provenance = new Map();
  readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
  }

  /** What the strongest layer that has the field says; null where none does. Null is a value. */
  find<T>(path: string, read: (spec: Spec) => T | undefined): Found<T> | null {
    for (const [rank, { source, value, place }] of this.layers.entries()) {
      const found = read(value);
      if (found !== undefined) return { value: found, source, rank, where: place(path.split('.')) };
    }
    return null;
  }

  /** As `find`, with what holds where no layer has the field; recorded. */
  pick<T>(path: string, read: (spec: Spec) => T | undefined, fallback: T): T {
    const found = this.find(path, read);
    this.record(path, found ? found.value : fallback, found?.source ?? 'default');
    return found ? found.value : fallback;
  }

  record(path: string, value: unknown, source: Source): void {
    this.provenance.set(path, { value, source });
  }

  /** Names of the roles, in the order in which they are first met, the file's before the flags'. */
  roleNames(): string[] {
    const names = new Set<string>();
    for (const { value } of this.layers.toReversed()) {
      for (const name of Object.keys(value.roles ?? {})) names.add(name);
    }
    return [...names];
  }
}
