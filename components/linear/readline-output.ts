import { EventEmitter } from 'node:events';

/**
 * The terminal as readline may write to it: without its changes of size, at each of which readline
 * would draw its line anew, typed or not.
 */
export class ReadlineOutput extends EventEmitter {
  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.stream = stream;
  }

  get columns(): number {
    return this.stream.columns;
  }

  write(text: string, after?: () => void): boolean {
    return after === undefined ? this.stream.write(text) : this.stream.write(text, after);
  }
}
