/** What an error's body says, whichever of the known shapes it has. */
export interface ErrorBody {
  readonly message: string;
  readonly type: string;
  /** Numbers are turned into text. */
  readonly code: string;
}

const longest = 300;

/**
 * Reads `{"error":{message,type,code}}`, the same fields at the top level, `{"error":"text"}`, or
 * anything else as text.
 */
export function readErrorBody(body: string): ErrorBody {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { message: shorten(textOf(body)), type: '', code: '' };
  }
  return errorFields(parsed) ?? { message: shorten(body), type: '', code: '' };
}

/** The error inside a parsed reply or stream event; null where it holds none. */
export function errorFields(parsed: unknown): ErrorBody | null {
  if (typeof parsed !== 'object' || parsed === null) return null;
  const inner = (parsed as { error?: unknown }).error;
  if (typeof inner === 'string') return { message: shorten(inner), type: '', code: '' };
  const source = typeof inner === 'object' && inner !== null ? inner : parsed;
  const { message, type, code: outer } = source as Record<string, unknown>;
  const code = detailOf(source) ?? outer;
  if (inner === undefined && typeof message !== 'string') return null;
  return {
    message: shorten(typeof message === 'string' ? message : JSON.stringify(source)),
    type: typeof type === 'string' ? type : '',
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : '',
  };
}

interface Details {
  readonly error_code?: unknown;
  readonly violations?: readonly { readonly quotaId?: string }[];
}

/**
 * What Anthropic puts one level below the message, and of Google's details the one thing that its
 * code does not tell: that it is a day's quota which is used up.
 */
function detailOf(source: object): unknown {
  const { details } = source as { details?: Details | readonly Details[] | null };
  if (!Array.isArray(details)) return (details as Details | null | undefined)?.error_code;
  const violated = details.flatMap((detail: Details | null) => detail?.violations ?? []);
  return violated.some(({ quotaId }) => /PerDay/.test(quotaId ?? ''))
    ? 'quota_of_the_day'
    : undefined;
}

/** A gateway's HTML page says its reason in the title. */
function textOf(body: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(body);
  return title ? title[1] : body;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
