import type { HttpRequest } from '../../http/request-reader.ts';
import type { Ask } from '../protocol.ts';

/** One kind of request: `GET /threads/:id`, each `:` being a name in the path. */
export interface Endpoint {
  readonly method: string;
  readonly path: RegExp;
  answer(request: HttpRequest, ...names: string[]): Ask;
}

/** @param route a method and a path, `:` standing for a name */
export function endpoint(route: string, answer: Endpoint['answer']): Endpoint {
  const [method, path] = route.split(' ');
  return { method, path: new RegExp(`^${path.replaceAll(':', '([^/]+)')}$`), answer };
}

/** Finds what a request asks for below a project: `/api/projects/<name>` and, where given, more. */
export class Endpoints {
  private readonly base: RegExp;
  private readonly all: readonly Endpoint[];

  /** @param below what follows the project in the path */
  constructor(below: string, all: readonly Endpoint[]) {
    this.base = new RegExp(`^/api/projects/[^/]+${below}(?=/)`);
    this.all = all;
  }

  has(method: string, path: string): boolean {
    return this.find(method, path) !== null;
  }

  answer(request: HttpRequest): Ask {
    const found = this.find(request.method, request.path);
    if (found === null) throw new Error('an endpoint is asked only for what it has');
    return found.endpoint.answer(request, ...found.names);
  }

  private find(method: string, path: string): { endpoint: Endpoint; names: string[] } | null {
    const base = this.base.exec(path);
    if (base === null) return null;
    const rest = path.slice(base[0].length);
    for (const endpoint of this.all) {
      const match = endpoint.method === method ? endpoint.path.exec(rest) : null;
      if (match !== null) return { endpoint, names: match.slice(1).map(decoded) };
    }
    return null;
  }
}

export function value(json: object | string): Ask {
  return { kind: 'value', body: typeof json === 'string' ? json : JSON.stringify(json) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
