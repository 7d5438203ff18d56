import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import type { WorkWish } from '../../../components/launch-choices.ts';
import { isAsRead } from '../../spec/content/is-as-read.ts';
import { demonstrationPrompts } from '../../spec/prompts/demonstration.ts';
import { loadPrompts } from '../../spec/prompts/load-prompts.ts';
import { promptReader } from '../../spec/prompts/prompt-reader.ts';
import type { ResolvedSpec } from '../../spec/resolved.ts';
import { loadSpecDocument, type SpecDocument } from '../../spec/spec-document.ts';
import { UsageError } from '../../spec/usage-error.ts';
import type { PromptItem, PromptsWorkload } from '../../spec/work/prompts-workload.ts';
import type { Workload } from '../../spec/work/workload.ts';
import { type StoredPrompts, storedPrompts } from '../../store/stored-prompts.ts';

/** Prompts an agent of the demonstration, so that there is something to steer. */
export const demonstrationPerAgent = 20;

/**
 * Reads the work of a launch and keeps what it read last: settings are tried out one after the other
 * over the same file.
 */
export class WorkReader {
  private kept: { readonly key: string; readonly items: readonly PromptItem[] } | null = null;
  private ofSpec: { readonly key: string; readonly work: Workload } | null = null;
  private document: { readonly key: string; readonly value: SpecDocument } | null = null;
  private stored: { readonly directory: string; readonly value: StoredPrompts } | null = null;

  /** The spec that the work is a part of; null where it is prompts alone. */
  async specOf(work: WorkWish): Promise<SpecDocument | null> {
    if (work.kind !== 'file' || !isSpec(work.file)) return null;
    const key = fileKey(pathOf(work.file));
    if (this.document?.key !== key)
      this.document = { key, value: await loadSpecDocument(fromHere(work.file)) };
    return this.document.value;
  }

  /** Reads work before it is chosen. @throws UsageError where it cannot be read */
  async check(work: WorkWish): Promise<void> {
    if (work.kind === 'text') promptReader(null).text(work.text, () => 'prompt');
    else if (work.kind === 'run') await this.asked(work.directory, []);
    else if (work.kind === 'file' && (await this.specOf(work)) === null)
      await this.keep(fileKey(pathOf(work.file)), () =>
        loadPrompts(fromHere(work.file), process.cwd(), promptReader(null)),
      );
  }

  /**
   * The work for a run that is resolved but for it. A demonstration is for the simulator alone.
   *
   * @param ofSpec reads the work of the spec file, where there is one that has work
   */
  async read(
    work: WorkWish,
    spec: ResolvedSpec,
    ofSpec: (() => Promise<Workload>) | null,
  ): Promise<Workload> {
    const roles = spec.roles.map(({ name }) => name);
    switch (work.kind) {
      case 'text':
        return prompts(
          [promptReader(roles).text(work.text, () => 'prompt')],
          work.repeat,
          '1 prompt',
        );
      case 'run':
        return prompts(await this.asked(work.directory, roles), 1, work.name);
      case 'file':
        if (!isSpec(work.file)) return this.ofFile(work, roles);
        return ofSpec === null ? demonstration(spec) : this.ofDocument(work.file, roles, ofSpec);
      case 'demonstration':
        return demonstration(spec);
    }
  }

  /** Lets go of everything that was read. */
  close(): void {
    this.kept = null;
    this.ofSpec = null;
    this.document = null;
    this.stored = null;
  }

  private async ofFile(
    { file, repeat }: Extract<WorkWish, { kind: 'file' }>,
    roles: readonly string[],
  ): Promise<PromptsWorkload> {
    const load = (known: readonly string[] | null) =>
      loadPrompts(fromHere(file), process.cwd(), promptReader(known));
    const items = await this.keep(fileKey(pathOf(file)), () => load(null));
    const fits = items.every(({ role }) => role === undefined || roles.includes(role));
    // Read once more where they do not fit, for the sentence with its line.
    return prompts(fits ? items : await load(roles), repeat, basename(file));
  }

  private async ofDocument(
    file: string,
    roles: readonly string[],
    read: () => Promise<Workload>,
  ): Promise<Workload> {
    const key = [fileKey(pathOf(file)), ...roles].join('\n');
    if (this.ofSpec?.key !== key || !isAsRead(this.ofSpec.work))
      this.ofSpec = { key, work: await read() };
    return this.ofSpec.work;
  }

  /** A role that is not here any more leaves its tasks to all. */
  private async asked(directory: string, roles: readonly string[]): Promise<PromptItem[]> {
    if (this.stored?.directory !== directory)
      this.stored = { directory, value: await storedPrompts(directory) };
    const known = new Set(roles);
    return this.stored.value.items.map(({ role, ...item }) =>
      role !== undefined && known.has(role) ? { ...item, role } : item,
    );
  }

  private async keep(
    key: string,
    read: () => Promise<readonly PromptItem[]>,
  ): Promise<readonly PromptItem[]> {
    if (this.kept?.key !== key) this.kept = { key, items: await read() };
    return this.kept.items;
  }
}

function demonstration({ routes, agents }: ResolvedSpec): PromptsWorkload {
  const real = routes.find(({ provider }) => provider !== 'simulator');
  if (real !== undefined)
    throw new UsageError(
      `there is no work for ${real.name} yet: w chooses it; the demonstration is for the simulator alone`,
    );
  return prompts(demonstrationPrompts(agents * demonstrationPerAgent), 1, 'demonstration');
}

function prompts(items: readonly PromptItem[], repeat: number, source: string): PromptsWorkload {
  return { kind: 'prompts', items, repeat, source };
}

function isSpec(file: string): boolean {
  return ['.yaml', '.yml', '.json'].includes(extname(file).toLowerCase());
}

/** As a shell has it: `~` is the home directory. */
export function fromHere(file: string): string {
  return file === '~' || file.startsWith('~/') ? homedir() + file.slice(1) : file;
}

/** The same, from the root. */
export function pathOf(file: string): string {
  return resolve(fromHere(file));
}

/** What changes when the file does. One that is not there is told by who reads it. */
function fileKey(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return `${path} ${stats?.mtimeMs} ${stats?.size}`;
}
