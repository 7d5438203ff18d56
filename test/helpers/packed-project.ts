import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** A program's own project, with swarmdeck installed in it from a tarball as npm would pack it. */
export class PackedProject {
  readonly path = mkdtempSync(join(tmpdir(), 'swarmdeck-packed-'));

  /** @param files of the project, by their names */
  constructor(files: Readonly<Record<string, string>>) {
    const installed = join(this.path, 'node_modules', 'swarmdeck');
    mkdirSync(installed, { recursive: true });
    const packed = this.run('npm', [
      ...['pack', '--ignore-scripts', '--json', '--loglevel=error', root],
      ...['--pack-destination', this.path],
    ]);
    const [{ filename }] = JSON.parse(packed) as { filename: string }[];
    this.run('tar', ['-xzf', filename, '--strip-components=1', '-C', installed]);
    const manifest = join(installed, 'package.json');
    const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
    for (const name of [...Object.keys(dependencies), '@types/node']) this.link(name);
    writeFileSync(join(this.path, 'package.json'), '{ "type": "module", "private": true }');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.path, name), text);
  }

  /** Runs a program of the project with Node. @returns what it wrote to stdout */
  node(file: string, args: readonly string[] = []): string {
    return this.run(process.execPath, [file, ...args]);
  }

  /** Checks the types of programs as strictly as tsc can. @returns what it finds; empty is well */
  types(...files: readonly string[]): string {
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
    const lib = ['--lib', 'es2024,esnext.disposable', '--types', 'node'];
    // Declarations are checked too: what a tarball lacks shows in them.
    const check = ['--skipLibCheck', 'false', '--exactOptionalPropertyTypes'];
    try {
      return this.run(join(modules, '.bin', 'tsc'), [...flags, ...lib, ...check, ...files]);
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  clear(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private run(program: string, args: readonly string[]): string {
    return execFileSync(program, args, {
      cwd: this.path,
      encoding: 'utf8',
      timeout: 60_000,
      // Of this machine's settings, none: what is tested is what a stranger gets.
      env: { PATH: process.env.PATH, HOME: this.path, SWARMDECK_HOME: join(this.path, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The registry is not asked: what is installed here already does. */
  private link(name: string): void {
    const place = join(this.path, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(modules, name), place);
  }
}
