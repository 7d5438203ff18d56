import { basename, dirname, extname, resolve } from 'node:path';
import { parseYaml } from './parse-yaml.ts';
import { type Path, type Place, pathWords } from './place.ts';
import { readInput } from './read-input.ts';
import { UsageError } from './usage-error.ts';
import { valueWords } from './value-words.ts';

/** A spec as it was read, before it is checked. */
export interface SpecDocument {
  /** File names inside the spec are relative to this directory. */
  readonly directory: string;
  /** The file's name without its ending: the name of a run that has no other. */
  readonly title: string;
  readonly value: unknown;
  readonly place: Place;
}

/**
 * Reads a YAML or JSON spec, or the file of a workflow as the spec of a run of it alone.
 *
 * @param file as the operator wrote it, relative to `cwd`
 * @throws UsageError where it cannot be read, is not YAML or JSON, or is not one mapping
 */
export async function loadSpecDocument(file: string, cwd = process.cwd()): Promise<SpecDocument> {
  return specOf(await loadDocument(file, cwd));
}

/** As `loadSpecDocument`, for a text that is already there. */
export async function parseSpecDocument(
  text: string,
  file: string,
  directory: string,
): Promise<SpecDocument> {
  return specOf(await parseDocument(text, file, directory));
}

/**
 * As `loadSpecDocument`, for a file that may be the part of a spec: its content as it stands there.
 *
 * @param what what it is to hold, for the sentence that refuses it
 */
export async function loadDocument(
  file: string,
  cwd = process.cwd(),
  what = 'a spec',
): Promise<SpecDocument> {
  const path = resolve(cwd, file);
  return parseDocument(readInput(path, what, file), file, dirname(path));
}

async function parseDocument(text: string, file: string, directory: string): Promise<SpecDocument> {
  const { value, place } = await parseYaml(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${file}: expected a mapping of fields, got ${valueWords(value)}; see: swarmdeck schema`,
    );
  }
  return { directory, title: basename(file, extname(file)), value, place };
}

/** A workflow has its tasks on top, where a spec has its workload. */
function specOf(document: SpecDocument): SpecDocument {
  const workflow = document.value as Record<string, unknown>;
  if (!Object.hasOwn(workflow, 'tasks') || Object.hasOwn(workflow, 'workload')) return document;
  const name = Object.hasOwn(workflow, 'name') ? { name: workflow.name } : {};
  const isInside = ([first, second]: Path) => first === 'workload' && second === 'workflow';
  return {
    ...document,
    value: { ...name, workload: { workflow } },
    place: (path) => document.place(isInside(path) ? path.slice(2) : path),
  };
}

/** A spec that was made by a program, not read from a file. */
export function specDocument(value: unknown, directory = process.cwd()): SpecDocument {
  return { directory, title: '', value, place: (path) => pathWords(path) || 'spec' };
}
