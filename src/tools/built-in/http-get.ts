import { proxyFor } from '../../providers/proxy-for.ts';
import type { Environment } from '../../spec/environment.ts';
import { BadArguments } from '../bad-arguments.ts';
import { cutText } from '../cut-text.ts';
import { allowanceOf } from './allowed-hosts.ts';
import type { BuiltIn } from './built-in.ts';
import { type Got, getOnce } from './one-get.ts';
import { isPublicAddress, publicLookup } from './public-address.ts';

const mostRedirects = 5;
const mostOfRefusal = 500;

/** Reads text from the web: from the hosts that the spec allows, and from no other by a redirect either. */
export const httpGet: BuiltIn<'http_get'> = ({ allow, maxResultBytes }, environment) => ({
  definition: {
    name: 'http_get',
    description: `Reads a text (a page as its HTML, JSON and the like) from a web address by GET. Hosts that may be asked: ${allow.join(', ')}.`,
    parameters: {
      type: 'object',
      properties: {
        url: { type: 'string', description: 'An http or https address' },
      },
      required: ['url'],
      additionalProperties: false,
    },
  },
  run: async ({ url: written }, signal) => {
    let url = addressOf(String(written));
    for (let redirects = 0; ; redirects++) {
      const got = await get(url, allow, environment, maxResultBytes, signal);
      const { location } = got.headers;
      if (got.status < 300 || got.status > 399 || location === undefined)
        return answerOf(url, got, maxResultBytes);
      if (redirects === mostRedirects)
        throw new Error(`${written} leads on to more than ${mostRedirects} other addresses.`);
      if (!URL.canParse(location, url)) throw new Error(`${url} leads on to what is no address.`);
      url = new URL(location, url);
    }
  },
});

function addressOf(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url;
  throw new BadArguments(
    `"${written}" is no http or https address; write it like https://host/path.`,
  );
}

async function get(
  url: URL,
  allow: readonly string[],
  environment: Environment,
  mostBytes: number,
  signal: AbortSignal,
): Promise<Got> {
  const allowance = /^https?:$/.test(url.protocol) ? allowanceOf(url, allow) : null;
  if (allowance === null)
    throw new Error(`${url.host} may not be asked, only ${allow.join(', ')}.`);
  const isNamed = allowance === 'by-name';
  // What is an address already is not looked up.
  const isAddress = /^(\d+\.){3}\d+$|^\[/.test(url.hostname);
  if (!isNamed && isAddress && !isPublicAddress(url.hostname))
    throw new Error(
      `${url.host} is a private address, and may be asked only where it is allowed itself.`,
    );
  const proxy = proxyFor(url.origin, environment);
  return getOnce(url, { proxy, lookup: isNamed ? undefined : publicLookup, mostBytes, signal });
}

function answerOf(url: URL, got: Got, mostBytes: number): string {
  const { status, statusText, headers, body, isCut } = got;
  const type = String(headers['content-type'] ?? '').toLowerCase();
  const isText = type === '' ? !body.includes(0) : textTypes.test(type);
  const text = isText ? textOf(body, type) : '';
  if (status < 200 || status > 299) {
    const said = text.trim().slice(0, mostOfRefusal).trim();
    const answered = `${url} answered ${`${status} ${statusText}`.trim()}`;
    throw new Error(said === '' ? answered : `${answered}: ${said}`);
  }
  if (!isText) throw new Error(`${url} is no text but ${type || 'of an unknown type'}.`);
  if (!isCut) return text === '' ? '[the answer is empty]' : text;
  const length = headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
  const whole = length === undefined ? 'more' : `${Number(length).toLocaleString('en')} bytes`;
  return cutText(text, mostBytes, `cut: this is the beginning of ${whole}`).text;
}

const textTypes =
  /^text\/|^application\/([\w.+-]*\+)?(json|xml|x?html|yaml|toml)\b|^application\/(x-)?(javascript|ecmascript|ndjson|jsonlines|yaml|www-form-urlencoded|sql|graphql|rtf|sh)\b|\+(xml|json|yaml)\b/;

function textOf(body: Buffer, type: string): string {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([^\s;"]+)/.exec(type) ?? [];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
