import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { homeDirectory } from '../../settings/home-directory.ts';
import { bad, type Finding, note, ok } from './finding.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The least that the console is laid out for. */
const least = { columns: 80, rows: 24 };

/** What the terminal can show; none at all is no fault. */
export function terminalFindings(environment: Environment): Finding[] {
  const { stdout } = process;
  const { TERM = '', LC_ALL, LC_CTYPE, LANG, NO_COLOR } = environment;
  if (stdout.isTTY !== true)
    return [note('terminal', 'terminal', 'none here: runs print plain lines')];
  const { columns, rows } = stdout;
  const size = `${columns}×${rows}`;
  const colours = NO_COLOR ? 'no colours (NO_COLOR)' : `${2 ** stdout.getColorDepth()} colours`;
  const fits = columns >= least.columns && rows >= least.rows;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return [
    TERM === 'dumb'
      ? note('terminal', 'terminal', 'TERM=dumb moves no cursor: the console speaks in lines')
      : fits
        ? ok('terminal', 'terminal', `${size}, ${colours}, ${TERM || 'TERM is not set'}`)
        : note(
            'terminal',
            'terminal',
            `${size} is small`,
            `make it ${least.columns}×${least.rows} to see the whole console`,
          ),
    ...(/utf-?8/i.test(locale)
      ? []
      : [
          note(
            'terminal',
            'locale',
            `${locale || 'none'} is not UTF-8: some marks may look wrong`,
            'set LANG to a UTF-8 locale such as C.UTF-8',
          ),
        ]),
  ];
}

/** Node, and the places that runs and settings are kept in. */
export function environmentFindings(environment: Environment, cwd = process.cwd()): Finding[] {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];
  const network = names.filter((name) => environment[name] || environment[name.toLowerCase()]);
  return [
    ok('environment', 'node', process.version),
    place('settings', homeDirectory(), 'set SWARMDECK_HOME to a directory that can be written'),
    place(
      'runs',
      resolve(cwd, 'swarm-runs'),
      'run from a directory that can be written, or give --out',
    ),
    ...(network.length === 0 ? [] : [ok('environment', 'network', `${network.join(', ')} set`)]),
    ...certificates(environment.NODE_EXTRA_CA_CERTS),
  ];
}

/** A place is as good as the nearest directory above it that is there. */
function place(name: string, path: string, mend: string): Finding {
  let there = path;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    return ok('environment', name, path);
  } catch {
    return bad('environment', name, `${path} cannot be written`, mend);
  }
}

/** Node only warns of a file that is not there, and every call fails later. */
function certificates(file: string | undefined): Finding[] {
  if (!file || existsSync(file)) return [];
  const mend = 'name a file of certificates in PEM form, or unset it';
  return [bad('environment', 'NODE_EXTRA_CA_CERTS', `${file} is not there`, mend)];
}
