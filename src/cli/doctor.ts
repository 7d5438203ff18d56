import { loadEnvironment } from '../spec/environment.ts';
import { type Configured, routesOfEnvironment, routesOfSpec } from './doctor/configured-routes.ts';
import { type Finding, note } from './doctor/finding.ts';
import { environmentFindings, terminalFindings } from './doctor/machine-check.ts';
import { providerFindings } from './doctor/provider-check.ts';
import type { Streams } from './front-end.ts';
import { sanitized } from './sanitized.ts';

export interface DoctorOptions {
  /** Makes a call to each provider. */
  readonly call?: boolean;
  readonly json?: boolean;
  readonly insecure?: boolean;
}

const titles: Readonly<Record<Finding['area'], string>> = {
  terminal: 'Terminal',
  environment: 'Environment',
  spec: 'Spec',
  provider: 'Providers',
};

/**
 * `swarmdeck doctor [SPEC]`: looks at the terminal, the environment and each provider that the
 * environment or the spec configures. Gives the exit code: 0 where all is well, 1 where something is
 * not. Keys are named, never told.
 */
export async function doctorCommand(
  specPath: string | undefined,
  options: DoctorOptions,
  { stdout }: Streams,
): Promise<number> {
  const { call = false, insecure = false } = options;
  const environment = loadEnvironment();
  const configured: Configured =
    specPath === undefined
      ? await routesOfEnvironment(environment, insecure)
      : await routesOfSpec(specPath, environment, insecure);
  const looked = await Promise.all(
    configured.routes.map((route) => providerFindings(route, environment, call)),
  );
  const findings = [
    ...terminalFindings(environment),
    ...environmentFindings(environment),
    ...configured.findings,
    ...looked.flat(),
  ];
  if (!findings.some(({ area }) => area === 'provider' || area === 'spec'))
    findings.push(
      note(
        'provider',
        'providers',
        'none is configured: the simulator is used',
        'set a key such as OPENAI_API_KEY, in the environment or in .env',
      ),
    );
  const isWell = findings.every(({ state }) => state !== 'bad');
  if (options.json) stdout.write(`${JSON.stringify({ ok: isWell, findings }, null, 2)}\n`);
  else stdout.write(pageOf(findings));
  return isWell ? 0 : 1;
}

function pageOf(findings: readonly Finding[]): string {
  const lines: string[] = [];
  let area = '';
  for (const finding of findings) {
    if (finding.area !== area) lines.push(...(area === '' ? [] : ['']), titles[finding.area]);
    area = finding.area;
    const mark = { ok: '✓', bad: '✗', note: '·' }[finding.state];
    lines.push(sanitized(`  ${mark} ${finding.name}  ${finding.detail}`));
    if (finding.mend !== '') lines.push(sanitized(`      → ${finding.mend}`));
  }
  const ill = findings.filter(({ state }) => state === 'bad').length;
  lines.push(
    '',
    ill === 0 ? 'All is well.' : `${ill} ${ill === 1 ? 'thing is' : 'things are'} not well.`,
  );
  return `${lines.join('\n')}\n`;
}
